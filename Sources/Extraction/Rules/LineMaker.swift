import Layout
import Model

/// Makes lines of words by where they stand.
enum LineMaker {
    /// The lines of a page whose words have places.
    static func lines(of words: [SourceWord], page: Int) -> [TextLine] {
        let sorted = words.filter { !$0.text.isEmpty }.sorted { middle($0) < middle($1) }
        var lines: [[SourceWord]] = []
        var top = 0.0
        var bottom = 0.0
        for word in sorted {
            let center = middle(word)
            let overlap = min(bottom, word.box.y + word.box.height) - max(top, word.box.y)
            let smaller = min(bottom - top, word.box.height)
            if !lines.isEmpty, center < bottom, overlap > smaller * 0.5 {
                lines[lines.count - 1].append(word)
                // The band follows a little, so that a line that climbs stays whole.
                top = (top * 3 + word.box.y) / 4
                bottom = (bottom * 3 + word.box.y + word.box.height) / 4
            } else {
                lines.append([word])
                top = word.box.y
                bottom = word.box.y + word.box.height
            }
        }
        return lines.map { line in
            TextLine(page: page, words: mended(line.sorted { $0.box.x < $1.box.x }), isPlaced: true)
        }
    }

    /// Words as a reader sees them: pieces without a gap joined, a label taken off the value that touches it.
    private static func mended(_ words: [SourceWord]) -> [SourceWord] {
        var mended: [SourceWord] = []
        for word in words {
            if let last = mended.last, touches(last, word) {
                mended[mended.count - 1].text += word.text
                mended[mended.count - 1].box.width = word.box.x + word.box.width - last.box.x
            } else {
                mended.append(word)
            }
        }
        return mended.flatMap(parted)
    }

    private static func touches(_ left: SourceWord, _ right: SourceWord) -> Bool {
        let gap = right.box.x - left.box.x - left.box.width
        return gap < left.size * 0.1 && gap > -left.size * 0.3 && left.text.last != ":"
    }

    /// `Customer:2` is a label and its value; `12:30` and `http://` are not.
    private static func parted(_ word: SourceWord) -> [SourceWord] {
        guard let colon = word.text.firstIndex(of: ":") else { return [word] }
        let head = word.text[...colon]
        let tail = word.text[word.text.index(after: colon)...]
        guard head.count > 2, !tail.isEmpty, !tail.hasPrefix("//"),
            head.dropLast().allSatisfy({ $0.isLetter || $0 == "." || $0 == "-" })
        else { return [word] }
        let share = word.box.width * Double(head.count) / Double(word.text.count)
        var (label, value) = (word, word)
        label.text = String(head)
        label.box.width = share
        value.text = String(tail)
        value.box.x += share
        value.box.width -= share
        return [label, value]
    }

    /// The lines of a page of text alone: columns of characters become places.
    static func lines(ofText text: String, page: Int) -> [TextLine] {
        var lines: [TextLine] = []
        for (row, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var words: [SourceWord] = []
            var column = 0
            var word = ""
            var start = 0
            func flush() {
                guard !word.isEmpty else { return }
                let box = PageBox(
                    x: Double(start) * columnWidth, y: Double(row) * rowHeight,
                    width: Double(column - start) * columnWidth, height: fontSize)
                words.append(SourceWord(word, box: box, size: fontSize))
                word = ""
            }
            for character in line {
                if character == "\t" || character == "|" {
                    flush()
                    column += tabColumns
                } else if character.isWhitespace {
                    flush()
                    column += 1
                } else {
                    if word.isEmpty { start = column }
                    word.append(character)
                    column += 1
                }
            }
            flush()
            if !words.isEmpty { lines.append(TextLine(page: page, words: words.flatMap(parted), isPlaced: false)) }
        }
        return lines
    }

    private static let columnWidth = 6.0
    private static let rowHeight = 12.0
    private static let fontSize = 10.0
    private static let tabColumns = 3

    private static func middle(_ word: SourceWord) -> Double { word.box.y + word.box.height / 2 }
}
