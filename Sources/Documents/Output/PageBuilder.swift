import Layout
import Model

/// Puts blocks together to pages of a document whose text flows, and keeps its headings and links.
///
/// Neighbouring list entries become one list, neighbouring lines of code one block. A page that grows too large ends
/// by itself where pages are the reader's choice.
struct PageBuilder {
    private var composer = PageComposer()
    private var isEmpty = true
    private var entries: [ListEntry] = []
    private var code: [UInt8] = []
    private var finished: [PageContent] = []
    private var links: [JSONValue] = []
    /// The page that is being built, 1-based.
    private(set) var number = 1
    /// Entries of `outline`.
    private(set) var outline: [JSONValue] = []
    /// The first heading.
    private(set) var title: String?
    /// What the speaker of the page's slide reads from.
    var speakerNotes: String?
    /// Points.
    var pageSize: (width: Double, height: Double)?
    /// Where the blocks that are added next stand on the page.
    var box: PageBox? {
        willSet { flush() }
    }

    private let dividesLongPages: Bool

    /// A builder whose first page has this number.
    init(startingAt number: Int = 1, dividesLongPages: Bool = true) {
        self.number = number
        self.dividesLongPages = dividesLongPages
    }

    /// Adds what stands at the end of a page and empties it: the notes the page refers to and, after the first page,
    /// the running footers.
    mutating func addEnd(notes: inout [Block.Kind], footers: inout [StyledText]) {
        for note in notes { add(note) }
        for footer in footers { add(.footer(footer)) }
        notes = []
        footers = []
    }

    /// Adds a block after what is there.
    mutating func add(_ kind: Block.Kind) {
        flush()
        append(kind)
    }

    /// Adds an entry to the present list; its level counts from any number.
    mutating func add(entry: ListEntry) {
        if !code.isEmpty || entries.count >= Limits.listEntries { flush() }
        // Numbers after bullets on the outermost level are another list.
        if let first = entries.first, first.level == entry.level, first.isBullet != entry.isBullet { flush() }
        entries.append(entry)
    }

    /// Adds a line to the present block of code.
    mutating func add(codeLine line: [UInt8]) {
        if !entries.isEmpty || code.count > Limits.textPageBytes { flush() }
        if !code.isEmpty { code.append(ASCII.lineFeed) }
        code += line
    }

    /// Ends the page, unless nothing stands on it.
    mutating func breakPage() {
        flush()
        if !isEmpty { endPage() }
    }

    /// Ends the page, even an empty one.
    mutating func endPage() {
        flush()
        var page = composer.finish(number: number)
        page.speakerNotes = speakerNotes
        page.size = pageSize
        finished.append(page)
        composer = PageComposer()
        speakerNotes = nil
        isEmpty = true
        number += 1
    }

    /// Hands over the pages that are finished.
    mutating func takePages() -> [PageContent] {
        defer { finished = [] }
        return finished
    }

    /// Hands over the links found so far.
    mutating func takeLinks() -> [JSONValue] {
        defer { links = [] }
        return links
    }

    /// Ends what is open; a document without any text has one empty page.
    mutating func finish() {
        breakPage()
        if number == 1 { endPage() }
    }

    private mutating func flush() {
        if !entries.isEmpty {
            let list = Self.levelled(entries)
            entries = []
            append(.list(list))
        }
        if !code.isEmpty {
            let lines = code
            code = []
            append(.code(lines, language: nil))
        }
    }

    private mutating func append(_ kind: Block.Kind) {
        if dividesLongPages, composer.byteCount > Limits.textPageBytes { endPage() }
        isEmpty = false
        note(kind)
        composer.add(Block(kind, box: box))
    }

    private mutating func note(_ kind: Block.Kind) {
        switch kind {
        case .heading(let text, let level):
            let name = String(decoding: text.bytes.prefix(Limits.documentNameBytes), as: UTF8.self)
                .replacing("\n", with: " ")
            if title == nil { title = name }
            guard outline.count < Limits.outlineEntries else { break }
            outline.append(
                ["title": .string(name), "level": .integer(Int64(level)), "page_number": .integer(Int64(number))])
            noteLinks(text)
        case .paragraph(let text), .quote(let text), .footnote(let text, _): noteLinks(text)
        case .list(let entries): for entry in entries { noteLinks(entry.text) }
        case .table(let table): for row in table.rows { for cell in row { noteLinks(cell.text) } }
        default: break
        }
    }

    private mutating func noteLinks(_ text: StyledText) {
        for span in text.spans {
            guard let link = span.link, links.count < Limits.documentLinks else { continue }
            links.append(
                ["page_number": .integer(Int64(number)), "bbox": .null, "type": "url", "url": .string(link)])
        }
    }

    /// The entries with levels from 0 without gaps.
    static func levelled(_ entries: [ListEntry]) -> [ListEntry] {
        var open: [Int] = []
        return entries.map { entry in
            while let last = open.last, last > entry.level { open.removeLast() }
            if open.last != entry.level { open.append(entry.level) }
            var entry = entry
            entry.level = open.count - 1
            return entry
        }
    }
}

extension ListEntry {
    /// True for an entry without number or letter.
    fileprivate var isBullet: Bool { number == nil && label == nil }
}
