import Model

/// Puts the blocks of a page together to what is published of it: Markdown, text and items.
public struct PageComposer {
    private var markdown: [UInt8] = []
    private var text: [UInt8] = []
    private var items: [PageItem] = []
    private var certainty = 0.0
    private var weight = 0

    public init() {}

    /// Bytes of the Markdown so far.
    public var byteCount: Int { markdown.count }

    /// Adds the next block in reading order.
    public mutating func add(_ block: Block) {
        switch block.kind {
        case .paragraph(let body): add(block, .text, Self.paragraph(body), body.bytes)
        case .heading(let title, let level): addHeading(block, title, level)
        case .list(let entries): addList(block, entries)
        case .table(let table): addTable(block, table)
        case .code(let code, let language):
            add(block, .code(language: language), Markdown.code(code, language: language), code)
        case .quote(let body): add(block, .text, Self.prefixed(Self.paragraph(body), "> "), body.bytes)
        case .image(let description):
            let shown = Markdown.escaped(inline: description.bytes.filter { $0 != ASCII.lineFeed })
            add(
                block, .image, description.isEmpty ? [] : Array("![".utf8) + shown + Array("]()".utf8),
                description.bytes)
        case .header(let body): addApart(block, .header, body)
        case .footer(let body): addApart(block, .footer, body)
        case .footnote(let body, let mark):
            let label = Array("[^\(mark)]: ".utf8)
            add(block, .text, label + Markdown.inline(body), label + body.bytes)
        case .rule: add(block, .text, Array("---".utf8), [])
        }
    }

    /// Adds what was said at a time of a recording; the time stands in the Markdown alone.
    public mutating func add(_ words: StyledText, spokenAt time: String) {
        add(Block(.paragraph(words)), .text, Array("[\(time)] ".utf8) + Markdown.inline(words), words.bytes)
    }

    /// Hands over the page; `number` is 1-based.
    public consuming func finish(number: Int) -> PageContent {
        var content = PageContent(number: number, text: text, markdown: markdown, items: items)
        content.confidence = weight > 0 ? certainty / Double(weight) : 1
        return content
    }

    private mutating func addHeading(_ block: Block, _ title: StyledText, _ level: Int) {
        let level = min(6, max(1, level))
        let line = Markdown.inline(title).map { $0 == ASCII.lineFeed ? ASCII.space : $0 }
        let marks = [UInt8](repeating: UInt8(ascii: "#"), count: level)
        add(block, .heading(level: level), marks + [ASCII.space] + line, title.bytes)
    }

    private mutating func addList(_ block: Block, _ entries: [ListEntry]) {
        var markdown: [UInt8] = []
        var text: [UInt8] = []
        // Widths of the marks an entry stands below: what belongs to an entry begins where its text does.
        var outer: [Int] = []
        for (index, entry) in entries.enumerated() {
            if index > 0 {
                markdown.append(ASCII.lineFeed)
                text.append(ASCII.lineFeed)
            }
            let mark = entry.number.map { "\($0). " } ?? "- "
            outer = Array(outer.prefix(entry.level))
            while outer.count < entry.level { outer.append(mark.utf8.count) }
            let indent = [UInt8](repeating: ASCII.space, count: outer.reduce(0, +))
            outer.append(mark.utf8.count)
            let label = entry.label.map { Array("\($0) ".utf8) } ?? []
            let hanging = indent + [UInt8](repeating: ASCII.space, count: mark.utf8.count)
            markdown += indent + Array(mark.utf8) + Markdown.escaped(inline: label)
            markdown += Self.indented(Self.paragraph(entry.text), by: hanging)
            text += indent + (label.isEmpty ? Array(mark.utf8) : label) + entry.text.bytes
        }
        let kind = PageItem.Kind.list(ordered: entries.first?.number != nil, items: entries.map(\.text.plain))
        add(block, kind, markdown, text)
    }

    private mutating func addTable(_ block: Block, _ table: Table) {
        var text: [UInt8] = []
        for row in table.grid {
            for (column, cell) in row.enumerated() {
                if column > 0 { text.append(ASCII.tab) }
                for byte in cell.utf8 { text.append(byte == ASCII.lineFeed ? ASCII.space : byte) }
            }
            text.append(ASCII.lineFeed)
        }
        if text.last == ASCII.lineFeed { text.removeLast() }
        var markdown = table.markdown
        if markdown.last == ASCII.lineFeed { markdown.removeLast() }
        add(block, .table(table), markdown, text)
    }

    private mutating func add(_ block: Block, _ kind: PageItem.Kind, _ shown: [UInt8], _ plain: [UInt8]) {
        if !plain.isEmpty { addText(plain, confidence: block.confidence) }
        guard !shown.isEmpty else { return }
        if !markdown.isEmpty { markdown.append(ASCII.lineFeed) }
        let start = markdown.count
        markdown += shown
        if markdown.last != ASCII.lineFeed { markdown.append(ASCII.lineFeed) }
        var item = PageItem(kind: kind, markdown: start..<markdown.count - 1, box: block.box)
        item.confidence = block.confidence
        items.append(item)
    }

    private mutating func addApart(_ block: Block, _ kind: PageItem.Kind, _ body: StyledText) {
        addText(body.bytes, confidence: block.confidence)
        var item = PageItem(kind: kind, apart: Markdown.inline(body), box: block.box)
        item.confidence = block.confidence
        items.append(item)
    }

    private mutating func addText(_ plain: [UInt8], confidence: Double) {
        if !text.isEmpty { text.append(ASCII.lineFeed) }
        text += plain
        text.append(ASCII.lineFeed)
        certainty += confidence * Double(plain.count)
        weight += plain.count
    }

    /// A line that would start a block of another kind is escaped at its beginning.
    private static func paragraph(_ body: StyledText) -> [UInt8] {
        Markdown.guardingLineStarts(Markdown.inline(body))
    }

    private static func prefixed(_ lines: [UInt8], _ prefix: String) -> [UInt8] {
        Array(prefix.utf8) + indented(lines, by: Array(prefix.utf8))
    }

    private static func indented(_ lines: [UInt8], by indent: [UInt8]) -> [UInt8] {
        var indented: [UInt8] = []
        indented.reserveCapacity(lines.count + 16)
        for byte in lines {
            indented.append(byte)
            if byte == ASCII.lineFeed { indented += indent }
        }
        return indented
    }
}
