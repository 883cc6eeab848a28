import Testing

@testable import Layout

/// What glyphs become.
@Suite struct WordTests {
    private func words(_ draw: (inout PageSketch) -> Void) -> [String] {
        var sketch = PageSketch()
        draw(&sketch)
        let page = WordBuilder.words(of: sketch.marks, fonts: PageSketch.fonts)
        return page.words.map { String(decoding: page.bytes(of: $0), as: UTF8.self) }
    }

    @Test func blanksDivideWords() {
        #expect(words { $0.text("two words", x: 50, y: 100) } == ["two", "words"])
    }

    @Test func gapsDivideWordsWhereNoBlankIsPainted() {
        #expect(words { $0.text("two words", x: 50, y: 100, blanks: false) } == ["two", "words"])
    }

    @Test func lettersSetApartAreWords() {
        #expect(
            words { $0.text("ANNUAL REPORT", x: 50, y: 100, blanks: false, spacing: 0.25) } == ["ANNUAL", "REPORT"])
    }

    @Test func fewSingleLettersStayApart() {
        #expect(words { $0.text("a b c", x: 50, y: 100) } == ["a", "b", "c"])
    }

    @Test func aWordPaintedTwiceIsOneBoldWord() {
        var sketch = PageSketch()
        sketch.text("Heavy type", x: 50, y: 100)
        sketch.text("Heavy type", x: 50.4, y: 100)
        let page = WordBuilder.words(of: sketch.marks, fonts: PageSketch.fonts)
        #expect(page.words.map { String(decoding: page.bytes(of: $0), as: UTF8.self) } == ["Heavy", "type"])
        #expect(page.words.allSatisfy { $0.style.contains(.bold) })
    }

    @Test func aLetterPaintedTwiceIsOneLetter() {
        let found = words { sketch in
            for (index, letter) in ["b", "o", "o", "k"].enumerated() {
                sketch.add(letter, x: 50 + Float(index) * 5, y: 100, dx: 5)
                sketch.add(letter, x: 50.3 + Float(index) * 5, y: 100, dx: 5)
            }
        }
        #expect(found == ["book"])
    }

    @Test(arguments: [("\u{A8}", "u", "für"), ("\u{308}", "u", "für")])
    func anAccentPaintedOverItsLetterIsComposed(_ accent: String, _ letter: String, _ expected: String) {
        let before = words { sketch in
            sketch.add("f", x: 50, y: 100, dx: 5)
            sketch.add(accent, x: 55, y: 100, dx: 5)
            sketch.add(letter, x: 55, y: 100, dx: 5)
            sketch.add("r", x: 60, y: 100, dx: 5)
        }
        let after = words { sketch in
            sketch.add("f", x: 50, y: 100, dx: 5)
            sketch.add(letter, x: 55, y: 100, dx: 5)
            sketch.add(accent, x: 55, y: 100, dx: 5)
            sketch.add("r", x: 60, y: 100, dx: 5)
        }
        #expect(before.map { Array($0.unicodeScalars) } == [Array(expected.unicodeScalars)])
        #expect(after.map { Array($0.unicodeScalars) } == [Array(expected.unicodeScalars)])
    }

    @Test func aTildeBetweenWordsIsNoAccent() {
        #expect(words { $0.text("a~n", x: 50, y: 100) } == ["a~n"])
    }

    @Test func textThatRunsUpIsOfOneDirection() {
        var sketch = PageSketch()
        sketch.upward("up the page", x: 50, y: 400)
        let page = WordBuilder.words(of: sketch.marks, fonts: PageSketch.fonts)
        #expect(page.words.count == 3)
        #expect(page.words.allSatisfy { $0.direction == .up })
    }

    @Test func hebrewPaintedAsItIsSeenIsReadFromTheRight() {
        var sketch = PageSketch()
        // "שלום 12 עולם" with its letters from left to right as they stand on the page.
        for (index, letter) in ["ם", "ל", "ו", "ע"].enumerated() {
            sketch.add(letter, x: 50 + Float(index) * 5, y: 100, dx: 5)
        }
        sketch.text("12", x: 74, y: 100)
        for (index, letter) in ["ם", "ו", "ל", "ש"].enumerated() {
            sketch.add(letter, x: 88 + Float(index) * 5, y: 100, dx: 5)
        }
        #expect(sketch.markdown == "שלום 12 עולם\n")
    }

    @Test func linesOfJapaneseAreJoinedWithoutABlank() {
        var sketch = PageSketch()
        for (row, line) in ["尊厳と権利とにつ", "いて平等である"].enumerated() {
            for (index, sign) in line.enumerated() {
                sketch.add(String(sign), x: 50 + Float(index) * 10, y: 100 + Float(row) * 13, dx: 10)
            }
        }
        #expect(sketch.markdown == "尊厳と権利とについて平等である\n")
    }
}
