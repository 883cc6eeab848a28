import Model

/// Finds the blocks of the pages of a document: pages go in one by one, and come out in the same order a bounded number
/// of pages later.
///
/// What runs through the document (fonts, running headers, levels of headings) is learnt from the pages inside the
/// window and from running totals, so that memory stays the same however long the document is.
public struct DocumentLayout {
    /// Pages of the window that are only looked ahead to.
    private static let lookAhead = 4
    /// Size of text as long as none was seen.
    private static let usualSize: Float = 10

    /// The outline of the document; set before the first page.
    public var outline: [OutlineHint] = [] {
        didSet { titles = OutlineTitles(outline) }
    }

    private var titles = OutlineTitles([])
    private var waiting: [WaitingPage] = []
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

    /// Takes the next page, whose pictures hold words that were recognised; hands out those that are complete.
    public mutating func add(_ marks: PageMarks, fonts: [FontFace], recognized: PageWords) -> [PageBlocks] {
        var words = WordBuilder.words(of: marks, fonts: fonts)
        words.add(recognized)
        return add(words, on: marks)
    }

    /// Takes the next page with words that were recognised; hands out those that are complete.
    public mutating func add(_ words: PageWords, on marks: PageMarks) -> [PageBlocks] {
        let size = statistics.bodySize ?? Self.usualSize
        let tables = TableFinder().tables(words: words, marks: marks, bodySize: size)
        let page = PageLines(words, on: marks, tables: tables)
        statistics.add(page)
        for word in page.words { hyphened.note(page.bytes(of: word)) }
        running.note(page, index: done + waiting.count)
        waiting.append(WaitingPage(page: page))
        return waiting.count < Limits.layoutWindow + Self.lookAhead ? [] : hand(out: Limits.layoutWindow)
    }

    /// Hands out the pages that are left.
    public mutating func finish() -> [PageBlocks] { hand(out: waiting.count) }

    private mutating func hand(out count: Int) -> [PageBlocks] {
        guard count > 0 else { return [] }
        let bodySize = statistics.bodySize ?? Self.usualSize
        let bodyStyle = statistics.bodyStyle
        var pages = (0..<count).map { passages(of: $0, bodySize, bodyStyle) }
        // A table at the end of the last page may go on in the first one that stays.
        if waiting.count > count { pages.append(passages(of: count, bodySize, bodyStyle)) }
        joinTables(&pages)
        findHeadings(&pages, bodySize, bodyStyle)
        var out: [PageBlocks] = []
        for (index, found) in pages.prefix(count).enumerated() {
            let page = waiting[index].page
            let builder = BlockBuilder(
                page: page, joinedTables: waiting[index].joined, passages: found.passages,
                isHeading: found.isHeading, running: found.running,
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

    /// What the lines of a page that waits belong to.
    private mutating func passages(of index: Int, _ bodySize: Float, _ bodyStyle: StyledText.Style) -> PagePassages {
        let waits = waiting[index]
        let places = running.places(on: waits.page, index: done + index, bodySize: bodySize)
        var passages = ParagraphBuilder.passages(
            of: waits.page, bodySize: bodySize, bodyStyle: bodyStyle, running: places)
        if let taken = waits.taken { passages.removeAll { $0.table == taken } }
        return PagePassages(passages: passages, running: places)
    }

    /// Joins the tables that go on from page to page.
    private mutating func joinTables(_ pages: inout [PagePassages]) {
        var chain: (page: Int, table: Int)?
        for index in pages.indices.dropLast() {
            guard let last = pages[index].passages.last?.table ?? chain?.table, last >= 0 else {
                chain = nil
                continue
            }
            if !pages[index].passages.isEmpty { chain = (index, last) }
            guard let start = chain, let next = pages[index + 1].passages.first?.table, next >= 0 else {
                chain = nil
                continue
            }
            let first = waiting[start.page].joined[start.table] ?? waiting[start.page].page.tables[start.table]
            let rest = waiting[index + 1].page
            let continuation = TableContinuation(first, rest.tables[next])
            guard continuation.goesOn else { continue }
            let from = waiting[index].page.number
            waiting[start.page].joined[start.table] = continuation.joined(pages: (from, rest.number))
            waiting[index + 1].taken = next
            pages[index + 1].passages.removeFirst()
        }
    }

    private mutating func findHeadings(
        _ pages: inout [PagePassages], _ bodySize: Float, _ bodyStyle: StyledText.Style
    ) {
        var looks: [HeadingLevels.Look] = []
        for index in pages.indices {
            let page = waiting[index].page
            let finder = HeadingFinder(bodySize: bodySize, bodyStyle: bodyStyle, page: page)
            pages[index].isHeading = pages[index].passages.map {
                finder.isHeading($0, isTitled: titles.level(of: $0, page) != nil)
            }
            for (passage, isHeading) in zip(pages[index].passages, pages[index].isHeading) where isHeading {
                looks.append(.init(passage, bodySize: bodySize))
            }
        }
        levels.learn(looks)
    }

    private mutating func headingLevels(
        _ passages: [Passage], _ isHeading: [Bool], _ page: PageLines, _ bodySize: Float
    ) -> [Int] {
        var found = [Int](repeating: 0, count: passages.count)
        for index in passages.indices where isHeading[index] {
            let passage = passages[index]
            found[index] = levels.level(
                of: .init(passage, bodySize: bodySize),
                number: HeadingNumber(of: page.lines[passage.lines.lowerBound], on: page),
                outline: titles.level(of: passage, page))
        }
        return found
    }
}

/// A page that waits for those behind it.
private struct WaitingPage {
    let page: PageLines
    /// Its tables that go on in the next pages, whole.
    var joined: [Int: FoundTable] = [:]
    /// Its table that is part of one on the page before.
    var taken: Int?
}

/// The passages of a page and what is known of them.
private struct PagePassages {
    var passages: [Passage]
    var isHeading: [Bool] = []
    var running: [RunningPlace]
}
