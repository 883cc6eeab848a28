import Testing

@testable import Layout

/// Which tables are found on pages, by the lines around their cells, by lines from side to side, by alignment.
@Suite struct TableTests {
    private static let figures = [
        ["Country", "1996", "1997"], ["Austria", "12", "52"], ["Finland", "11", "51"], ["Greece", "13", "44"],
    ]

    @Test func linesAroundCellsMakeATable() throws {
        var page = TableSketch()
        page.grid(xs: [50, 200, 300, 400], ys: [100, 120, 140, 160, 180])
        page.rows(Self.figures, xs: [55, 205, 305], y: 114, step: 20)
        let table = try #require(page.tables.first)
        #expect(page.tables.count == 1)
        #expect(table.texts == Self.figures)
        #expect(table.words == Array(page.words.words.indices))
    }

    @Test func aMissingLineMakesOneCellOfSeveral() throws {
        var page = TableSketch()
        page.grid(xs: [50, 200], ys: [100, 120, 140, 160])
        page.bar(y: 100, 200, 400)
        page.bar(y: 120, 200, 400)
        page.bar(y: 140, 200, 400)
        page.bar(y: 160, 200, 400)
        page.pole(x: 300, 120, 160)
        page.pole(x: 400, 100, 160)
        page.text("Name", x: 55, y: 114)
        page.text("Share", x: 285, y: 114)
        page.rows([["a", "1", "2"], ["b", "3", "4"]], xs: [55, 205, 305], y: 134, step: 20)
        let table = try #require(page.tables.first)
        #expect(table.texts == [["Name", "Share"], ["a", "1", "2"], ["b", "3", "4"]])
        #expect(table.table.rows[0][1].columnSpan == 2)
    }

    @Test func aCellGoesDownOverRowsWithoutALineBetween() throws {
        var page = TableSketch()
        page.grid(xs: [150, 250, 350], ys: [100, 120, 140])
        page.bar(y: 100, 50, 150)
        page.bar(y: 140, 50, 150)
        page.pole(x: 50, 100, 140)
        page.text("Both", x: 55, y: 124)
        page.rows([["Count", "7"], ["Share", "2%"]], xs: [155, 255], y: 114, step: 20)
        let table = try #require(page.tables.first)
        #expect(table.texts == [["Both", "Count", "7"], ["Share", "2%"]])
        #expect(table.table.rows[0][0].rowSpan == 2)
    }

    @Test func linesInACellAreOneText() throws {
        var page = TableSketch()
        page.grid(xs: [50, 150, 300], ys: [100, 145, 165])
        page.text("a long text", x: 55, y: 112)
        page.text("over several", x: 55, y: 124)
        page.text("lines", x: 55, y: 136)
        page.text("42", x: 155, y: 124)
        page.text("short", x: 55, y: 158)
        page.text("43", x: 155, y: 158)
        let table = try #require(page.tables.first)
        #expect(table.texts == [["a long text over several lines", "42"], ["short", "43"]])
    }

    @Test func cellsOfColourMakeATable() throws {
        var page = TableSketch()
        for row in 0..<3 {
            for column in 0..<3 {
                let (x, y) = (50 + Float(column) * 100, 100 + Float(row) * 20)
                page.field(
                    Area(left: x, top: y, right: x + 99, bottom: y + 19),
                    color: row % 2 == 0 ? 0xDDDDDD : 0xEEEEEE)
            }
        }
        page.rows(Array(Self.figures[..<3]), xs: [55, 155, 255], y: 114, step: 20)
        #expect(page.tables.map(\.texts) == [Array(Self.figures[..<3])])
    }

    @Test func aFrameAroundTextIsNoTable() {
        var page = TableSketch()
        page.grid(xs: [50, 400], ys: [100, 200])
        page.prose(6, x: 60, y: 120, width: 330)
        #expect(page.tables.isEmpty)
    }

    @Test func aDiagramWithAxesIsNoTable() {
        var page = TableSketch()
        page.grid(xs: [50, 100, 150, 200], ys: [100, 150, 200])
        page.rows([["0", "10", "20", "30"]], xs: [48, 98, 148, 198], y: 215)
        #expect(page.tables.isEmpty)
    }

    @Test func linesFromSideToSideMakeATable() throws {
        var page = TableSketch()
        page.prose(4, x: 50, y: 40, width: 500)
        for y: Float in [100, 118, 170] { page.bar(y: y, 50, 400) }
        page.rows(Self.figures, xs: [55, 205, 305], y: 113, step: 16)
        let table = try #require(page.tables.first)
        #expect(table.texts == Self.figures)
        #expect(!table.isRuled)
    }

    @Test func aBarBelowAHeadSaysWhichColumnsItNames() throws {
        var page = TableSketch()
        for y: Float in [100, 135, 185] { page.bar(y: y, 50, 450) }
        page.bar(y: 117, 200, 320)
        page.bar(y: 117, 330, 450)
        page.text("1996", x: 250, y: 112)
        page.text("1997", x: 380, y: 112)
        page.rows(
            [
                ["Country", "N", "Share", "N", "Share"], ["Austria", "12", "3%", "52", "8%"],
                ["Finland", "11", "2%", "51", "7%"], ["Greece", "13", "4%", "44", "5%"],
            ], xs: [55, 205, 270, 335, 400], y: 130, step: 16)
        let table = try #require(page.tables.first)
        #expect(table.table.grid.first == ["Country", "1996", "", "1997", ""])
        #expect(table.table.rows[0][0].rowSpan == 2)
        #expect(table.table.rows[0].map(\.columnSpan).filter { $0 == 2 }.count == 2)
        #expect(table.table.rows.count == 5)
        #expect(table.table.headerRows == 2)
    }

    @Test func aHeadCentredOverTwoColumnsDoesNotHideTheStripBetweenThem() throws {
        var page = TableSketch()
        for y: Float in [100, 133, 200] { page.bar(y: y, 50, 300) }
        page.bar(y: 116, 50, 180)
        page.text("Item", x: 106, y: 112)
        page.rows(
            [["Animal", "Kind", "Price"], ["Gnat", "per gram", "13.65"], ["Armadillo", "frozen", "8.99"]],
            xs: [50, 109, 250], y: 128, step: 18)
        let table = try #require(page.tables.first)
        #expect(table.texts.first == ["Item", "Price"] || table.texts.first == ["Item", ""])
        #expect(table.texts.last == ["Armadillo", "frozen", "8.99"])
    }

    @Test func numbersBelowEachOtherMakeATable() throws {
        var page = TableSketch()
        page.prose(4, x: 50, y: 40, width: 500)
        page.rows(Self.figures.map { [$0[0]] }, xs: [50], y: 120)
        for (row, line) in Self.figures.enumerated() {
            page.text(line[1], right: 250, y: 120 + Float(row) * 14)
            page.text(line[2], right: 320, y: 120 + Float(row) * 14)
        }
        page.prose(4, x: 50, y: 200, width: 500)
        let table = try #require(page.tables.first)
        #expect(page.tables.count == 1)
        #expect(table.texts == Self.figures)
        #expect(table.table.concerns == ["columns were found by alignment only"])
    }

    @Test func emptyCellsKeepTheirPlace() throws {
        var page = TableSketch()
        var rows = Self.figures
        rows[2][1] = ""
        page.rows(rows, xs: [50, 200, 300], y: 120)
        #expect(page.tables.map(\.texts) == [rows])
    }

    @Test func textOfACellInSeveralLinesIsOneRow() throws {
        var page = TableSketch()
        for y: Float in [100, 118, 200] { page.bar(y: y, 50, 400) }
        page.rows([["Name", "Meaning", "No"]], xs: [55, 155, 355], y: 113)
        page.rows(
            [["first", "a text that goes", "1"], ["", "over two lines", ""]], xs: [55, 155, 355], y: 132, step: 11)
        page.rows([["second", "another text in", "2"], ["", "two lines", ""]], xs: [55, 155, 355], y: 164, step: 11)
        #expect(
            page.tables.map(\.texts) == [
                [
                    ["Name", "Meaning", "No"], ["first", "a text that goes over two lines", "1"],
                    ["second", "another text in two lines", "2"],
                ]
            ])
    }

    @Test func aTableGoesOnInTheNextColumnOfThePage() throws {
        var page = TableSketch()
        page.prose(8, x: 50, y: 40, width: 240)
        page.prose(8, x: 320, y: 140, width: 240)
        page.rows(Array(Self.figures[..<3]), xs: [50, 150, 220], y: 150, step: 14, size: 8)
        page.rows([Self.figures[3], ["Spain", "9", "8"]], xs: [320, 420, 490], y: 100, step: 14, size: 8)
        #expect(page.tables.map(\.texts) == [Self.figures + [["Spain", "9", "8"]]])
    }

    @Test func aTableThatRunsUpIsReadAlongItsText() throws {
        var page = TableSketch()
        for (row, line) in Self.figures.enumerated() {
            for (column, cell) in line.enumerated() {
                page.textUp(cell, x: 100 + Float(row) * 14, y: 600 - Float(column) * 120)
            }
        }
        let table = try #require(page.tables.first)
        #expect(table.texts == Self.figures)
        #expect(table.area.height > 240 && table.area.width < 80)
    }
}
