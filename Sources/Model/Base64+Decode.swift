extension Base64 {
    /// The bytes of padded text (RFC 4648 section 4); nil when it is anything else.
    public static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        let padding = UInt8(ascii: "=")
        guard digits.count.isMultiple(of: 4) else { return nil }
        let count = digits.count - digits.suffix(2).count { $0 == padding }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count / 4 * 3 + 3)
        var bits: UInt32 = 0
        for (index, digit) in digits.prefix(count).enumerated() {
            guard let value = value(of: digit) else { return nil }
            bits = bits << 6 | value
            // Three of four digits complete a byte.
            let filled = index % 4 * 2
            if filled > 0 { bytes.append(UInt8(truncatingIfNeeded: bits >> (6 - UInt32(filled)))) }
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
