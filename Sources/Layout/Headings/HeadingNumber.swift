import Model

/// The number a heading begins with, as `1.2`, `IV.`, `A.1` or `Chapter 3`.
struct HeadingNumber {
    /// Words that name a part of a document, in small letters.
    private static let names: [[UInt8]] = [
        "chapter", "part", "section", "appendix", "annex", "article", "kapitel",
        "teil", "anhang", "abschnitt", "chapitre", "partie", "annexe", "capítulo", "sección", "lesson", "unit", "step",
        "module",
    ].map { Array($0.utf8) }

    /// 1 for `1`, 2 for `1.2`, and so on.
    var depth: Int
    /// `1`, `1.2`: digits with dots, which say the depth for sure.
    var isDecimal: Bool
    /// It has a dot, parenthesis or name, so that it is no bare number.
    var isMarked: Bool

    /// The number at the start of a line.
    init?(of line: Line, on page: PageLines) {
        guard line.words.count > 1 else { return nil }
        let first = page.bytes(of: page.firstWord(of: line))
        if Self.isName(first) {
            let second = page.bytes(of: page.word(at: line.words.lowerBound + 1))
            guard let start = second.first, ASCII.isDigit(start) || second.count <= 6 && Self.isUpper(second) else {
                return nil
            }
            (depth, isDecimal, isMarked) = (1, false, true)
            return
        }
        var core = first
        let isClosed = core.last == UInt8(ascii: ".") || core.last == UInt8(ascii: ")")
        if isClosed { core.removeLast() }
        guard !core.isEmpty, core.count <= 10 else { return nil }
        let parts = core.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 6, let head = parts.first,
            parts.dropFirst().allSatisfy({
                !$0.isEmpty && $0.count <= 3 && $0.allSatisfy(ASCII.isDigit)
            })
        else { return nil }
        let isNumber = !head.isEmpty && head.count <= 3 && head.allSatisfy(ASCII.isDigit)
        let isLetter = head.count == 1 && Self.isUpper(head)
        let isRoman = Self.isUpper(head) && Roman.value(head) != nil
        guard isNumber || (isLetter || isRoman) && (isClosed || parts.count > 1) else { return nil }
        depth = parts.count
        isDecimal = isNumber
        isMarked = isClosed || parts.count > 1
    }

    private static func isName(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count >= 4, word.count <= 10, let first = word.first, ASCII.isLetter(first), first < 0x61 else {
            return false
        }
        return names.contains { name in
            name.count == word.count && zip(name, word).allSatisfy { $0 == (ASCII.isLetter($1) ? $1 | 0x20 : $1) }
        }
    }

    private static func isUpper(_ text: ArraySlice<UInt8>) -> Bool {
        !text.isEmpty && text.allSatisfy { $0 >= 0x41 && $0 <= 0x5A }
    }
}
