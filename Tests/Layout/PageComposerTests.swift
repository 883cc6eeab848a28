import Layout
import Testing

/// What blocks become on a page.
@Suite struct PageComposerTests {
    private func markdown(_ blocks: Block.Kind...) -> String {
        var composer = PageComposer()
        for kind in blocks { composer.add(Block(kind)) }
        return String(decoding: composer.finish(number: 1).markdown, as: UTF8.self)
    }

    @Test func blocksAreDividedByEmptyLines() {
        let shown = markdown(
            .heading(StyledText("Title"), level: 1), .paragraph(StyledText("One.")), .paragraph(StyledText("Two.")))
        #expect(shown == "# Title\n\nOne.\n\nTwo.\n")
    }

    @Test func marksTouchTheTextTheyEnclose() {
        var text = StyledText()
        text.append("a ")
        text.append("bold ", style: .bold)
        text.append("word", style: [.bold, .italic])
        #expect(markdown(.paragraph(text)) == "a **bold** ***word***\n")
    }

    @Test func aLineThatLooksLikeAListIsEscaped() {
        #expect(
            markdown(.paragraph(StyledText("text\n- no list\n1. none either")))
                == "text\n\\- no list\n1\\. none either\n")
    }

    @Test func entriesOfListsAreIndentedByTheirDepth() {
        let entries = [
            ListEntry(StyledText("one"), number: 1), ListEntry(StyledText("inner"), level: 1, number: 1),
            ListEntry(StyledText("two"), number: 2),
        ]
        #expect(markdown(.list(entries)) == "1. one\n   1. inner\n2. two\n")
    }

    @Test func bulletsBelowNumbersBeginWhereTheTextOfTheNumberDoes() {
        let entries = [
            ListEntry(StyledText("ten"), number: 10), ListEntry(StyledText("inner"), level: 1),
            ListEntry(StyledText("deep"), level: 2, number: 1),
        ]
        #expect(markdown(.list(entries)) == "10. ten\n    - inner\n      1. deep\n")
    }

    @Test func formulasAndReferencesToNotesStayAsTheyAre() {
        var text = StyledText()
        text.append("a_b ")
        text.append("x_{1} < \\frac{a}{b}$", style: .math)
        text.append("[^2]", style: .note)
        text.append("[^e1]", style: .note)
        #expect(markdown(.paragraph(text)) == "a_b $x_{1} \\lt  \\frac{a}{b}\\$$[^2][^e1]\n")
        var wrong = StyledText()
        wrong.append("[^<i>]", style: .note)
        #expect(markdown(.paragraph(wrong)).contains("&lt;i&gt;"))
    }

    @Test func aTableWithMergedCellsIsWrittenAsHTML() {
        let table = Table(rows: [
            [.init(StyledText("both"), columnSpan: 2)], [.init(StyledText("<a>")), .init(StyledText("b"))],
        ])
        #expect(
            markdown(.table(table))
                == "<table><tr><th colspan=\"2\">both</th></tr><tr><td>&lt;a&gt;</td><td>b</td></tr></table>\n")
        #expect(table.grid == [["both", ""], ["<a>", "b"]])
    }

    @Test func linksKeepTheirAddress() {
        var text = StyledText()
        text.append("site", link: "https://example.org/a_(b)")
        #expect(markdown(.paragraph(text)) == "[site](<https://example.org/a_(b)>)\n")
    }
}
