import Layout
import Testing

@Suite struct TextQualityTests {
    private func page(_ text: String, traits: Glyph.Traits = [], images: [Area] = []) -> PageMarks {
        var marks = PageMarks(number: 1, width: 600, height: 800)
        for (index, character) in text.enumerated() {
            let bytes = Array(String(character).utf8)
            marks.glyphs.append(
                Glyph(
                    x: Float(index) * 6, y: 100, dx: 6, size: 12, text: UInt32(marks.text.count),
                    length: UInt8(bytes.count), traits: traits))
            marks.text += bytes
        }
        marks.images = images.map { ImageArea(area: $0, pixelWidth: 100, pixelHeight: 100) }
        return marks
    }

    private func flaw(_ marks: PageMarks, hasUnicode: Bool = true) -> TextQuality.Flaw? {
        var face = FontFace(name: "Some")
        face.hasUnicode = hasUnicode
        return TextQuality(marks, fonts: [face]).flaw
    }

    private let sheet = Area(left: 0, top: 0, right: 600, bottom: 800)
    private let sentence = "The quick brown fox jumps over the lazy dog, and nobody knows why it should do so twice."

    @Test func aPageWithTextIsGood() {
        #expect(flaw(page(sentence)) == nil)
        #expect(flaw(page(sentence), hasUnicode: false) == nil)
        #expect(flaw(page("")) == nil)
    }

    @Test func aScanWithoutTextIsFound() {
        #expect(flaw(page("", images: [sheet])) == .noText)
        #expect(flaw(page("   ", images: [sheet])) == .noText)
    }

    @Test func aScanWithAPageNumberIsFound() {
        #expect(flaw(page("Page 3", images: [sheet])) == .picture)
        let corner = Area(left: 0, top: 0, right: 100, bottom: 100)
        #expect(flaw(page("Page 3", images: [corner])) == nil)
        #expect(flaw(page(sentence + sentence, images: [sheet])) == nil)
    }

    @Test func charactersNobodyKnowsAreGarbage() {
        #expect(flaw(page(String(repeating: "\u{FFFD}", count: 50), traits: .unknown)) == .garbage)
    }

    @Test func symbolsInsteadOfLettersAreGarbage() {
        let soup = String(repeating: "!\"#$%&'()*", count: 8)
        #expect(flaw(page(soup), hasUnicode: false) == .garbage)
        #expect(flaw(page(soup), hasUnicode: true) == nil)
        #expect(flaw(page(String(repeating: ".", count: 500) + " 12"), hasUnicode: false) == nil)
    }
}
