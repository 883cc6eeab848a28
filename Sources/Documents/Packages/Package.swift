import Archive
import Model
import XML

/// The parts of a document that is a ZIP archive: OPC (ECMA-376 part 2), OpenDocument (part 2), EPUB (OCF).
///
/// Reads on demand and never more than the limits: entries, bytes of a part, bytes in all, and the ratio to the size
/// of the document. Names are found whatever their case and with either slash, as writers differ.
final class Package {
    let source: DocumentSource
    private var entries: [String: Entry] = [:]
    /// Names as they stand in the archive, in its order.
    private(set) var names: [String] = []
    private var held: [String: [UInt8]] = [:]
    private var heldBytes: Int64 = 0
    private var budget: PackageBudget

    /// Where a part stands and how large it says it is.
    private struct Entry {
        let place: Int
        let size: Int64
    }

    /// Lists the archive.
    init(_ source: DocumentSource) throws(Failure) {
        self.source = source
        budget = PackageBudget(source)
        let archive = try open()
        var place = 0
        while let entry = try Self.next(archive, source) {
            if entry.isEncrypted { throw Self.encrypted(source) }
            let name = String(decoding: entry.name, as: UTF8.self)
            let key = Self.key(name)
            if entry.kind == .file, entries[key] == nil {
                entries[key] = Entry(place: place, size: entry.size)
                names.append(name)
            }
            place += 1
            if place > Limits.packageEntries {
                throw budget.bomb("it has more than \(Limits.packageEntries) entries")
            }
        }
    }

    /// True when there is a part of the name.
    func has(_ name: String) -> Bool { entries[Self.key(name)] != nil }

    /// Bytes of a part as the archive says; nil when there is none.
    func size(of name: String) -> Int64? { entries[Self.key(name)]?.size }

    /// Reads all parts that `isWanted` names in one pass, as far as they fit in memory; `bytes` and `xml` use them.
    func load(where isWanted: (String) -> Bool) throws(Failure) {
        let archive = try open()
        var isComplete = false
        while !isComplete, let entry = try Self.next(archive, source) {
            let key = Self.key(String(decoding: entry.name, as: UTF8.self))
            guard entry.kind == .file, held[key] == nil, entry.size <= Limits.packagePartBytes, isWanted(key) else {
                continue
            }
            if heldBytes + entry.size > Limits.packageHeldBytes { isComplete = true }
            if !isComplete { try hold(key, from: archive) }
        }
    }

    /// A whole part; nil when there is none.
    func bytes(of name: String) throws(Failure) -> [UInt8]? {
        let key = Self.key(name)
        if let bytes = held[key] { return bytes }
        guard let part = try stream(name) else { return nil }
        return try part.readAll()
    }

    /// A part to be read piece by piece; nil when there is none.
    func stream(_ name: String) throws(Failure) -> PackagePart? {
        let key = Self.key(name)
        guard let wanted = entries[key] else { return nil }
        let archive = try open()
        for _ in 0..<wanted.place {
            guard try Self.next(archive, source) != nil else { throw Self.damaged(source, "it is cut off") }
        }
        guard let entry = try Self.next(archive, source), Self.key(String(decoding: entry.name, as: UTF8.self)) == key
        else { throw Self.damaged(source, "its directory is not what it was") }
        return PackagePart(package: self, name: name, archive: archive)
    }

    /// A part as XML; nil when there is none. Office documents never have document types, XHTML does.
    func xml(_ name: String, allowsDocumentType: Bool = false) throws(Failure) -> XMLPart? {
        if let bytes = held[Self.key(name)] {
            return try XMLPart(bytes, name: name, of: source, allowsDocumentType: allowsDocumentType)
        }
        guard let part = try stream(name) else { return nil }
        return try XMLPart(part, name: name, of: source, allowsDocumentType: allowsDocumentType)
    }

    /// The next bytes of a part at which an archive stands, empty at its end.
    func read(_ archive: borrowing ZipArchive, _ name: String) throws(Failure) -> [UInt8] {
        let bytes: [UInt8]
        do throws(ArchiveError) {
            bytes = try archive.read(Limits.partReadBytes)
        } catch {
            throw Self.damaged(source, "\(printable(name)): \(error.message)")
        }
        try budget.count(bytes.count)
        return bytes
    }

    /// Throws when a part that is held in memory is too large for that.
    func checkHeld(_ bytes: Int, _ name: String) throws(Failure) {
        if Int64(bytes) > Limits.packagePartBytes {
            throw budget.bomb("its part \(printable(name)) has more than \(Limits.packagePartBytes) bytes")
        }
    }

    private func hold(_ key: String, from archive: borrowing ZipArchive) throws(Failure) {
        var bytes: [UInt8] = []
        while true {
            let piece = try read(archive, key)
            if piece.isEmpty { break }
            bytes += piece
            try checkHeld(bytes.count, key)
        }
        held[key] = bytes
        heldBytes += Int64(bytes.count)
    }

    private func open() throws(Failure) -> ZipArchive {
        do throws(ArchiveError) {
            return try ZipArchive(descriptor: source.descriptor)
        } catch {
            throw Self.damaged(source, error.message)
        }
    }

    private static func next(
        _ archive: borrowing ZipArchive, _ source: DocumentSource
    ) throws(Failure) -> ZipArchive.Entry? {
        do throws(ArchiveError) {
            return try archive.next(nameLimit: Limits.archiveNameBytes)
        } catch {
            throw damaged(source, error.message)
        }
    }

    /// Part names are equal whatever their case (ECMA-376 part 2, 6.2.2.3).
    private static func key(_ name: String) -> String {
        let name = name.lowercased().replacing("\\", with: "/")
        return name.hasPrefix("/") ? String(name.dropFirst()) : name
    }

    static func damaged(_ source: DocumentSource, _ reason: String) -> Failure {
        Failure(.corruptDocument, "\(source.name) cannot be unpacked: \(printable(reason))", stage: .parse)
    }

    static func encrypted(_ source: DocumentSource) -> Failure {
        Failure(
            .encryptedDocument, "\(source.name) is protected by a password", stage: .parse,
            resolution: "Open the document with its password, save it without protection and drop it again.")
    }
}

/// Decides how much may be unpacked of a document.
struct PackageBudget {
    private let name: String
    private let allowed: Int64
    private var unpacked: Int64 = 0

    init(_ source: DocumentSource) {
        name = source.name
        let (most, overflow) = source.size.multipliedReportingOverflow(by: Limits.packageRatio)
        allowed = min(Limits.packageBytes, max(Limits.packageFreeBytes, overflow ? .max : most))
    }

    /// Counts bytes; throws when they are too many.
    mutating func count(_ bytes: Int) throws(Failure) {
        unpacked += Int64(bytes)
        if unpacked > allowed { throw bomb("it unpacks to more than \(allowed) bytes") }
    }

    func bomb(_ reason: String) -> Failure {
        Failure(
            .archiveBomb, "\(name) is too large inside: \(reason)", stage: .parse,
            resolution: "Open the document in its own program, divide it into smaller ones and drop those.")
    }
}
