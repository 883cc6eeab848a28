import Layout
import Testing

/// What runs from page to page.
@Suite struct RunningTextTests {
    private func document(_ count: Int, draw: (inout PageSketch, Int) -> Void) -> [PageBlocks] {
        let sketches = (1...count).map { number in
            var sketch = PageSketch(number: number)
            let name = String(UnicodeScalar(UInt8(97 + number % 26))) + "body"
            sketch.lines(Prose.lines(name, 30, width: 60), x: 60, y: 110)
            draw(&sketch, number)
            return sketch
        }
        return PageSketch.pages(sketches)
    }

    private func running(_ page: PageBlocks) -> [String] {
        page.blocks.compactMap { block in
            switch block.kind {
            case .header(let text): "header: \(text.plain)"
            case .footer(let text): "footer: \(text.plain)"
            default: nil
            }
        }
    }

    @Test func headersAndFootersAreFoundOnEveryPage() {
        let pages = document(40) { sketch, number in
            sketch.text("The name of the book", x: 200, y: 50)
            sketch.text("Page \(number) of 40", x: 280, y: 760)
        }
        #expect(pages.map(\.number) == Array(1...40))
        for page in pages {
            #expect(running(page) == ["header: The name of the book", "footer: Page \(page.number) of 40"])
        }
    }

    @Test func headersMayChangeSidesAndChapters() {
        let pages = document(12) { sketch, number in
            sketch.text(
                number.isMultiple(of: 2) ? "\(number) Chapter \(number / 4 + 1) of it" : "A book of tests \(number)",
                x: number.isMultiple(of: 2) ? 60 : 300, y: 50)
        }
        #expect(pages.allSatisfy { running($0).count == 1 })
    }

    @Test func aChapterOnOnePageIsKnownByItsPlaceAndNumber() {
        let names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"]
        let pages = document(6) { sketch, number in
            sketch.text("\(names[number - 1]) chapter \(number)", x: 60, y: 50)
        }
        #expect(pages.allSatisfy { running($0).count == 1 })
    }

    @Test func aLonePageNumberIsKnownOnASinglePage() {
        let pages = document(1) { sketch, _ in sketch.text("17", x: 300, y: 760) }
        #expect(running(pages[0]) == ["footer: 17"])
    }

    @Test func textThatStandsOnceStays() {
        let pages = document(3) { sketch, number in
            if number == 2 { sketch.text("A heading of its own", x: 60, y: 60, size: 14) }
        }
        #expect(running(pages[1]).isEmpty)
        #expect(PageSketch.markdown(pages[1].blocks).contains("# A heading of its own"))
    }

    @Test func whatIsMarkedAsNoContentRuns() {
        let pages = document(1) { sketch, _ in
            sketch.text("marked by its author", x: 60, y: 60, traits: .artifact)
        }
        #expect(running(pages[0]) == ["header: marked by its author"])
    }
}
