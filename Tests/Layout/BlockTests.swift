import Layout
import Testing

/// What lines become: paragraphs, headings, lists, code and notes.
@Suite struct BlockTests {
    @Test func linesBecomeParagraphs() {
        var sketch = PageSketch()
        sketch.lines(["The first line of this paragraph goes on", "and ends here."], x: 60, y: 100)
        sketch.lines(["After some white comes the second of them", "and it ends as well."], x: 60, y: 140)
        #expect(
            sketch.markdown
                == "The first line of this paragraph goes on and ends here.\n\n"
                + "After some white comes the second of them and it ends as well.\n")
    }

    @Test func anIndentBeginsAParagraph() {
        var sketch = PageSketch()
        sketch.lines(Prose.lines("one", 3), x: 60, y: 100)
        sketch.text("Two begins with an indent and is long eno", x: 75, y: 136)
        sketch.lines(["ugh for two of the lines that are here"], x: 60, y: 148)
        #expect(sketch.blocks().count == 2)
    }

    @Test(arguments: [
        (["a line that ends with a divi-", "ded word and goes on"], "a line that ends with a divided word"),
        (["it is well-known that a well-", "known word keeps its hyphen"], "that a well-known word"),
        (["a state-of-the-", "art system is described here"], "a state-of-the-art system"),
        (["the treaty between the Anglo-", "Saxon kings is described"], "Anglo-Saxon kings"),
        (["in the years of peace 1919-", "1939 nothing happened there"], "1919-1939"),
        (["one that is hid\u{AD}den in a line", "and of no use"], "hidden in a line"),
        (["a soft hy\u{AD}", "phen is one only at the end"], "a soft hyphen"),
    ])
    func hyphensAtTheEndsOfLines(_ lines: [String], _ expected: String) {
        var sketch = PageSketch()
        sketch.lines(lines, x: 60, y: 100)
        #expect(sketch.markdown.contains(expected), "\(sketch.markdown)")
    }

    @Test func aParagraphGoesOnInTheNextColumn() {
        var sketch = PageSketch()
        var left = Prose.lines("left", 12)
        left[11] = left[10]
        sketch.lines(left, x: 60, y: 100)
        sketch.lines(
            ["goes on in the next column, where it is read", "to its end."] + Prose.lines("x", 9), x: 320, y: 100)
        #expect(sketch.markdown.contains("m goes on in the next column"))
    }

    @Test func aNameWithItsValueIsNoHeading() {
        var sketch = PageSketch()
        sketch.lines(Prose.lines("one", 6), x: 60, y: 60)
        sketch.text("Number:", x: 60, y: 160, size: 13, font: .bold)
        sketch.text("4711", x: 220, y: 160, size: 13, font: .bold)
        sketch.text("2", x: 60, y: 200, size: 13, font: .bold)
        sketch.text("Numbers stand far out", x: 110, y: 200, size: 13, font: .bold)
        sketch.lines(Prose.lines("two", 6), x: 60, y: 220)
        let headings = sketch.blocks().compactMap { block -> String? in
            if case .heading(let text, _) = block.kind { text.plain } else { nil }
        }
        #expect(headings == ["2 Numbers stand far out"])
    }

    @Test func namesWithTheirValuesStayLines() {
        var sketch = PageSketch()
        for (index, name) in ["Flour", "Rye flour", "Delivery"].enumerated() {
            sketch.text(name, x: 60, y: 100 + 14 * Float(index))
            sketch.text("price \(index)", x: 200 + 30 * Float(index), y: 100 + 14 * Float(index))
        }
        #expect(sketch.blocks().count == 3)
    }

    @Test func headingsHaveLevelsByTheirLook() {
        var sketch = PageSketch()
        sketch.text("The title of it all", x: 60, y: 60, size: 22, font: .bold)
        sketch.text("1 A chapter", x: 60, y: 100, size: 16, font: .bold)
        sketch.lines(Prose.lines("one", 6), x: 60, y: 130)
        sketch.text("1.1 A section", x: 60, y: 220, size: 12, font: .bold)
        sketch.lines(Prose.lines("two", 6), x: 60, y: 240)
        sketch.text("Bold alone", x: 60, y: 330, font: .bold)
        sketch.lines(Prose.lines("three", 6), x: 60, y: 344)
        let levels = sketch.blocks().compactMap { block -> Int? in
            if case .heading(_, let level) = block.kind { level } else { nil }
        }
        #expect(levels == [1, 2, 3, 4])
    }

    @Test func boldTextInAParagraphIsNoHeading() {
        var sketch = PageSketch()
        sketch.text("Note.", x: 60, y: 100, font: .bold)
        sketch.text("This paragraph begins with a bold word", x: 90, y: 100)
        sketch.lines(Prose.lines("and", 4), x: 60, y: 112)
        #expect(sketch.markdown.hasPrefix("**Note.** This paragraph"))
    }

    @Test func aCaptionIsNoHeading() {
        var sketch = PageSketch()
        sketch.text("Figure 3: What it looks like", x: 60, y: 80, font: .bold)
        sketch.lines(Prose.lines("one", 6), x: 60, y: 130)
        #expect(!sketch.markdown.contains("#"))
    }

    @Test func theOutlineNamesHeadings() {
        var sketch = PageSketch()
        sketch.text("Plain words", x: 60, y: 80)
        sketch.lines(Prose.lines("one", 6), x: 60, y: 130)
        let blocks = sketch.blocks(outline: [OutlineHint(title: "Plain words", level: 2, page: 1)])
        #expect(blocks.first?.kind == .heading(StyledText("Plain words"), level: 2))
    }

    @Test func listsWithBulletsAndNumbers() {
        var sketch = PageSketch()
        sketch.text("• the first entry of the list is long", x: 60, y: 100)
        sketch.text("and has two lines", x: 68, y: 112)
        sketch.text("– an inner one", x: 80, y: 124)
        sketch.text("• the second", x: 60, y: 136)
        sketch.lines(["1. one", "2. two", "3. three"], x: 60, y: 180)
        #expect(
            sketch.markdown
                == "- the first entry of the list is long and has two lines\n  - an inner one\n- the second\n\n"
                + "1. one\n2. two\n3. three\n", "\(sketch.markdown)")
    }

    @Test func lettersInParenthesesKeepTheirLook() {
        var sketch = PageSketch()
        sketch.lines(["(a) one", "(b) two"], x: 60, y: 100)
        #expect(sketch.markdown == "- (a) one\n- (b) two\n")
    }

    @Test func aYearAtTheStartOfALineIsNoEntry() {
        var sketch = PageSketch()
        sketch.lines(["The war ended after many long years in", "45. Nothing was left."], x: 60, y: 100)
        #expect(sketch.blocks().count == 1)
    }

    @Test func codeKeepsItsLines() {
        var sketch = PageSketch()
        sketch.lines(Prose.lines("one", 4), x: 60, y: 100)
        sketch.text("if ready {", x: 70, y: 160, font: .fixed)
        sketch.text("run()", x: 90, y: 172, font: .fixed)
        sketch.text("}", x: 70, y: 184, font: .fixed)
        #expect(sketch.markdown.contains("```\nif ready {\n    run()\n}\n```"), "\(sketch.markdown)")
    }

    @Test func notesAtTheFootOfThePage() {
        var sketch = PageSketch()
        sketch.lines(Prose.lines("one", 6), x: 60, y: 100)
        sketch.text("1", x: 60, y: 697, size: 5)
        sketch.text("The first note.", x: 64, y: 700, size: 8)
        sketch.text("2", x: 60, y: 707, size: 5)
        sketch.text("The second note.", x: 64, y: 710, size: 8)
        let markdown = sketch.markdown
        #expect(markdown.hasSuffix("[^1]: The first note.\n\n[^2]: The second note.\n"), "\(markdown)")
    }

    @Test func aRaisedMarkIsSuperscript() {
        var sketch = PageSketch()
        sketch.text("A word", x: 60, y: 100)
        sketch.text("7", x: 60 + 27.8, y: 96.5, size: 6)
        sketch.text("and more of them", x: 95, y: 100)
        guard case .paragraph(let text) = sketch.blocks()[0].kind else {
            Issue.record("no paragraph")
            return
        }
        #expect(text.plain == "A word7 and more of them")
        #expect(text.spans.map(\.style) == [.superscript])
    }

    @Test func linksKeepTheirAddress() {
        var sketch = PageSketch()
        sketch.text("see this page", x: 60, y: 100)
        sketch.link("https://example.org", left: 77, top: 90, right: 100, bottom: 103)
        #expect(sketch.markdown == "see [this](https://example.org) page\n")
    }
}
