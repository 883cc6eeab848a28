import Model

/// Puts the words of a cell together to its text.
struct CellText {
    let words: [TableWord]
    let page: PageWords

    /// The text of words in a cell: its lines joined, with a word that was divided at a line end made whole.
    func text(of members: [Int]) -> StyledText {
        var text = StyledText()
        let lines = LineDivider(gap: .infinity).lines(of: words, among: members)
        for line in lines {
            var before: Int?
            for index in line.segments.flatMap(\.words) {
                let word = page.words[words[index].index]
                let bytes = page.bytes(of: word)
                if let before {
                    let joins = words[index].joinsPrevious && words[index].index == words[before].index + 1
                    if !joins { text.append([ASCII.space]) }
                } else if !text.isEmpty {
                    if Self.isDivided(text.bytes, bytes) {
                        text.removeLast()
                    } else {
                        text.append([ASCII.space])
                    }
                }
                text.append(bytes, style: word.style.intersection([.superscript, .subscript, .strikethrough]))
                before = index
            }
        }
        return text
    }

    /// True when a line ends in the middle of a word: a small letter and a hyphen, then a small letter.
    private static func isDivided(_ text: [UInt8], _ next: ArraySlice<UInt8>) -> Bool {
        guard text.count > 2, text[text.count - 1] == UInt8(ascii: "-"), let first = next.first else { return false }
        let before = text[text.count - 2]
        return before >= 0x61 && before <= 0x7A && first >= 0x61 && first <= 0x7A
    }
}
