import Model

/// A tar archive of a few small files, made in memory (POSIX.1-2017, pax, the ustar format).
struct TarArchive {
    private var blocks: [UInt8] = []
    private static let block = 512

    /// Adds a file that only its owner may read; the name has at most 100 bytes.
    mutating func add(_ name: String, _ content: [UInt8], modified: Timestamp) {
        var header = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put(String(name.prefix(100)), at: 0)
        put("0000600", at: 100)
        put(Self.octal(0, 7), at: 108)
        put(Self.octal(0, 7), at: 116)
        put(Self.octal(content.count, 11), at: 124)
        put(Self.octal(Int(modified.milliseconds / 1000), 11), at: 136)
        put(String(repeating: " ", count: 8), at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(Self.octal(sum, 6) + "\0 ", at: 148)
        blocks += header + content
        blocks += [UInt8](repeating: 0, count: (Self.block - content.count % Self.block) % Self.block)
    }

    /// The whole archive.
    var bytes: [UInt8] { blocks + [UInt8](repeating: 0, count: 2 * Self.block) }

    private static func octal(_ value: Int, _ width: Int) -> String {
        let digits = String(value, radix: 8)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

/// A gzip file that holds its content as it is (RFC 1951, 1952): readable everywhere without a library here.
enum GzipFile {
    /// The file of some bytes.
    static func bytes(of content: [UInt8]) -> [UInt8] {
        var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        var rest = content[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest.dropFirst(block.count)
            file.append(rest.isEmpty ? 1 : 0)
            file += little(UInt32(block.count), 2) + little(UInt32(~UInt16(block.count)), 2) + block
        } while !rest.isEmpty
        return file + little(checksum(content), 4) + little(UInt32(truncatingIfNeeded: content.count), 4)
    }

    private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        let table = (0..<256).map { index in
            (0..<8).reduce(UInt32(index)) { value, _ in value >> 1 ^ (value & 1) * 0xEDB8_8320 }
        }
        return ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }
}
