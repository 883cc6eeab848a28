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
                    switch lineEnd(text.bytes, bytes) {
                    case .blank: text.append([ASCII.space])
                    case .hyphen: break
                    case .divided: text.removeLast()
                    }
                }
                text.append(bytes, style: word.style.intersection([.superscript, .subscript, .strikethrough]))
                before = index
            }
        }
        return text
    }

    /// What stands between the last word of a line and the first of the next.
    private enum LineEnd {
        case blank
        /// The hyphen belongs to the word.
        case hyphen
        /// A word was divided and its hyphen goes.
        case divided
    }

    /// A word is whole again where the page has it whole elsewhere; else its hyphen is kept, as narrow cells break at
    /// hyphens that are meant.
    private func lineEnd(_ text: [UInt8], _ next: ArraySlice<UInt8>) -> LineEnd {
        guard text.count > 2, text[text.count - 1] == UInt8(ascii: "-"), let first = next.first,
            ASCII.isLetter(text[text.count - 2]) || ASCII.isDigit(text[text.count - 2])
        else { return .blank }
        guard first >= 0x61 && first <= 0x7A else { return ASCII.isLetter(first) ? .hyphen : .blank }
        let start = (text.dropLast().lastIndex { !ASCII.isLetter($0) && $0 < 0x80 } ?? -1) + 1
        let word = text[start..<text.count - 1] + next.prefix { ASCII.isLetter($0) || $0 >= 0x80 }
        return page.text.contains(Array(word)) ? .divided : .hyphen
    }
}

extension [UInt8] {
    /// True when the other bytes stand somewhere in these.
    fileprivate func contains(_ other: [UInt8]) -> Bool {
        guard let first = other.first, count >= other.count else { return false }
        return (0...count - other.count).contains { start in
            self[start] == first && self[start..<start + other.count].elementsEqual(other)
        }
    }
}
