import Layout
import Model
import WorkerProtocol
import XML

/// Reads news feeds, RSS 2.0 and Atom (RFC 4287), as one page: a heading for each entry and what it says.
struct FeedReader: DocumentReader {
    let mimeType: String

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let bytes = try source.readWhole(atMost: Limits.feedBytes)
        var feed = FeedContent(name: source.name)
        do throws(XMLError) {
            try feed.read(bytes)
        } catch {
            output.warn("the feed was read as text: \(error)")
            return try TextReader(mimeType: mimeType).read(source, options: options, into: &output)
        }
        let blocks = feed.blocks
        var sequence = PageSequence(options)
        if sequence.begin() { sequence.write(BlockPages.content(of: blocks, number: 1), to: &output) }
        try sequence.finish(source, &output)
        output.add(links: feed.links.map { BlockPages.link($0, page: 1) })
        output.end(
            DocumentSummary(
                metadata: [
                    "title": .optional(feed.title), "author": .optional(feed.about["author"]),
                    "language": .optional(feed.about["language"]),
                    "created_at": .optional(
                        (feed.about["updated"] ?? feed.about["published"]).flatMap(DateText.timestamp)),
                    "entries": .integer(Int64(feed.entryCount)),
                ], pageCount: 1, title: feed.title, outline: BlockPages.outline(of: blocks, number: 1)))
    }
}

/// What a feed says of itself and its entries.
struct FeedContent {
    private(set) var about: [String: String] = [:]
    private(set) var links: [(text: String, address: String)] = []
    private(set) var entryCount = 0
    private var entries: [Block] = []
    private var entry: [String: String]?
    private let name: String

    init(name: String) { self.name = name }

    /// The title of the feed.
    var title: String? { about["title"].map { Self.line($0, name) } }

    /// The whole page.
    var blocks: [Block] {
        var head: [Block] = []
        if let title { head.append(Block(.heading(StyledText(title), level: 1))) }
        if let summary = about["summary"] { head += Self.parsed(summary, name).blocks }
        return head + entries
    }

    /// Reads a feed from its start to its end.
    mutating func read(_ bytes: [UInt8]) throws(XMLError) {
        var reader = try XMLReader(
            bytes,
            limits: XMLLimits(depth: Limits.partDepth, attributes: Limits.partAttributes, allowsDocumentType: true))
        while true {
            switch try reader.next() {
            case .start: try begin(&reader)
            case .end where ["item", "entry"].contains(reader.name): finishEntry()
            case .finished: return
            default: continue
            }
        }
    }

    private mutating func begin(_ reader: inout XMLReader) throws(XMLError) {
        let element = reader.name
        if element == "item" || element == "entry" {
            entry = [:]
            return
        }
        // A picture or a text field of the feed has a title of its own.
        if ["image", "textInput", "source"].contains(element) { return try reader.skipElement() }
        if element == "link", let address = reader.attribute("href") {
            let relation = reader.attribute("rel") ?? "alternate"
            if relation == "alternate" { note("link", address) }
            return
        }
        guard let key = Self.keys[element] else { return }
        let isPlain = reader.attribute("type").map { $0 == "text" } ?? (element == "title" || key == "author")
        let isMarkup = reader.attribute("type") == "xhtml"
        let text = isMarkup ? try Self.markup(&reader) : String(decoding: try reader.elementText(), as: UTF8.self)
        note(key, isPlain && key == "summary" ? Self.escaped(text) : text)
    }

    private static let keys = [
        "title": "title", "link": "link", "description": "summary", "subtitle": "summary", "tagline": "summary",
        "summary": "summary", "encoded": "content", "content": "content", "pubDate": "published",
        "published": "published", "date": "published", "updated": "updated", "lastBuildDate": "updated",
        "creator": "author", "author": "author", "language": "language", "name": "author",
    ]

    private mutating func note(_ key: String, _ text: String) {
        let text = String(decoding: Array(text.utf8).trimmed, as: UTF8.self)
        guard !text.isEmpty else { return }
        if entry != nil {
            if entry?[key] == nil { entry?[key] = text }
        } else if about[key] == nil {
            about[key] = text
        }
    }

    private mutating func finishEntry() {
        guard let entry else { return }
        self.entry = nil
        entryCount += 1
        let title = Self.line(entry["title"] ?? entry["link"] ?? "", name)
        var heading = StyledText()
        heading.append(title, link: entry["link"])
        if !heading.isEmpty { entries.append(Block(.heading(heading, level: 2))) }
        if let link = entry["link"], links.count < Limits.documentLinks { links.append((title, link)) }
        let byline = [entry["author"], entry["published"] ?? entry["updated"]].compactMap { $0 }
        if !byline.isEmpty {
            var line = StyledText()
            line.append(byline.map { Self.line($0, name) }.joined(separator: ", "), style: .italic)
            entries.append(Block(.paragraph(line)))
        }
        let (blocks, found) = Self.parsed(entry["content"] ?? entry["summary"] ?? "", name)
        links += found
        entries += blocks.map(Self.lowered)
    }

    /// Headings of an entry stand below its title.
    private static func lowered(_ block: Block) -> Block {
        guard case .heading(let text, let level) = block.kind else { return block }
        var block = block
        block.kind = .heading(text, level: min(6, level + 2))
        return block
    }

    private static func parsed(
        _ html: String, _ name: String
    ) -> (blocks: [Block], links: [(text: String, address: String)]) {
        guard let page = try? HTMLPage(utf8: Array(html.utf8), name: name) else {
            return ([Block(.paragraph(StyledText(html)))], [])
        }
        return page.wholeBody()
    }

    /// Text that may hold marks of HTML, as one line without them.
    private static func line(_ text: String, _ name: String) -> String {
        guard text.contains("<") || text.contains("&") else { return text }
        let blocks = parsed(text, name).blocks
        let line = String(decoding: BlockPages.content(of: blocks, number: 1).text.trimmed, as: UTF8.self)
        return line.isEmpty ? text : line
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }

    /// The elements of an Atom text of type `xhtml`, written again.
    private static func markup(_ reader: inout XMLReader) throws(XMLError) -> String {
        let level = reader.depth
        var html = ""
        while true {
            switch try reader.next() {
            case .start:
                let href = reader.attribute("href").map { " href=\"\(escaped($0).replacing("\"", with: "&quot;"))\"" }
                html += "<\(reader.name)\(href ?? "")>"
            case .end where reader.depth == level: return html
            case .end: html += "</\(reader.name)>"
            case .text: html += escaped(String(decoding: reader.text, as: UTF8.self))
            case .entity: html += "&\(reader.name);"
            case .finished: return html
            }
        }
    }
}
