/// Text in the form in which it is indexed and looked for.
///
/// Scripts that put no blanks between words (Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese) get an invisible
/// separator between their characters, so that any run of them is found as a phrase. Control characters become blanks.
public enum SearchText {
    /// What stands between characters of those scripts: U+200B, which nobody sees.
    public static let separator: Unicode.Scalar = "\u{200B}"

    /// The form of a text for the index and for queries.
    public static func prepared(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var result = String.UnicodeScalarView()
        var wasDense = false
        for scalar in text.unicodeScalars {
            if scalar == separator { continue }
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let isDense = isDense(scalar)
            if isDense, wasDense { result.append(separator) }
            result.append(isControl && scalar != "\n" ? " " : scalar)
            wasDense = isDense
        }
        return String(result)
    }

    /// The text as people know it.
    public static func shown(_ prepared: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in prepared.unicodeScalars where scalar != separator { result.append(scalar) }
        return String(result)
    }

    /// True for a character of a script without blanks between words.
    public static func isDense(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x0E00: false
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF, 0x2E80...0x2FDF, 0x3005...0x3007,
            0x3021...0x3029, 0x3031...0x3035, 0x3040...0x312F, 0x3130...0x318F, 0x31A0...0x31BF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF66...0xFFDC,
            0x1B000...0x1B16F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// True for what makes a word: letters, digits and what belongs to private scripts.
    public static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            switch scalar.value {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
            default: return false
            }
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .privateUse:
            return true
        default: return false
        }
    }

    /// A word of a text and the bytes where it stands.
    public typealias Token = (word: [Unicode.Scalar], bytes: Range<Int>)

    /// The words of a text in lower case without accents; each character of a dense script is a word.
    public static func words(_ text: String) -> [[Unicode.Scalar]] { tokens(text).map(\.word) }

    /// The words of a text with their places.
    public static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var word: [Unicode.Scalar] = []
        var start = 0
        var place = 0
        func end() {
            if !word.isEmpty { tokens.append((word, start..<place)) }
            word = []
        }
        for scalar in text.unicodeScalars {
            let kind = Kind(scalar)
            if kind == .other || kind == .dense { end() }
            if kind != .other, kind != .mark {
                if word.isEmpty { start = place }
                word += folded(scalar)
            }
            place += UTF8.width(scalar)
            if kind == .dense { end() }
        }
        end()
        return tokens
    }

    private enum Kind {
        case letter
        case dense
        /// An accent that stands for itself is left out with those of composed letters.
        case mark
        case other

        init(_ scalar: Unicode.Scalar) {
            if SearchText.isWordPart(scalar) {
                self = SearchText.isDense(scalar) ? .dense : .letter
            } else if !scalar.isASCII, scalar.properties.generalCategory == .nonspacingMark {
                self = .mark
            } else {
                self = .other
            }
        }
    }

    private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
    }

    private static func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar.isASCII { return [lower(scalar)] }
        return Array(scalar.properties.lowercaseMapping.unicodeScalars).filter {
            $0.properties.generalCategory != .nonspacingMark
        }.map { plain[Character($0)] ?? $0 }
    }

    /// Letters by what they are with an accent; characters are equal however they are composed.
    private static let plain: [Character: Unicode.Scalar] = {
        let letters = [0x61...0x7A, 0x3B1...0x3C9, 0x430...0x44F].joined().compactMap(Unicode.Scalar.init)
        let marks = (0x300...0x328).compactMap(Unicode.Scalar.init)
        var table: [Character: Unicode.Scalar] = [:]
        for letter in letters {
            for mark in marks {
                let accented = String(String.UnicodeScalarView([letter, mark]))
                if accented.count == 1, let character = accented.first { table[character] = letter }
            }
        }
        return table
    }()
}
