import Model

/// Rows of dots that lead to a page number.
enum Leaders {
    /// A number further from the text than this many sizes stands at the end of an entry.
    private static let gap: Float = 1.4

    /// True when a line ends with a number after a row of dots, or after a wide gap.
    static func endsEntry(_ line: Line, _ page: PageLines) -> Bool {
        guard line.words.count > 1 else { return false }
        let last = page.lastWord(of: line)
        let before = page.word(at: line.words.upperBound - 2)
        let bytes = page.bytes(of: last)
        guard bytes.count <= 12, let end = bytes.last, ASCII.isDigit(end) || isRoman(bytes) else { return false }
        if last.area.left - before.area.right > gap * line.size { return true }
        if isRow(page.bytes(of: before)) { return true }
        return bytes.first == UInt8(ascii: ".") && bytes.prefix { $0 == UInt8(ascii: ".") }.count > 2
    }

    private static func isRow(_ text: ArraySlice<UInt8>) -> Bool {
        var dots = 0
        for byte in text.reversed() {
            guard byte == UInt8(ascii: ".") else { break }
            dots += 1
        }
        return dots > 2 || dots == text.count && dots > 0
    }

    private static func isRoman(_ text: ArraySlice<UInt8>) -> Bool {
        !text.isEmpty && text.count <= 6 && text.allSatisfy { "ivxlc".utf8.contains($0) }
    }
}
