import Model
import WorkerProtocol

/// The files of a batch as rows of its manifest name them, and a path for the results of each row.
struct NamedFiles {
    private let entries: [WalkEntry]
    private let places: [BytePath: Int]
    private let directories: Set<BytePath>
    /// The same paths as text, where equal characters written in another way are equal; made when first needed.
    private var texts: [String: Int]?
    private var isNamed: [Bool]
    // Hashes: a million paths need no more memory than numbers do, and a clash only adds a number to a name.
    private var taken: Set<Int>

    init(_ listing: Listing) {
        entries = listing.entries
        isNamed = Array(repeating: false, count: listing.entries.count)
        var places: [BytePath: Int] = [:]
        var directories: Set<BytePath> = []
        places.reserveCapacity(entries.count)
        for (place, entry) in listing.entries.enumerated() {
            places[entry.path] = place
            var parent = entry.path.parent
            while !parent.isEmpty, directories.insert(parent).inserted { parent = parent.parent }
        }
        self.places = places
        self.directories = directories
        taken = Set(places.keys.map(\.hashValue)).union(directories.map(\.hashValue))
    }

    /// What lies at a path that a row names.
    enum Finding {
        case entry(WalkEntry)
        /// The path leads through a link.
        case link(BytePath)
        case directory
        case nothing
    }

    /// Looks for what a row names.
    mutating func find(_ path: BytePath) -> Finding {
        if let place = place(of: path) { return .entry(entries[place]) }
        var parent = path.parent
        while !parent.isEmpty {
            if let place = places[parent], entries[place].kind == .symlink { return .link(parent) }
            parent = parent.parent
        }
        return directories.contains(path) ? .directory : .nothing
    }

    /// True when there is something at a path that a row names.
    mutating func has(_ path: BytePath) -> Bool {
        if case .nothing = find(path) { return false }
        return true
    }

    private mutating func place(of path: BytePath) -> Int? {
        if let place = places[path] { return place }
        // Windows writes backslashes, and macOS letters and their accents apart.
        let texts = texts ?? Self.texts(of: entries)
        self.texts = texts
        guard let text = path.utf8 else { return nil }
        return texts[text] ?? texts[String(text.map { $0 == "\\" ? "/" : $0 })]
    }

    private static func texts(of entries: [WalkEntry]) -> [String: Int] {
        var texts: [String: Int] = [:]
        for (place, entry) in entries.enumerated() {
            if let text = entry.path.utf8 { texts[text] = texts[text] ?? place }
        }
        return texts
    }

    /// The path for the results of a row about a file: the file's own for the first such row.
    mutating func results(of entry: WalkEntry, row: Int) -> BytePath {
        guard let place = places[entry.path], !isNamed[place] else { return free(entry.path, row: row, isTaken: true) }
        isNamed[place] = true
        return entry.path
    }

    /// The path for the results of a row without a file of the batch.
    mutating func results(of row: ManifestRow, number: Int) -> BytePath {
        var name = Self.lastSegment(of: row)
        if !name.contains("."), let title = row.title { name = title }
        return free(BytePath(AttachmentName.cleaned(name.isEmpty ? "document" : name)), row: number)
    }

    private mutating func free(_ path: BytePath, row: Int, isTaken: Bool = false) -> BytePath {
        if !isTaken, taken.insert(path.hashValue).inserted { return path }
        let name = path.name
        let ending = name.fileExtension.isEmpty ? 0 : name.fileExtension.utf8.count + 1
        let stem = BytePath(bytes: name.bytes.dropLast(ending))
        var suffix = " (row \(row))"
        while true {
            // A file name has at most 255 bytes.
            let kept = stem.bytes.prefix(max(1, Limits.entryNameBytes - ending - suffix.utf8.count))
            let whole = kept.count < stem.bytes.count ? Array(String(decoding: kept, as: UTF8.self).utf8) : Array(kept)
            let candidate = path.parent.appending(
                BytePath(bytes: whole + suffix.utf8 + name.bytes.suffix(ending)))
            if taken.insert(candidate.hashValue).inserted { return candidate }
            suffix += "_"
        }
    }

    /// The last part of the path of an address, without query and escapes.
    private static func lastSegment(of row: ManifestRow) -> String {
        switch row.source {
        case .local(let path): return path.isEmpty ? "" : path.name.display
        case .s3(let key): return String(key.split(separator: "/").last ?? "")
        case .url(let address):
            let path = address.dropFirst("http://".count).prefix { $0 != "?" && $0 != "#" }
            let parts = path.split(separator: "/").dropFirst()
            return unescaped(parts.last ?? "")
        }
    }

    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Documents that no row names.
    var unnamed: [BytePath] {
        entries.indices.filter { entries[$0].role == .item && !isNamed[$0] }.map { entries[$0].path }
    }
}
