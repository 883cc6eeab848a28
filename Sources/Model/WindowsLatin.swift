/// Windows-1252, with the five bytes it leaves open read as in ISO 8859-1, so that every byte is a character.
public enum WindowsLatin {
    /// The characters of the bytes from 0x80 to 0x9F.
    private static let upper: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    private static let bytes = Dictionary(
        uniqueKeysWithValues: upper.enumerated().map { ($1, UInt8(0x80 + $0)) })

    /// The text that bytes stand for.
    public static func decode(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let value = (0x80...0x9F).contains(byte) ? upper[Int(byte) - 0x80] : UInt32(byte)
            text.append(Unicode.Scalar(value) ?? "?")
        }
        return String(text)
    }

    /// The bytes of a text; a character that has none becomes a question mark.
    public static func encode(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { scalar in
            if let byte = bytes[scalar.value] { return byte }
            let isPlain = scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value)
            return isPlain ? UInt8(scalar.value) : UInt8(ascii: "?")
        }
    }
}
