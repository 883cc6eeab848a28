import Model

/// Finds the blocks of the pages of a document: pages go in one by one, and come out in the same order a bounded number
/// of pages later.
///
/// What runs through the document (fonts, running headers, levels of headings) is learnt from the pages inside the
/// window and from running totals, so that memory stays the same however long the document is.
public struct DocumentLayout {
    /// Pages of the window that are only looked ahead to.
    private static let lookAhead = 4

    /// The outline of the document; set before the first page.
    public var outline: [OutlineHint] = [] {
        didSet { titles = OutlineTitles(outline) }
    }

    private var titles = OutlineTitles([])
    private var waiting: [PageLines] = []
    /// Pages handed out so far.
    private var done = 0
    private var statistics = FontStatistics()
    private var running = RunningText()
    private var levels = HeadingLevels()
    private var hyphened = HyphenWords()

    public init() {}

    /// Takes the next page; hands out those that are complete. `fonts` are those of the document met so far.
    public mutating func add(_ marks: PageMarks, fonts: [FontFace]) -> [PageBlocks] {
        add(WordBuilder.words(of: marks, fonts: fonts), on: marks)
    }

    /// Takes the next page with words that were recognised; hands out those that are complete.
    public mutating func add(_ words: PageWords, on marks: PageMarks) -> [PageBlocks] {
        let size = statistics.bodySize ?? 10
        let tables = TableFinder().tables(words: words, marks: marks, bodySize: size)
        let page = PageLines(words, on: marks, tables: tables)
        statistics.add(page)
        for word in page.words { hyphened.note(page.bytes(of: word)) }
        running.note(page, index: done + waiting.count)
        waiting.append(page)
        return waiting.count < Limits.layoutWindow + Self.lookAhead ? [] : hand(out: Limits.layoutWindow)
    }

    /// Hands out the pages that are left.
    public mutating func finish() -> [PageBlocks] { hand(out: waiting.count) }

    private mutating func hand(out count: Int) -> [PageBlocks] {
        guard count > 0 else { return [] }
        let bodySize = statistics.bodySize ?? 10
        let bodyStyle = statistics.bodyStyle
        var pages: [(passages: [Passage], isHeading: [Bool], running: [RunningPlace])] = []
        var styles: [(size: Float, isBold: Bool)] = []
        for index in 0..<count {
            let page = waiting[index]
            let places = running.places(on: page, index: done + index, bodySize: bodySize)
            let passages = ParagraphBuilder.passages(
                of: page, bodySize: bodySize, bodyStyle: bodyStyle, running: places)
            let finder = HeadingFinder(bodySize: bodySize, bodyStyle: bodyStyle, page: page)
            let isHeading = passages.map { finder.isHeading($0, isTitled: titles.level(of: $0, page) != nil) }
            for (passage, isHeading) in zip(passages, isHeading) where isHeading {
                styles.append((passage.size, passage.isBold))
            }
            pages.append((passages, isHeading, places))
        }
        levels.learn(styles)
        var out: [PageBlocks] = []
        for (index, found) in pages.enumerated() {
            let page = waiting[index]
            let builder = BlockBuilder(
                page: page, passages: found.passages, isHeading: found.isHeading, running: found.running,
                levels: headingLevels(found.passages, found.isHeading, page, bodySize), bodySize: bodySize,
                bodyStyle: bodyStyle, hyphened: hyphened)
            out.append(
                PageBlocks(
                    number: page.number, width: page.width, height: page.height, rotation: page.rotation,
                    blocks: builder.blocks()))
        }
        waiting.removeFirst(count)
        done += count
        return out
    }

    private mutating func headingLevels(
        _ passages: [Passage], _ isHeading: [Bool], _ page: PageLines, _ bodySize: Float
    ) -> [Int] {
        var found = [Int](repeating: 0, count: passages.count)
        for index in passages.indices where isHeading[index] {
            let passage = passages[index]
            found[index] = levels.level(
                of: passage, number: HeadingNumber(of: page.lines[passage.lines.lowerBound], on: page),
                outline: titles.level(of: passage, page), bodySize: bodySize)
        }
        return found
    }
}
