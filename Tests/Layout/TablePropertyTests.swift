import Testing

@testable import Layout

/// What holds for tables of any page, however its words and lines are strewn.
@Suite struct TablePropertyTests {
    /// A generator whose numbers follow from its seed.
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % sides
        }
    }

    /// Words and lines at places on a raster, so that many of them meet.
    private func page(seed: UInt64, words: Int, lines: Int) -> TableSketch {
        var dice = Dice(state: seed)
        var page = TableSketch()
        let texts = ["12", "3.5", "name", "of the", "Total", "a longer text", "-", "Table"]
        for _ in 0..<words {
            let size: Float = dice.roll(6) == 0 ? 7 : 10
            page.text(
                texts[dice.roll(texts.count)], x: 40 + Float(dice.roll(12)) * 40, y: 60 + Float(dice.roll(50)) * 14,
                size: size)
        }
        for _ in 0..<lines {
            let (x, y) = (40 + Float(dice.roll(12)) * 40, 50 + Float(dice.roll(50)) * 14)
            switch dice.roll(4) {
            case 0: page.bar(y: y, x, x + Float(dice.roll(6)) * 40)
            case 1: page.pole(x: x, y, y + Float(dice.roll(20)) * 14)
            case 2: page.grid(xs: [x, x + 40, x + 80], ys: [y, y + 14, y + 28])
            default: page.field(Area(left: x, top: y, right: x + 40, bottom: y + 14))
            }
        }
        return page
    }

    @Test(arguments: 0..<60) func wordsAreInOneCellOrLeftAlone(seed: Int) {
        let page = page(seed: UInt64(seed), words: 20 + seed * 4, lines: seed % 7 * 8)
        let tables = page.tables
        #expect(page.tables == tables)
        let taken = tables.flatMap(\.words)
        #expect(Set(taken).count == taken.count)
        #expect(taken.allSatisfy { page.words.words.indices.contains($0) })
        for table in tables {
            let inCells = table.table.rows.flatMap { $0 }.reduce(0) { $0 + $1.text.bytes.count { $0 != 0x20 } }
            let inWords = table.words.reduce(0) { $0 + Int(page.words.words[$1].length) }
            #expect(inCells == inWords)
        }
    }

    @Test(arguments: 0..<60) func cellsFillARectangle(seed: Int) {
        for found in page(seed: UInt64(seed) &+ 1000, words: 150, lines: 10 + seed).tables {
            let columns = found.columnEdges.count - 1
            #expect(columns > 1 && found.table.rows.count > 1)
            let places = found.table.rows.flatMap { $0 }.reduce(0) { $0 + $1.rowSpan * $1.columnSpan }
            #expect(places == columns * found.table.rows.count)
            #expect(found.columnEdges == found.columnEdges.sorted())
            for box in found.table.rows.flatMap({ $0 }).compactMap(\.box) {
                #expect(box.x >= -0.01 && box.y >= -0.01 && box.width >= 0 && box.height >= 0)
                #expect(box.x + box.width <= 600.01 && box.y + box.height <= 800.01)
            }
        }
    }

    @Test func manyWordsAndLinesTakeTheirTimeOnly() {
        func time(_ words: Int, _ lines: Int) -> Duration {
            let page = page(seed: 7, words: words, lines: lines)
            let clock = ContinuousClock()
            return (0..<3).map { _ in clock.measure { _ = page.tables } }.min() ?? .zero
        }
        let few = time(200, 20)
        let many = time(2000, 200)
        #expect(many < few * 30 + .milliseconds(200))
    }

    @Test func placesThatAreNoNumbersAreLeftAlone() {
        let odd: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e30, 0]
        for value in odd {
            var page = page(seed: 3, words: 60, lines: 12)
            for index in stride(from: 0, to: page.words.words.count, by: 3) {
                page.words.words[index].area.left = value
                page.words.words[index].baseline = value
                page.words.words[index].size = value
            }
            for index in stride(from: 0, to: page.marks.shapes.count, by: 2) {
                page.marks.shapes[index].area.right = value
            }
            page.bar(y: value, value, value)
            for found in page.tables { #expect(found.area.width >= 0) }
        }
    }
}
