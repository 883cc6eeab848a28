import Model

/// What a footnote begins with: a small raised number or letter, or a star or dagger.
struct NoteMark {
    /// Digits a note has at most.
    private static let digits = 3

    /// As it is shown, without parentheses.
    var text: ArraySlice<UInt8>
    /// Bytes of it that stand in the first word.
    var bytes: Int

    /// The mark at the start of a line.
    init?(of line: Line, on page: PageLines) {
        guard line.words.count > 1 || line.bytes > 4 else { return nil }
        let first = page.firstWord(of: line)
        let word = page.bytes(of: first)
        if first.style.contains(.superscript), word.count <= Self.digits {
            guard word.allSatisfy({ ASCII.isDigit($0) || ASCII.isLetter($0) }) || Self.sign(word) == word.count else {
                return nil
            }
            text = word
            bytes = word.count
            return
        }
        if let length = Self.sign(word) {
            text = word.prefix(length)
            bytes = length
            return
        }
        let digits = word.prefix(while: ASCII.isDigit)
        guard !digits.isEmpty, digits.count <= Self.digits, digits.count == word.count, line.words.count > 1 else {
            return nil
        }
        let next = page.word(at: line.words.lowerBound + 1)
        guard let letter = page.bytes(of: next).first, LineEnd.isLetter(letter) || letter == ASCII.quote else {
            return nil
        }
        text = digits
        bytes = digits.count
    }

    /// Bytes of the stars or daggers a text begins with.
    private static func sign(_ text: ArraySlice<UInt8>) -> Int? {
        if text.first == UInt8(ascii: "*") { return min(3, text.prefix { $0 == UInt8(ascii: "*") }.count) }
        // Dagger and double dagger.
        if text.starts(with: [0xE2, 0x80, 0xA0]) || text.starts(with: [0xE2, 0x80, 0xA1]) { return 3 }
        // Asterisk operator, in mathematical fonts.
        if text.starts(with: [0xE2, 0x88, 0x97]) { return 3 }
        return nil
    }
}
