import Model

/// The encodings in which text is read.
enum TextEncoding: String, Equatable {
    case utf8 = "utf-8"
    case utf8WithMark = "utf-8-bom"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"

    /// Control characters that text may have now and then: bell, backspace, vertical tab, form feed, escape.
    private static let toleratedControls: Set<UInt8> = [0x07, 0x08, 0x0B, 0x0C, 0x1A, 0x1B]

    /// Finds the encoding of the start of a text; nil when it is no text.
    init?(detecting sample: [UInt8], isWhole: Bool) {
        if sample.starts(with: [0xEF, 0xBB, 0xBF]) {
            self = .utf8WithMark
        } else if sample.starts(with: [0xFF, 0xFE]) {
            self = .utf16LittleEndian
        } else if sample.starts(with: [0xFE, 0xFF]) {
            self = .utf16BigEndian
        } else if sample.contains(0) {
            guard let wide = Self.withoutMark(sample) else { return nil }
            self = wide
        } else if sample.contains(where: { ASCII.isControl($0) && !Self.toleratedControls.contains($0) }) {
            return nil
        } else {
            self = Self.isUTF8(sample, isWhole: isWhole) ? .utf8 : .windows1252
        }
    }

    /// UTF-16 without a mark: nearly every second byte is zero, as in all Western text.
    private static func withoutMark(_ sample: [UInt8]) -> TextEncoding? {
        let pairs = sample.count / 2
        guard pairs >= 4, sample.count % 2 == 0 || sample.count > 4096 else { return nil }
        var zeros = (even: 0, odd: 0)
        for index in 0..<pairs {
            if sample[2 * index] == 0 { zeros.even += 1 }
            if sample[2 * index + 1] == 0 { zeros.odd += 1 }
        }
        if zeros.even == 0, zeros.odd * 10 >= pairs * 9 { return .utf16LittleEndian }
        if zeros.odd == 0, zeros.even * 10 >= pairs * 9 { return .utf16BigEndian }
        return nil
    }

    private static func isUTF8(_ sample: [UInt8], isWhole: Bool) -> Bool {
        var index = 0
        while index < sample.count {
            let length = TextRepair.scalarLength(sample, at: index)
            // The last scalar of a sample may be cut.
            if length == 0 { return !isWhole && index + 3 >= sample.count }
            index += length
        }
        return true
    }
}
