import Model

/// What the ends and beginnings of lines tell.
enum LineEnd {
    /// How a line is joined with the one below.
    enum Join {
        /// By a blank.
        case blank
        /// Without its hyphen.
        case dropHyphen(bytes: Int)
        /// As it is: the hyphen belongs to the word, or the script has no blanks.
        case nothing
    }

    /// True when a word goes on in the line below.
    static func isHyphenated(_ last: Line, _ line: Line, _ page: PageLines) -> Bool {
        let end = page.bytes(of: page.lastWord(of: last))
        guard let hyphen = hyphenLength(end), end.count > hyphen else { return false }
        return isLetter(end[end.endIndex - hyphen - 1]) && beginsLowerCase(line, page)
    }

    /// How a word at the end of a line and one at the beginning of the next go together.
    static func join(_ end: ArraySlice<UInt8>, _ start: ArraySlice<UInt8>, hyphened: HyphenWords) -> Join {
        guard let first = start.first else { return .blank }
        if first >= 0xE2, isUnspaced(end.suffix(3)), isUnspaced(start.prefix(3)) { return .nothing }
        guard let hyphen = hyphenLength(end), end.count > hyphen else { return .blank }
        let before = end[end.endIndex - hyphen - 1]
        let stem = end.dropLast(hyphen)
        guard isLetter(before) else {
            return ASCII.isDigit(before) && ASCII.isDigit(first) && hyphen == 1 ? .nothing : .blank
        }
        if hyphen == 2 { return .dropHyphen(bytes: 2) }
        guard isLowerCase(start) else { return isLetter(first) || ASCII.isDigit(first) ? .nothing : .blank }
        if stem.contains(UInt8(ascii: "-")) || hyphened.contains(stem, start) { return .nothing }
        return .dropHyphen(bytes: hyphen)
    }

    /// True when the line ends as sentences do.
    static func endsSentence(_ line: Line, _ page: PageLines) -> Bool {
        var end = page.bytes(of: page.lastWord(of: line))
        while let last = end.last {
            switch last {
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ";"):
                return true
            case UInt8(ascii: ")"), UInt8(ascii: "]"), ASCII.quote, UInt8(ascii: "'"): end.removeLast()
            case 0x82 where end.suffix(3).elementsEqual([0xE3, 0x80, 0x82]): return true
            case 0x99 where end.suffix(3).elementsEqual([0xE2, 0x80, 0x99]): end.removeLast(3)
            case 0x9D where end.suffix(3).elementsEqual([0xE2, 0x80, 0x9D]): end.removeLast(3)
            default:
                // A mark of a note stands behind the full stop.
                guard ASCII.isDigit(last), page.lastWord(of: line).style.contains(.superscript) else { return false }
                end.removeLast()
                if end.isEmpty { return true }
            }
        }
        return false
    }

    /// True when the line begins with a small letter.
    static func beginsLowerCase(_ line: Line, _ page: PageLines) -> Bool {
        isLowerCase(page.bytes(of: page.firstWord(of: line)))
    }

    /// True for text that begins with a small letter of a Latin, Greek or Cyrillic script.
    static func isLowerCase(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        if first < 0x80 { return first >= 0x61 && first <= 0x7A }
        guard text.count > 1 else { return false }
        let second = text[text.startIndex + 1]
        switch first {
        case 0xC3: return second >= 0x9F
        // In these blocks small letters have odd code points, nearly everywhere.
        case 0xC4, 0xC5: return second & 1 == 1
        case 0xCE: return second >= 0xAC
        case 0xCF: return second <= 0x8E
        case 0xD0: return second >= 0xB0
        case 0xD1: return second <= 0x9F
        default: return false
        }
    }

    /// True for a sign of Chinese or Japanese, which are written without blanks.
    private static func isUnspaced(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == 3, let first = bytes.first else { return false }
        if first == 0xEF { return bytes[bytes.startIndex + 1] >= 0xBC && bytes[bytes.startIndex + 1] <= 0xBD }
        return first >= 0xE3 && first <= 0xE9 && !(first == 0xE3 && bytes[bytes.startIndex + 1] == 0x84)
    }

    static func isLetter(_ byte: UInt8) -> Bool { ASCII.isLetter(byte) || byte >= 0x80 }

    /// Bytes of the hyphen a text ends with: `-`, U+00AD or U+2010.
    private static func hyphenLength(_ text: ArraySlice<UInt8>) -> Int? {
        guard let last = text.last else { return nil }
        if last == UInt8(ascii: "-") { return 1 }
        if last == 0xAD, text.suffix(2).first == 0xC2 { return 2 }
        if last == 0x90, text.suffix(3).elementsEqual([0xE2, 0x80, 0x90]) { return 3 }
        return nil
    }
}

/// Words with a hyphen that stand inside lines of the document: there it belongs to the word.
struct HyphenWords {
    private var hashes: Set<UInt64> = []

    /// Notes a word when it has a hyphen between letters.
    mutating func note(_ word: ArraySlice<UInt8>) {
        guard hashes.count < Limits.hyphenWords, word.count > 3, let hyphen = word.firstIndex(of: UInt8(ascii: "-")),
            hyphen > word.startIndex, hyphen + 1 < word.endIndex
        else { return }
        hashes.insert(Self.hash(word[..<hyphen], word[(hyphen + 1)...]))
    }

    /// True when the two parts were met with a hyphen between them.
    func contains(_ stem: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>) -> Bool {
        !hashes.isEmpty && hashes.contains(Self.hash(stem, rest))
    }

    /// FNV-1a over small letters; punctuation around the word does not count.
    private static func hash(_ stem: ArraySlice<UInt8>, _ rest: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(ASCII.isLetter(byte) ? byte | 0x20 : byte)) &* 0x100_0000_01B3 }
        for byte in stem where LineEnd.isLetter(byte) { add(byte) }
        add(UInt8(ascii: "-"))
        for byte in rest where LineEnd.isLetter(byte) { add(byte) }
        return hash
    }
}
