import Model

/// Makes bytes that claim to be UTF-8 text into text, without changing their number.
enum TextRepair {
    /// Control characters become spaces; what is not UTF-8 becomes `?`, or U+FFFD where three bytes have room for it.
    static func repair(_ bytes: inout [UInt8]) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                if ASCII.isControl(byte) { bytes[index] = ASCII.space }
                index += 1
                continue
            }
            let length = scalarLength(bytes, at: index)
            if length > 0 {
                index += length
            } else if isSurrogate(bytes, at: index) {
                bytes.replaceSubrange(index..<index + 3, with: [0xEF, 0xBF, 0xBD])
                index += 3
            } else {
                bytes[index] = UInt8(ascii: "?")
                index += 1
            }
        }
    }

    /// Length of the scalar that starts at an index (RFC 3629, table in section 4); 0 when none does.
    static func scalarLength(_ bytes: [UInt8], at index: Int) -> Int {
        func isContinuation(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < bytes.count && range.contains(bytes[index + offset])
        }
        switch bytes[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return isContinuation(1) ? 2 : 0
        case 0xE0: return isContinuation(1, 0xA0...0xBF) && isContinuation(2) ? 3 : 0
        case 0xED: return isContinuation(1, 0x80...0x9F) && isContinuation(2) ? 3 : 0
        case 0xE1...0xEF: return isContinuation(1) && isContinuation(2) ? 3 : 0
        case 0xF0: return isContinuation(1, 0x90...0xBF) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xF4: return isContinuation(1, 0x80...0x8F) && isContinuation(2) && isContinuation(3) ? 4 : 0
        case 0xF1...0xF3: return isContinuation(1) && isContinuation(2) && isContinuation(3) ? 4 : 0
        default: return 0
        }
    }

    private static func isSurrogate(_ bytes: [UInt8], at index: Int) -> Bool {
        index + 2 < bytes.count && bytes[index] == 0xED && (0xA0...0xBF).contains(bytes[index + 1])
            && (0x80...0xBF).contains(bytes[index + 2])
    }
}
