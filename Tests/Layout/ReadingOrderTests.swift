import Layout
import Testing

/// The order in which a page is read.
@Suite struct ReadingOrderTests {
    /// True when the texts stand in the Markdown in this order.
    private func isInOrder(_ texts: [String], _ markdown: String) -> Bool {
        var rest = markdown[...]
        for text in texts {
            guard let found = rest.firstRange(of: text) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }

    @Test func twoColumnsBelowATitle() {
        var sketch = PageSketch()
        sketch.text("A title that stands across both of the columns", x: 120, y: 60, size: 16)
        sketch.lines(Prose.lines("left", 20), x: 60, y: 100)
        sketch.lines(Prose.lines("right", 20), x: 320, y: 100)
        let markdown = sketch.markdown
        #expect(isInOrder(["A title", "leftaa", "leftat", "rightaa", "rightat"], markdown), "\(markdown)")
    }

    @Test func threeNarrowColumns() {
        var sketch = PageSketch()
        for (index, name) in ["one", "two", "three"].enumerated() {
            sketch.lines(Prose.lines(name, 12, width: 28), x: 50 + Float(index) * 155, y: 100 + Float(index) * 4)
        }
        #expect(isInOrder(["oneaa", "oneal", "twoaa", "twoal", "threeaa", "threeal"], sketch.markdown))
    }

    @Test func columnsPaintedLineByLine() {
        var sketch = PageSketch()
        for (index, line) in zip(Prose.lines("left", 12), Prose.lines("right", 12)).enumerated() {
            sketch.text(line.0, x: 60, y: 100 + Float(index) * 12)
            sketch.text(line.1, x: 320, y: 100 + Float(index) * 12)
        }
        #expect(isInOrder(["leftaa", "leftal", "rightaa", "rightal"], sketch.markdown))
    }

    @Test func columnsThatBeginAgainBelowAHeading() {
        var sketch = PageSketch()
        sketch.lines(Prose.lines("first", 8), x: 60, y: 100)
        sketch.lines(Prose.lines("second", 8), x: 320, y: 96)
        sketch.text("A heading", x: 60, y: 230, size: 15, font: .bold)
        sketch.lines(Prose.lines("third", 8), x: 60, y: 260)
        sketch.lines(Prose.lines("fourth", 8), x: 320, y: 256)
        #expect(isInOrder(["firstah", "secondaa", "A heading", "thirdaa", "thirdah", "fourthaa"], sketch.markdown))
    }

    @Test func aHeadingInTheLeftColumnStaysThere() {
        var sketch = PageSketch()
        sketch.lines(Prose.lines("first", 8), x: 60, y: 100)
        sketch.text("A heading", x: 60, y: 220, size: 12, font: .bold)
        sketch.lines(Prose.lines("third", 8), x: 60, y: 240)
        sketch.lines(Prose.lines("second", 19), x: 320, y: 100)
        #expect(isInOrder(["firstah", "A heading", "thirdah", "secondaa"], sketch.markdown))
    }

    @Test func columnsBelowLabelsInTheMarginAreFound() {
        var sketch = PageSketch()
        for (index, label) in ["label", "other", "third"].enumerated() {
            sketch.text(label, x: 20, y: 100 + Float(index) * 36)
            sketch.lines(Prose.lines("\(label)x", 3, width: 60), x: 100, y: 100 + Float(index) * 36)
        }
        sketch.lines(Prose.lines("left", 12, width: 30), x: 100, y: 300)
        sketch.lines(Prose.lines("right", 12, width: 30), x: 290, y: 304)
        #expect(isInOrder(["label", "other", "third", "leftaa", "leftal", "rightaa"], sketch.markdown))
    }

    @Test func labelsAndTheirValuesAreReadInRows() {
        var sketch = PageSketch()
        for (index, row) in [("Name", "Ada"), ("Town", "London"), ("Born", "1815")].enumerated() {
            sketch.text(row.0, x: 60, y: 100 + Float(index) * 14)
            sketch.text(row.1, x: 200, y: 100 + Float(index) * 14)
        }
        #expect(isInOrder(["Name", "Ada", "Town", "London", "Born", "1815"], sketch.markdown))
    }

    @Test func aBoxIsReadInOnePiece() {
        var sketch = PageSketch()
        sketch.lines(Prose.lines("body", 20, width: 60), x: 60, y: 100)
        sketch.box(left: 380, top: 130, right: 560, bottom: 210)
        sketch.lines(Prose.lines("aside", 5, width: 30), x: 390, y: 150)
        let markdown = sketch.markdown
        #expect(isInOrder(["asideaa", "asideab", "asideac", "asidead", "asideae"], markdown))
        let aside = markdown.firstRange(of: "asideaa").map { markdown[$0.lowerBound...] } ?? ""
        let box = aside.firstRange(of: "asideae").map { aside[..<$0.lowerBound] } ?? ""
        #expect(!box.contains("body"))
    }

    @Test func textThatRunsUpTheMarginComesLast() {
        var sketch = PageSketch()
        sketch.upward("stamp of the archive", x: 30, y: 500)
        sketch.lines(Prose.lines("body", 10, width: 60), x: 60, y: 100)
        #expect(isInOrder(["bodyaa", "bodyaj", "stamp of the archive"], sketch.markdown))
    }

    @Test func aPageTurnedAsAWholeIsReadAsItStands() {
        var sketch = PageSketch()
        for (index, line) in Prose.lines("line", 10).enumerated() {
            sketch.upward(line, x: 100 + Float(index) * 12, y: 600)
        }
        #expect(isInOrder(["lineaa", "lineab", "lineaj"], sketch.markdown))
    }

    @Test func aDropCapBelongsToItsWord() {
        var sketch = PageSketch()
        sketch.text("O", x: 60, y: 124, size: 34)
        sketch.lines(
            ["nce upon a time there was", "a letter that was larger", "than all of the others."], x: 79, y: 102)
        #expect(sketch.markdown.hasPrefix("Once upon a time"))
    }
}
