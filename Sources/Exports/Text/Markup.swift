import Model

/// Text inside XML and HTML, whatever characters it has.
enum Markup {
    /// Escapes text for content and for attributes in double quotes; drops controls, which XML 1.0 forbids or
    /// discourages (section 2.2), and the two characters that are none.
    static func escaped(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            var escaped: [UInt8] = []
            escaped.reserveCapacity(bytes.count + 16)
            var start = 0
            var index = 0
            while index < bytes.count {
                guard let (replacement, length) = replacement(in: bytes, at: index) else {
                    index += 1
                    continue
                }
                escaped += bytes[start..<index]
                escaped += replacement.utf8
                index += length
                start = index
            }
            escaped += bytes[start...]
            return String(decoding: escaped, as: UTF8.self)
        }
    }

    /// What stands for the character at a place and how long that is; nil for one that stays.
    private static func replacement(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (StaticText, Int)? {
        switch bytes[index] {
        case 0x3C: return ("&lt;", 1)
        case 0x3E: return ("&gt;", 1)
        case 0x26: return ("&amp;", 1)
        case 0x22: return ("&quot;", 1)
        case 0x27: return ("&#39;", 1)
        // A bare one would be read as a line feed.
        case 0x0D: return ("&#13;", 1)
        case 0x09, 0x0A: return nil
        case 0..<0x20, 0x7F: return ("", 1)
        case 0xC2 where (0x80..<0xA0).contains(bytes[index + 1]) && bytes[index + 1] != 0x85: return ("", 2)
        case 0xEF where bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE: return ("", 3)
        default: return nil
        }
    }

    private typealias StaticText = String
}
