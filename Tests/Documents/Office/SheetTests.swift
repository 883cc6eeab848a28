import Model
import Testing

@testable import Documents

/// What workbooks become.
@Suite struct SheetTests {
    private typealias Fixture = OfficeFixture

    private static let styles =
        "<numFmts><numFmt numFmtId='164' formatCode='0.00%'/></numFmts>"
        + "<cellStyleXfs><xf numFmtId='9'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='14'/></cellXfs>"

    private func markdown(_ rows: String, after: String = "") throws -> String {
        try process(
            Fixture.workbook(
                [("S", "<sheetData>\(rows)</sheetData>\(after)")], strings: ["shared", "two"], styles: Self.styles),
            name: "a.xlsx"
        ).markdown
    }

    @Test func cellsShowWhatTheirFormatSays() throws {
        let rows =
            "<row r='2'><c r='B2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c></row>"
            + "<row r='3'><c r='B3' s='1'><v>0.256</v></c><c r='C3' s='2'><v>45000</v></c></row>"
            + "<row r='4'><c r='B4' t='b'><v>1</v></c><c r='C4' t='e'><v>#N/A</v></c></row>"
            + "<row r='5'><c r='B5' t='inlineStr'><is><r><t>rich </t></r><r><t>text</t></r></is></c><c r='C5' t='str'><f>A1</f><v>result</v></c></row>"
            + "<row r='6'><c r='B6'><v>2.50</v></c><c r='C6'><f>SUM(B6)</f></c></row>"
        #expect(
            try markdown(rows)
                == "# S\n\n| shared | two |\n| --- | --- |\n| 25.60% | 2023-03-15 |\n| TRUE | #N/A |\n| rich text | result |\n| 2.5 | =SUM(B6) |\n"
        )
    }

    @Test func mergedCellsAndLinksAreKept() throws {
        let rows =
            "<row><c><v>1</v></c><c r='C1'><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c><c><v>5</v></c></row>"
        #expect(
            try markdown(rows, after: "<mergeCells><mergeCell ref='A1:B1'/></mergeCells>")
                == "# S\n\n<table><tr><th colspan=\"2\">1</th><th>2</th></tr><tr><td>3</td><td>4</td><td>5</td></tr></table>\n"
        )
    }

    @Test func textsAboveATableAreNoRowsOfIt() throws {
        let rows =
            "<row r='1'><c r='A1' t='str'><v>Title</v></c></row>"
            + "<row r='2'><c r='A2'><v>1</v></c><c r='B2'><v>2</v></c></row>"
            + "<row r='9'><c r='D9'><v>7</v></c></row>"
        #expect(try markdown(rows) == "# S\n\nTitle\n\n| 1 | 2 |\n| --- | --- |\n\n7\n")
    }

    @Test func hiddenSheetsAreReadAndNamed() throws {
        let sheet = "<sheetData><row><c><v>1</v></c></row></sheetData>"
        let document = try process(
            Fixture.workbook([("A", sheet), ("B", sheet)], state: "state='hidden'"), name: "a.xlsx")
        #expect(document.markdown == "# A\n\n1\n\n# B\n\n1\n")
        #expect(document.report.warnings == ["the sheet \"B\" is hidden in the workbook"])
        #expect(try document.json["metadata"]?["sheets"]?.array?.count == 2)
    }

    @Test func aLongSheetIsDividedIntoPages() throws {
        let rows = (1...(Limits.tableRows + 10)).map {
            "<row r='\($0)'><c r='A\($0)'><v>\($0)</v></c><c><v>x</v></c></row>"
        }
        let document = try process(
            Fixture.workbook([("S", "<sheetData>\(rows.joined())</sheetData>")]), name: "a.xlsx")
        #expect(try document.pages.count == 2)
        #expect(document.text.split(whereSeparator: \.isNewline).count == Limits.tableRows + 11)
    }

    @Test func cellsThatLieOutsideOfAnySheetAreLeftOut() throws {
        let rows =
            "<row r='1'><c r='ZZZZ1'><v>9</v></c><c r='A1'><v>1</v></c></row><row r='99999999999'><c><v>2</v></c></row>"
        let document = try process(Fixture.workbook([("S", "<sheetData>\(rows)</sheetData>")]), name: "a.xlsx")
        #expect(document.report.failure == nil)
    }
}
