import Layout
import Model

extension RecognizedPage {
    /// The page turned upright, without its words.
    func marks(number: Int) -> PageMarks { PageMarks(number: number, width: uprightWidth, height: uprightHeight) }

    /// The words for the layout.
    ///
    /// Their boxes are as tall as their letters, so that the size of the type is that of their lines, and that of most
    /// lines where it differs little.
    var pageWords: PageWords {
        var page = PageWords()
        var lines = recognizedLines
        let sizes = lines.map(\.size).sorted()
        if let median = sizes.isEmpty ? nil : sizes[sizes.count / 2] {
            for index in lines.indices where abs(lines[index].size - median) < Self.sizeSlack * median {
                lines[index].size = median
            }
        }
        for line in lines {
            for word in words[line.words] {
                let start = page.text.count
                page.text += word.text.utf8
                let box = word.box
                page.words.append(
                    Layout.Word(
                        area: Area(
                            left: Float(box.x), top: line.baseline - Self.above * line.size,
                            right: Float(box.x + box.width),
                            bottom: line.baseline + Self.below * line.size),
                        baseline: line.baseline, size: line.size, start: UInt32(start),
                        length: UInt32(page.text.count - start), confidence: Float(word.confidence)))
            }
        }
        return page
    }

    /// A block with its boxes on the page as it is.
    func placed(_ block: Block) -> Block {
        var block = block
        block.box = block.box.map { place(of: $0) }
        guard case .table(var table) = block.kind else { return block }
        for row in table.rows.indices {
            for cell in table.rows[row].indices {
                table.rows[row][cell].box = table.rows[row][cell].box.map { place(of: $0) }
            }
        }
        block.kind = .table(table)
        return block
    }

    /// Sizes of lines that differ from the middle one by less than this part are the same type.
    private static let sizeSlack: Float = 0.2
    /// Parts of the size that letters take above and below the base line.
    private static let above: Float = 0.75
    private static let below: Float = 0.25

    private struct RecognizedLine {
        var words: Range<Int>
        var baseline: Float
        var size: Float
    }

    private var recognizedLines: [RecognizedLine] {
        var lines: [RecognizedLine] = []
        var start = 0
        while start < words.count {
            var end = start + 1
            while end < words.count, words[end].line == words[start].line { end += 1 }
            let found = words[start..<end]
            // Most words have no letter that goes below the base line.
            let bottoms = found.map { $0.box.y + $0.box.height }.sorted()
            let baseline = Float(bottoms[(bottoms.count - 1) / 2])
            let top = Float(found.map(\.box.y).min() ?? 0)
            lines.append(
                RecognizedLine(
                    words: start..<end, baseline: baseline, size: max(1, (baseline - top) / Self.above)))
            start = end
        }
        return lines
    }
}
