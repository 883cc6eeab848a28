import Layout
import Model
import Poppler

/// Joins the lines of a page into paragraphs by where they stand, and writes them as Markdown.
struct PDFParagraphs {
    private(set) var markdown: [UInt8] = []
    private(set) var items: [PageItem] = []

    /// A gap between lines above this part of their height starts a paragraph.
    private static let paragraphGap = 0.6
    /// A change of the height of lines above this factor starts a paragraph.
    private static let heightChange = 1.3

    /// Reads the lines in the order they come.
    init(_ text: PDFPageText) {
        markdown.reserveCapacity(text.bytes.count + text.bytes.count / 8)
        var start = 0
        var box: PDFBox?
        var previous: PDFBox?
        for line in text.lines {
            let escaped = Markdown.escaped(line: text.bytes[line.range])
            if escaped.isEmpty { continue }
            if let before = previous, Self.isBreak(between: before, and: line.box) {
                finish(from: start, box)
                box = nil
            }
            if let current = box {
                markdown.append(ASCII.lineFeed)
                box = current
                box?.formUnion(line.box)
            } else {
                if !markdown.isEmpty { markdown += [ASCII.lineFeed, ASCII.lineFeed] }
                start = markdown.count
                box = line.box
            }
            markdown += escaped
            previous = line.box
        }
        finish(from: start, box)
        if !markdown.isEmpty { markdown.append(ASCII.lineFeed) }
    }

    private mutating func finish(from start: Int, _ box: PDFBox?) {
        guard let box, markdown.count > start else { return }
        items.append(
            PageItem(
                kind: .text, markdown: start..<markdown.count,
                box: PageBox(x: box.left, y: box.top, width: box.width, height: box.height)))
    }

    private static func isBreak(between upper: PDFBox, and lower: PDFBox) -> Bool {
        let height = max(1, min(upper.height, lower.height))
        let gap = lower.top - upper.bottom
        let isNextColumn = gap < -max(upper.height, lower.height)
        let isApart = lower.left > upper.right || lower.right < upper.left
        let changesSize = max(upper.height, lower.height) > height * heightChange
        return isNextColumn || isApart || changesSize || gap > height * paragraphGap
    }
}
