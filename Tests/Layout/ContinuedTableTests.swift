import Layout
import Testing

/// Tables that go on from page to page.
@Suite struct ContinuedTableTests {
    private static let xs: [Float] = [60, 200, 340, 500]

    /// A page with a ruled table of two columns of numbers and a running footer.
    private func page(_ number: Int, rows: [[String]], prose: Bool = false) -> PageSketch {
        var sketch = PageSketch(number: number)
        if prose { sketch.lines(Prose.lines("before", 5, width: 60), x: 60, y: 60) }
        let top: Float = prose ? 200 : 90
        let ys = (0...rows.count).map { top + Float($0) * 16 }
        for y in ys { sketch.box(left: Self.xs[0], top: y, right: Self.xs[3], bottom: y + 0.5, color: 0) }
        for x in Self.xs { sketch.box(left: x, top: top, right: x + 0.5, bottom: ys[rows.count], color: 0) }
        for (row, cells) in rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                sketch.text(
                    cell, x: Self.xs[column] + 4, y: ys[row] + 11, font: row == 0 && number == 1 ? .bold : .plain)
            }
        }
        sketch.text("\(number)", x: 300, y: 770)
        return sketch
    }

    private func tables(_ page: PageBlocks) -> [Table] {
        page.blocks.compactMap { block in
            if case .table(let table) = block.kind { table } else { nil }
        }
    }

    @Test func aTableThatGoesOnIsOneTable() {
        let head = ["Name", "Count", "Price"]
        let pages = PageSketch.pages([
            page(1, rows: [head] + (1...8).map { ["item \($0)", "\($0)", "\($0).50"] }, prose: true),
            page(2, rows: (9...16).map { ["item \($0)", "\($0)", "\($0).50"] }),
            page(3, rows: (17...20).map { ["item \($0)", "\($0)", "\($0).50"] }),
        ])
        let found = pages.map(tables)
        #expect(found.map(\.count) == [1, 0, 0])
        #expect(found[0].first?.rows.count == 21)
        #expect(found[0].first?.mergedFromPages == [1, 2, 3])
    }

    @Test func textBetweenTablesKeepsThemApart() {
        let head = ["Name", "Count", "Price"]
        let pages = PageSketch.pages([
            page(1, rows: [head] + (1...8).map { ["item \($0)", "\($0)", "\($0).50"] }),
            page(2, rows: (9...16).map { ["item \($0)", "\($0)", "\($0).50"] }, prose: true),
        ])
        #expect(pages.map { tables($0).count } == [1, 1])
    }
}
