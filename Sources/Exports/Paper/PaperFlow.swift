import Model
import Pango

/// Fills pages from top to bottom: passages and tables, with a line at the foot of each page.
///
/// A4 paper; sizes are points.
final class PaperFlow {
    private let paper: Paper
    private let foot: String
    private var y = PaperFlow.margin

    static let width = 595.28
    static let height = 841.89
    static let margin = 56.0
    /// Width that text may take.
    static let textWidth = width - 2 * margin
    private static let bottom = height - margin
    private static let cellPadding = 3.0
    private static let tableText = 8.5

    /// A flow whose pages show `foot` and their number.
    init(_ paper: Paper, foot: String) {
        self.paper = paper
        self.foot = foot
    }

    /// Adds a bookmark to where the next passage will stand.
    func bookmark(_ title: String) { paper.bookmark(title, at: y) }

    /// Leaves room, unless a page begins.
    func space(_ points: Double) { if y > Self.margin { y += points } }

    /// Begins a page unless so much room is left on this one.
    func keep(_ points: Double) throws(PaperError) { if y + points > Self.bottom { try turn() } }

    /// Writes a passage, over as many pages as it takes.
    ///
    /// `hang` sets all lines but the first in.
    func write(
        _ spans: [PaperSpan], size: Double, indent: Double = 0, hang: Double = 0, grey: Double = 0
    ) throws(PaperError) {
        let text = PaperText(spans, on: paper, width: Self.textWidth - indent, size: size, hang: hang, grey: grey)
        try text.forEachLine { (_, height, draw) throws(PaperError) in
            if y + height > Self.bottom { try turn() }
            draw(Self.margin + indent, y)
            y += height
        }
    }

    /// Draws a line over the width of the text.
    func rule() throws(PaperError) {
        try keep(8)
        paper.line(from: (Self.margin, y + 4), to: (Self.margin + Self.textWidth, y + 4))
        y += 8
    }

    /// Draws a row of a table; a row that is higher than a page is written cell by cell.
    func row(_ cells: [[PaperSpan]], widths: [Double]) throws(PaperError) {
        let pad = Self.cellPadding
        let texts = zip(cells, widths).map { cell, width in
            PaperText(cell, on: paper, width: max(8, width - 2 * pad), size: Self.tableText)
        }
        let height = (texts.map(\.height).max() ?? 0) + 2 * pad
        guard height < Self.bottom - Self.margin else {
            for cell in cells { try write(cell, size: Self.tableText) }
            return
        }
        try keep(height)
        var x = Self.margin
        paper.line(from: (x, y), to: (x + widths.reduce(0, +), y))
        for (text, width) in zip(texts, widths) {
            text.draw(x: x + pad, y: y + pad)
            paper.line(from: (x, y), to: (x, y + height))
            x += width
        }
        paper.line(from: (x, y), to: (x, y + height))
        y += height
        paper.line(from: (Self.margin, y), to: (x, y))
    }

    /// Ends the last page.
    func finish() throws(PaperError) {
        writeFoot()
        try paper.finish()
    }

    private func turn() throws(PaperError) {
        writeFoot()
        try paper.turn()
        y = Self.margin
    }

    private func writeFoot() {
        let text = PaperText(
            [PaperSpan("\(foot)  \u{2013}  \(paper.page)")], on: paper, width: Self.textWidth, size: 8, grey: 0.4)
        text.draw(x: Self.margin, y: Self.height - Self.margin / 2 - 6)
    }
}
