import Model

/// A compound file: streams in storages, as office programs wrote before 2007 ([MS-CFB]).
///
/// Chains of sectors are followed for no more steps than there are sectors.
struct CompoundFile {
    /// A stream or storage.
    struct Entry {
        let name: String
        let isStorage: Bool
        fileprivate let left: UInt32
        fileprivate let right: UInt32
        fileprivate let child: UInt32
        fileprivate let start: UInt32
        let size: Int64
    }

    private let source: DocumentSource
    private let sectorBytes: Int
    private var table: [UInt32] = []
    private var miniTable: [UInt32] = []
    private var miniStream: [UInt8] = []
    private var miniLimit: Int64 = 4096
    private var entries: [Entry] = []

    private static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    private static let lastSector: UInt32 = 0xFFFF_FFFA
    private static let none: UInt32 = 0xFFFF_FFFF
    private static let miniSectorBytes = 64

    /// Reads the tables and the directory.
    init(_ source: DocumentSource) throws(Failure) {
        self.source = source
        let header = LittleEndian(try source.read(512, at: 0))
        guard header.bytes.starts(with: Self.signature), header.bytes.count == 512 else {
            throw Failure(.corruptDocument, "\(source.name) is no compound file", stage: .parse)
        }
        let shift = Int(header.word(30))
        guard shift == 9 || shift == 12 else { throw Self.damaged(source, "its sectors have no usual size") }
        sectorBytes = 1 << shift
        miniLimit = Int64(header.long(56))
        table = try readTable(header)
        let directory = LittleEndian(try read(chain: header.long(48), limit: Limits.compoundDirectoryBytes))
        for place in stride(from: 0, to: directory.bytes.count - 127, by: 128) {
            entries.append(Self.entry(directory, at: place, sectorBytes))
        }
        guard let root = entries.first else { throw Self.damaged(source, "it has no directory") }
        let mini = LittleEndian(try read(chain: header.long(60), limit: Limits.compoundDirectoryBytes))
        miniTable = stride(from: 0, to: mini.bytes.count - 3, by: 4).map(mini.long)
        miniStream = try read(chain: root.start, limit: Limits.compoundStreamBytes)
    }

    /// A whole stream by the names that lead to it; nil when there is none.
    func stream(_ path: String...) throws(Failure) -> [UInt8]? {
        var place = 0
        for name in path {
            guard let next = children(of: place).first(where: { entries[$0].name.lowercased() == name.lowercased() })
            else { return nil }
            place = next
        }
        return entries[place].isStorage ? nil : try content(of: place)
    }

    /// The entries of a storage, the root being 0, by their places.
    func children(of place: Int) -> [Int] {
        guard entries.indices.contains(place) else { return [] }
        var found: [Int] = []
        var waiting = [entries[place].child]
        var seen: Set<UInt32> = []
        while let next = waiting.popLast() {
            guard next != Self.none, Int(next) < entries.count, seen.insert(next).inserted else { continue }
            found.append(Int(next))
            waiting += [entries[Int(next)].left, entries[Int(next)].right]
        }
        return found.sorted()
    }

    subscript(place: Int) -> Entry { entries[place] }

    /// The bytes of a stream.
    func content(of place: Int) throws(Failure) -> [UInt8] {
        let entry = entries[place]
        guard entry.size <= Int64(Limits.compoundStreamBytes) else {
            throw Failure(
                .fileTooLarge, "\(source.name) has a stream of \(entry.size) bytes", stage: .parse,
                details: ["max_allowed": .integer(Int64(Limits.compoundStreamBytes))],
                resolution: "Save the document in a present-day format and drop that.")
        }
        if entry.size < miniLimit { return readMini(entry) }
        return Array(try read(chain: entry.start, limit: Int(entry.size)).prefix(Int(entry.size)))
    }

    private func readMini(_ entry: Entry) -> [UInt8] {
        var bytes: [UInt8] = []
        var sector = entry.start
        for _ in 0..<miniTable.count {
            guard bytes.count < Int(entry.size), Int(sector) < miniTable.count else { break }
            let start = Int(sector) * Self.miniSectorBytes
            guard start < miniStream.count else { break }
            bytes += miniStream[start..<min(start + Self.miniSectorBytes, miniStream.count)]
            sector = miniTable[Int(sector)]
        }
        return Array(bytes.prefix(Int(entry.size)))
    }

    private func readTable(_ header: LittleEndian) throws(Failure) -> [UInt32] {
        var sectors = (0..<109).map { header.long(76 + 4 * $0) }
        var next = header.long(68)
        let most = Int(source.size) / sectorBytes + 1
        while next < Self.lastSector, sectors.count <= most {
            let block = LittleEndian(try read(sector: next))
            guard block.bytes.count == sectorBytes else { break }
            sectors += (0..<sectorBytes / 4 - 1).map { block.long(4 * $0) }
            next = block.long(sectorBytes - 4)
        }
        var table: [UInt32] = []
        for sector in sectors where sector < Self.lastSector && table.count <= most {
            let block = LittleEndian(try read(sector: sector))
            table += stride(from: 0, to: block.bytes.count - 3, by: 4).map(block.long)
        }
        return table
    }

    private func read(sector: UInt32) throws(Failure) -> [UInt8] {
        try source.read(sectorBytes, at: (Int64(sector) + 1) * Int64(sectorBytes))
    }

    private func read(chain start: UInt32, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var sector = start
        for _ in 0..<table.count {
            guard sector < Self.lastSector, Int(sector) < table.count, bytes.count < limit else { break }
            let block = try read(sector: sector)
            if block.isEmpty { break }
            bytes += block
            sector = table[Int(sector)]
        }
        return bytes
    }

    private static func entry(_ directory: LittleEndian, at place: Int, _ sectorBytes: Int) -> Entry {
        let length = min(64, Int(directory.word(place + 64)))
        let units = stride(from: 0, to: max(0, length - 2), by: 2).map { directory.word(place + $0) }
        let kind = directory.bytes[place + 66]
        // The upper half of the size is not reliable in files with small sectors.
        let high = sectorBytes == 512 ? 0 : Int64(directory.long(place + 124) & 0x7FFF_FFFF)
        return Entry(
            name: String(decoding: units, as: UTF16.self), isStorage: kind == 1 || kind == 5,
            left: directory.long(place + 68), right: directory.long(place + 72), child: directory.long(place + 76),
            start: directory.long(place + 116), size: high << 32 | Int64(directory.long(place + 120)))
    }

    private static func damaged(_ source: DocumentSource, _ reason: String) -> Failure {
        Failure(.corruptDocument, "\(source.name) cannot be read: \(reason)", stage: .parse)
    }
}

/// Numbers in bytes, the lowest byte first; what lies outside is zero.
struct LittleEndian {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func byte(_ place: Int) -> UInt8 { place >= 0 && place < bytes.count ? bytes[place] : 0 }

    func word(_ place: Int) -> UInt16 { UInt16(byte(place)) | UInt16(byte(place + 1)) << 8 }

    func long(_ place: Int) -> UInt32 { UInt32(word(place)) | UInt32(word(place + 2)) << 16 }

    func quad(_ place: Int) -> UInt64 { UInt64(long(place)) | UInt64(long(place + 4)) << 32 }

    func double(_ place: Int) -> Double { Double(bitPattern: quad(place)) }

    /// So many bytes from a place, as far as they are there.
    func slice(_ place: Int, _ count: Int) -> ArraySlice<UInt8> {
        guard place >= 0, place < bytes.count, count > 0 else { return [] }
        return bytes[place..<min(bytes.count, place + min(count, bytes.count))]
    }

    /// Text in UTF-16.
    func text16(_ place: Int, units: Int) -> [UInt8] {
        let slice = slice(place, 2 * max(0, units))
        var decoder = TextDecoder(.utf16LittleEndian)
        return decoder.decode(slice) + decoder.finish()
    }
}
