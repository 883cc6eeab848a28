import Layout
import Testing

/// Blocks from the structure tree of tagged documents.
@Suite struct TaggedPageTests {
    /// Lines of text, each with its place, content and traits.
    private struct Line {
        var text: String
        var x: Float = 72
        var y: Float
        var content: Int32
        var traits: Glyph.Traits = []
    }

    private func marks(_ lines: [Line]) -> PageMarks {
        var marks = PageMarks(number: 1, width: 600, height: 800)
        for line in lines {
            for (index, byte) in line.text.utf8.enumerated() {
                marks.glyphs.append(
                    Glyph(
                        x: line.x + Float(index) * 6, y: line.y, dx: 6, size: 12, text: UInt32(marks.text.count),
                        length: 1,
                        content: line.content, traits: line.traits))
                marks.text.append(byte)
            }
        }
        return marks
    }

    private func blocks(
        _ lines: [Line], _ elements: [StructureHints.Element], _ contents: [(Int32, Int)]
    ) -> [Block]? {
        let hints = StructureHints(
            elements: elements, contents: contents.map { StructureHints.Content($0.0, in: $0.1) })
        var page = TaggedPage(marks(lines), fonts: [FontFace(name: "Some")], hints: hints)
        return page.blocks()
    }

    private typealias Element = StructureHints.Element

    @Test func headingsAndParagraphsFollowTheTree() throws {
        let found = try #require(
            blocks(
                [
                    Line(text: "Body that is divi-", y: 140, content: 2), Line(text: "ded here", y: 155, content: 2),
                    Line(text: "Title", y: 100, content: 1),
                    Line(text: "page 7", y: 780, content: -1, traits: .artifact),
                ],
                [Element(.group, parent: nil), Element(.heading(2), parent: 0), Element(.paragraph, parent: 0)],
                [(1, 1), (2, 2)]))
        #expect(
            found.map(\.kind) == [
                .heading(StyledText("Title"), level: 2), .paragraph(StyledText("Body that is divided here")),
                .footer(StyledText("page 7")),
            ])
    }

    @Test func tablesKeepSpansAndEmptyCells() throws {
        var wide = Element(.cell(isHeader: true), parent: 1)
        wide.columnSpan = 2
        let elements = [
            Element(.table, parent: nil), Element(.row, parent: 0), wide, Element(.row, parent: 0),
            Element(.cell(isHeader: false), parent: 3), Element(.cell(isHeader: false), parent: 3),
        ]
        let found = try #require(
            blocks(
                [Line(text: "Head", y: 100, content: 1), Line(text: "cell", x: 200, y: 120, content: 2)], elements,
                [(1, 2), (2, 5)]))
        guard case .table(let table)? = found.first?.kind else { throw Absent() }
        #expect(table.headerRows == 1)
        #expect(table.rows.map { $0.map(\.text.plain) } == [["Head"], ["", "cell"]])
        #expect(table.rows[0][0].columnSpan == 2)
    }

    @Test func listsKeepLabelsAndDepth() throws {
        let elements = [
            Element(.list, parent: nil), Element(.entry, parent: 0), Element(.label, parent: 1),
            Element(.body, parent: 1), Element(.list, parent: 3), Element(.entry, parent: 4),
            Element(.label, parent: 5),
            Element(.body, parent: 5),
        ]
        let found = try #require(
            blocks(
                [
                    Line(text: "3.", y: 100, content: 1), Line(text: "outer", x: 90, y: 100, content: 2),
                    Line(text: "(a)", x: 90, y: 120, content: 3), Line(text: "inner", x: 120, y: 120, content: 4),
                ], elements, [(1, 2), (2, 3), (3, 6), (4, 7)]))
        #expect(
            found.map(\.kind) == [
                .list([
                    ListEntry(StyledText("outer"), level: 0, number: 3),
                    ListEntry(StyledText("inner"), level: 1, label: "(a)"),
                ])
            ])
    }

    @Test func aPictureIsItsDescription() throws {
        var figure = Element(.figure, parent: nil)
        figure.description = "A mill by a stream"
        let found = try #require(
            blocks(
                [Line(text: "Text", y: 100, content: 1)], [figure, Element(.paragraph, parent: nil)], [(9, 0), (1, 1)]))
        #expect(found.first?.kind == .image(StyledText("A mill by a stream")))
    }

    @Test func aTreeThatMissesTextOrLeapsAboutIsNotTrusted() {
        let elements = [Element(.paragraph, parent: nil), Element(.paragraph, parent: nil)]
        let lines = [Line(text: "Known words", y: 100, content: 1), Line(text: "Unknown", y: 700, content: 2)]
        #expect(blocks(lines, elements, [(1, 0)]) == nil)
        #expect(blocks(lines, elements, [(2, 0), (1, 1)]) == nil)
        #expect(blocks(lines, elements, [(1, 0), (2, 1)]) != nil)
    }

    private struct Absent: Error {}
}
