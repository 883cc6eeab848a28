import Documents

/// Writes a ZIP archive of stored entries (APPNOTE.TXT section 4.3), without times.
struct ZipFixture {
    private let entries: [(name: String, content: String)]

    init(_ entries: [(String, String)]) { self.entries = entries.map { (name: $0.0, content: $0.1) } }

    func bytes() -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for (name, content) in entries {
            let size = Self.number(content.utf8.count, 4)
            let common =
                Self.number(20, 2) + Self.number(0, 2) + Self.number(0, 6) + Self.number(Self.checksum(content), 4)
            let sizes = size + size + Self.number(name.utf8.count, 2) + Self.number(0, 2)
            directory += Array("PK\u{1}\u{2}".utf8) + Self.number(20, 2) + common + sizes + Self.number(0, 10)
            directory += Self.number(archive.count, 4) + Array(name.utf8)
            archive += Array("PK\u{3}\u{4}".utf8) + common + sizes + Array(name.utf8) + Array(content.utf8)
        }
        let count = Self.number(entries.count, 2)
        let end = Array("PK\u{5}\u{6}".utf8) + Self.number(0, 4) + count + count
        let place = Self.number(directory.count, 4) + Self.number(archive.count, 4) + Self.number(0, 2)
        return archive + directory + end + place
    }

    /// CRC-32 (ISO 3309) as APPNOTE.TXT section 4.4.7 wants it.
    private static func checksum(_ content: String) -> Int {
        var sum: UInt32 = .max
        for byte in content.utf8 {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return Int(~sum)
    }

    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }
}

/// The libraries as `dropmill doctor` lists them.
func librariesOfDocuments() -> [(name: String, version: String)] { DocumentProcessor.libraries }
