import Glibc

/// Turns bytes of a Windows or Macintosh code page into UTF-8 (iconv(3)).
struct CodePage: ~Copyable {
    private let handle: iconv_t?

    /// A code page by its Windows number; one that the system does not know is read as 1252.
    init(_ number: Int) {
        let name =
            switch number {
            case 10000: "MACINTOSH"
            case 437, 850, 852, 855, 857, 860...866, 869, 874, 932, 936, 949, 950, 1361, 1250...1258: "CP\(number)"
            case 65001: "UTF-8"
            default: "CP1252"
            }
        let handle = iconv_open("UTF-8", name)
        self.handle = handle == iconv_t(bitPattern: -1) ? nil : handle
    }

    deinit {
        if let handle { iconv_close(handle) }
    }

    /// The text of bytes; what is no character becomes U+FFFD.
    func decode(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        guard let handle else {
            var decoder = TextDecoder(.windows1252)
            return decoder.decode(bytes[...])
        }
        var input = bytes.map { CChar(bitPattern: $0) }
        // No code page needs more than three bytes of UTF-8 for one byte.
        var output = [CChar](repeating: 0, count: bytes.count * 4 + 16)
        var written = 0
        var read = 0
        iconv(handle, nil, nil, nil, nil)
        input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                while read < source.count, let from = source.baseAddress, let to = target.baseAddress {
                    var start: UnsafeMutablePointer<CChar>? = from + read
                    var left = source.count - read
                    var end: UnsafeMutablePointer<CChar>? = to + written
                    var room = target.count - written
                    let result = iconv(handle, &start, &left, &end, &room)
                    read = source.count - left
                    written = target.count - room
                    guard result == Int(bitPattern: UInt.max), read < source.count, room >= 3 else { break }
                    for byte: UInt8 in [0xEF, 0xBF, 0xBD] {
                        to[written] = CChar(bitPattern: byte)
                        written += 1
                    }
                    read += 1
                }
            }
        }
        return output.prefix(written).map { UInt8(bitPattern: $0) }
    }

    /// The code page of a font's character set (`\fcharset`); nil for the document's own.
    static func number(characterSet: Int) -> Int? {
        switch characterSet {
        case 77: 10000
        case 128: 932
        case 129: 949
        case 130: 1361
        case 134: 936
        case 136: 950
        case 161: 1253
        case 162: 1254
        case 163: 1258
        case 177: 1255
        case 178: 1256
        case 186: 1257
        case 204: 1251
        case 222: 874
        case 238: 1250
        default: nil
        }
    }
}
