import Charsets
import Model

/// Guesses the encoding of text that is neither Unicode nor declared.
///
/// Statistics see languages where there are none: a Western text with few accents is told from the others by what its
/// words would look like, and so are guesses that do not fit.
enum EncodingGuess {
    /// The likeliest encoding of bytes that are text and not UTF-8.
    static func encoding(of sample: [UInt8]) -> TextEncoding {
        let sample = Array(sample.prefix(Limits.charsetSampleBytes))
        guard let label = sample.withUnsafeBytes({ CharsetGuess.name(of: $0) }),
            let guess = TextEncoding(label: sibling(of: label.lowercased(), for: sample)), case .other = guess,
            let read = oddities(of: sample, in: guess),
            let western = oddities(of: sample, in: .windows1252)
        else { return .windows1252 }
        // Some languages of both have the same letters in other places: only much text tells them apart.
        let isMuch = sample.count { $0 >= 0x80 } >= Limits.charsetCertainBytes
        return read < western || isMuch && read == western ? guess : .windows1252
    }

    /// Windows has letters and quotation marks where the standards have control characters, which no text has.
    private static func sibling(of label: String, for sample: [UInt8]) -> String {
        guard sample.contains(where: { (0x80...0x9F).contains($0) }) else { return label }
        return windows[label] ?? label
    }

    private static let windows = [
        "iso-8859-2": "windows-1250", "iso-8859-5": "windows-1251", "iso-8859-6": "windows-1256",
        "iso-8859-7": "windows-1253", "iso-8859-8": "windows-1255", "iso-8859-9": "windows-1254",
        "iso-8859-13": "windows-1257", "iso-8859-4": "windows-1257",
    ]

    /// How often characters stand where no word has them; nil when bytes are no characters of the encoding.
    private static func oddities(of sample: [UInt8], in encoding: TextEncoding) -> Int? {
        var decoder = TextDecoder(encoding)
        let text = decoder.decode(sample[...])
        guard decoder.replacements == 0 else { return nil }
        var count = 0
        var previous = Kind.other
        var previousIsHigh = false
        var run = 0
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            let isHigh = scalar.value >= 0x80
            let kind = Kind(scalar)
            if isHigh || previousIsHigh {
                switch (previous, kind) {
                // A capital or a sign within a word; letters of two scripts side by side.
                case (.small, .capital), (.small, .sign), (.sign, .small), (.sign, .capital), (.sign, .sign): count += 1
                case (.small, .foreign), (.foreign, .small), (.capital, .foreign), (.foreign, .capital): count += 1
                default: break
                }
            }
            if kind == .control { count += 4 }
            // No Western word has three accented letters in a row.
            run = (0xC0...0xFF).contains(scalar.value) ? run + 1 : 0
            if run > 2 { count += 1 }
            previous = kind
            previousIsHigh = isHigh
        }
        return count
    }

    private enum Kind {
        case small, capital, foreign, sign, control, other

        init(_ scalar: UnicodeScalar) {
            switch scalar.value {
            case 0x61...0x7A: self = .small
            case 0x41...0x5A: self = .capital
            case 0...0x7F: self = .other
            case 0x80...0x9F: self = .control
            // Quotation marks, dashes and blanks stand beside words.
            case 0xA0, 0xAB, 0xBB, 0x2010...0x2027, 0x2039, 0x203A: self = .other
            case 0xA1...0xBF, 0xD7, 0xF7, 0x2030, 0x20AC, 0x2122, 0x02C6, 0x02DC: self = .sign
            default:
                let properties = scalar.properties
                if scalar.value > 0x24F {
                    self = properties.isAlphabetic ? .foreign : .other
                } else if properties.isUppercase {
                    self = .capital
                } else {
                    self = properties.isAlphabetic ? .small : .other
                }
            }
        }
    }
}
