import Model

/// Tells the formats that are compound files apart ([MS-CFB]) by the streams at their root; embedded objects, which are
/// documents of their own, lie deeper.
enum CompoundSniffer {
    static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    private static let directorySectors = 512
    private static let entryBytes = 128
    private static let none: UInt32 = 0xFFFF_FFFF
    /// Places of FAT sectors that stand in the header.
    private static let headerPlaces = 109

    private static let streams: [(name: String, type: String)] = [
        ("encryptedpackage", MediaTypes.protectedOffice), ("worddocument", "application/msword"),
        ("workbook", "application/vnd.ms-excel"), ("book", "application/vnd.ms-excel"),
        ("powerpoint document", "application/vnd.ms-powerpoint"),
        ("__properties_version1.0", "application/vnd.ms-outlook"), ("hwpsummaryinformation", "application/x-hwp"),
        ("\u{5}hwpsummaryinformation", "application/x-hwp"), ("visiodocument", "application/vnd.visio"),
        ("quill", "application/vnd.ms-publisher"),
    ]

    /// The type of a file; nil when it is no compound file, or one of a kind that is not known here.
    static func type(of source: DocumentSource, _ sample: [UInt8]) -> String? {
        guard sample.starts(with: signature), sample.count >= 512 else { return nil }
        let names = Set(rootNames(source, sample).map { $0.lowercased() })
        return streams.first { names.contains($0.name) }?.type
    }

    private static func rootNames(_ source: DocumentSource, _ header: [UInt8]) -> [String] {
        let shift = Int(header[30])
        guard shift == 9 || shift == 12 else { return [] }
        let size = 1 << shift
        let entries = directory(source, header, sectorBytes: size)
        guard let root = entries.first else { return [] }
        // The entries of one storage are a tree of siblings.
        var names: [String] = []
        var waiting = [root.child]
        var seen: Set<UInt32> = [none]
        while let index = waiting.popLast() {
            guard Int(index) < entries.count, seen.insert(index).inserted else { continue }
            let entry = entries[Int(index)]
            names.append(entry.name)
            waiting += [entry.left, entry.right]
        }
        return names
    }

    private struct Entry {
        let name: String
        let left: UInt32
        let right: UInt32
        let child: UInt32
    }

    private static func directory(_ source: DocumentSource, _ header: [UInt8], sectorBytes: Int) -> [Entry] {
        var entries: [Entry] = []
        var sector = number(header, 48)
        for _ in 0..<directorySectors {
            guard sector < 0xFFFF_FFF0, let bytes = read(source, sector, sectorBytes) else { break }
            for place in stride(from: 0, to: bytes.count - entryBytes + 1, by: entryBytes) {
                let length = min(64, Int(bytes[place + 64])) / 2
                let units = (0..<max(0, length - 1)).map {
                    UInt16(bytes[place + 2 * $0]) | UInt16(bytes[place + 2 * $0 + 1]) << 8
                }
                entries.append(
                    Entry(
                        name: String(decoding: units, as: UTF16.self), left: number(bytes, place + 68),
                        right: number(bytes, place + 72), child: number(bytes, place + 76)))
            }
            guard let next = successor(of: sector, source, header, sectorBytes) else { break }
            sector = next
        }
        return entries
    }

    /// The next sector of a chain, from the part of the FAT whose place is in the header: 7 MB of small sectors.
    private static func successor(
        of sector: UInt32, _ source: DocumentSource, _ header: [UInt8], _ sectorBytes: Int
    ) -> UInt32? {
        let perSector = sectorBytes / 4
        let table = Int(sector) / perSector
        guard table < headerPlaces,
            let bytes = read(source, number(header, 76 + 4 * table), sectorBytes), bytes.count == sectorBytes
        else { return nil }
        return number(bytes, 4 * (Int(sector) % perSector))
    }

    private static func read(_ source: DocumentSource, _ sector: UInt32, _ size: Int) -> [UInt8]? {
        guard sector < 0xFFFF_FFF0 else { return nil }
        let bytes = try? source.read(size, at: (Int64(sector) + 1) * Int64(size))
        return bytes?.isEmpty == false ? bytes : nil
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
