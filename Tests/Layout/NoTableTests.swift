import Testing

@testable import Layout

/// What stands in columns and is no table.
@Suite struct NoTableTests {
    @Test func proseInTwoColumns() {
        var page = TableSketch()
        page.prose(40, x: 50, y: 60, width: 240)
        page.prose(40, x: 320, y: 60, width: 240)
        #expect(page.tables.isEmpty)
    }

    @Test func proseInTwoColumnsBetweenLines() {
        var page = TableSketch()
        page.bar(y: 40, 50, 560)
        page.prose(40, x: 50, y: 60, width: 240)
        page.prose(40, x: 320, y: 60, width: 240)
        page.bar(y: 560, 50, 560)
        #expect(page.tables.isEmpty)
    }

    @Test func aListOfContents() {
        var page = TableSketch()
        for (line, title) in ["Rivers", "Lakes of the north", "Wells", "Springs", "Canals"].enumerated() {
            page.text("\(line + 1)", x: 50, y: 100 + Float(line) * 14)
            page.text(title, x: 80, y: 100 + Float(line) * 14)
            page.text("\(line * 7 + 1)", right: 500, y: 100 + Float(line) * 14)
        }
        #expect(page.tables.isEmpty)
    }

    @Test func aListOfContentsWithLeaders() {
        var page = TableSketch()
        for (line, title) in ["Rivers", "Lakes", "Wells", "Springs"].enumerated() {
            page.text(title, x: 80, y: 100 + Float(line) * 14)
            page.text(". . . . . . . . . . . .", x: 200, y: 100 + Float(line) * 14)
            page.text("\(9 - line)", right: 500, y: 100 + Float(line) * 14)
        }
        #expect(page.tables.isEmpty)
    }

    @Test func numberedEntries() {
        var page = TableSketch()
        for line in 0..<5 {
            page.text("\(line + 1).", x: 50, y: 100 + Float(line) * 14)
            page.text("something to do", x: 75, y: 100 + Float(line) * 14)
        }
        #expect(page.tables.isEmpty)
    }

    @Test func names() {
        var page = TableSketch()
        for (line, name) in ["Date:", "Number:", "Customer:", "Telephone:"].enumerated() {
            page.text(name, x: 50, y: 100 + Float(line) * 14)
            page.text("\(line * 31 + 4)", x: 150, y: 100 + Float(line) * 14)
        }
        #expect(page.tables.isEmpty)
    }

    @Test func linesOfCode() {
        var page = TableSketch()
        for line in 0..<6 {
            page.text("let value = \(line)", x: 50, y: 100 + Float(line) * 14, style: .code)
            page.text("// 12", x: 250, y: 100 + Float(line) * 14, style: .code)
        }
        #expect(page.tables.isEmpty)
    }

    @Test func equationsBelowEachOther() {
        var page = TableSketch()
        for line in 0..<4 {
            page.text("x\(line)", x: 50, y: 100 + Float(line) * 14)
            page.text("=", x: 100, y: 100 + Float(line) * 14)
            page.text("\(line + 3)", x: 130, y: 100 + Float(line) * 14)
        }
        #expect(page.tables.isEmpty)
    }

    @Test func anEmptyPage() {
        #expect(TableSketch().tables.isEmpty)
    }
}
