import Layout
import Testing

/// What holds for every page, however odd: seeded random ones.
@Suite struct LayoutPropertyTests {
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    /// A page of texts at any place, in any size, font and direction, with boxes among them.
    private func page(_ seed: UInt64, texts: Int) -> PageSketch {
        var random = Seeded(state: seed)
        var sketch = PageSketch()
        for index in 0..<texts {
            let x = Float.random(in: 20...500, using: &random)
            let y = Float.random(in: 20...780, using: &random)
            let size: Float = [6, 8, 10, 10, 10, 12, 18].randomElement(using: &random) ?? 10
            let font = PageSketch.Font.allCases.randomElement(using: &random) ?? .plain
            let text = "w\(seed)x\(index)q lorem \(["ipsum", "1.", "•", "- dolor"].randomElement(using: &random) ?? "")"
            if index % 17 == 3 {
                sketch.upward(text, x: x, y: y, size: size)
            } else {
                sketch.text(text, x: x, y: y, size: size, font: font)
            }
            if index % 29 == 5 { sketch.box(left: x - 30, top: y - 40, right: x + 150, bottom: y + 60) }
        }
        return sketch
    }

    /// All bytes of the blocks that are no blanks, sorted; marks of lists are left to the writer of Markdown.
    private func letters(_ blocks: [Block]) -> String {
        var composer = PageComposer()
        for block in blocks { composer.add(block) }
        return String(decoding: composer.finish(number: 1).text, as: UTF8.self)
    }

    @Test(arguments: 1...25) func noTextIsLostOrDoubled(_ seed: Int) {
        let sketch = page(UInt64(seed), texts: 60)
        let text = letters(sketch.blocks())
        for index in 0..<60 {
            let name = "w\(seed)x\(index)q"
            #expect(text.ranges(of: name).count == 1, "\(name)")
        }
    }

    @Test(arguments: 1...10) func boxesStandOnThePage(_ seed: Int) {
        for block in page(UInt64(seed), texts: 80).blocks() {
            guard let box = block.box else { continue }
            #expect(box.x >= 0 && box.y >= 0 && box.width >= 0 && box.height >= 0)
            #expect(box.x + box.width <= 612.01 && box.y + box.height <= 792.01)
        }
    }

    @Test func theSamePageGivesTheSameBlocks() {
        #expect(page(7, texts: 80).blocks() == page(7, texts: 80).blocks())
    }

    @Test func pagesComeOutOnceAndInOrder() {
        var layout = DocumentLayout()
        var numbers: [Int] = []
        for number in 1...75 {
            var sketch = PageSketch(number: number)
            sketch.text("page \(number)", x: 60, y: 300)
            numbers += layout.add(sketch.marks, fonts: PageSketch.fonts).map(\.number)
            #expect(number - numbers.count <= 24)
        }
        numbers += layout.finish().map(\.number)
        #expect(numbers == Array(1...75))
    }

    @Test func glyphsOutOfAllBoundsAreRead() {
        var sketch = PageSketch()
        let odd: [Float] = [0, -1e9, 1e9, .infinity, -.infinity, .nan, .leastNonzeroMagnitude]
        for x in odd {
            for y in odd {
                for size in odd { sketch.add("x", x: x, y: y, dx: size, dy: y, size: size) }
            }
        }
        sketch.text("sane text", x: 60, y: 100)
        #expect(sketch.markdown.contains("sane text"))
    }

    @Test func timeGrowsWithTheText() {
        func time(_ texts: Int) -> Duration {
            let sketch = page(3, texts: texts)
            let clock = ContinuousClock()
            return (0..<3).map { _ in clock.measure { _ = sketch.blocks() } }.min() ?? .zero
        }
        _ = time(50)
        let small = time(400)
        let large = time(4000)
        #expect(large < small * 30, "\(small) \(large)")
    }
}
