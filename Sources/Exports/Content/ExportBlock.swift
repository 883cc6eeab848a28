import Model

/// A piece of a document as exports for people write it.
enum ExportBlock: Equatable {
    /// One entry of a list.
    struct Entry: Equatable {
        var spans: [TextSpan]
        /// 0 for the outermost.
        var level: Int
        /// The number of the entry; nil for a bullet.
        var number: Int?
    }

    case heading(level: Int, [TextSpan])
    case paragraph([TextSpan])
    case quote([TextSpan])
    case list([Entry])
    case table([[String]])
    case code(String)
    /// A picture with its description.
    case image([TextSpan])
    case header([TextSpan])
    case footer([TextSpan])
    case rule

    /// An element of `items` in document.json; nil for one that shows nothing.
    init?(item: JSONValue) {
        let markdown = Array((item["md"]?.string ?? "").utf8)
        switch item["type"]?.string {
        case "heading":
            let text = markdown.drop { $0 == UInt8(ascii: "#") }.drop { $0 == 0x20 }
            self = .heading(level: Int(min(6, max(1, item["level"]?.integer ?? 1))), InlineText.spans(of: text))
        case "list": self = .list(MarkdownBlocks.entries(of: markdown))
        case "table":
            let rows = (item["rows"]?.array ?? []).map { ($0.array ?? []).map(\.shown) }
            guard !rows.isEmpty else { return nil }
            self = .table(rows)
        case "code": self = .code(MarkdownBlocks.code(in: markdown))
        case "image": self = .image(InlineText.spans(of: markdown))
        case "header": self = .header(InlineText.spans(of: markdown))
        case "footer": self = .footer(InlineText.spans(of: markdown))
        default:
            guard !markdown.isEmpty else { return nil }
            self = MarkdownBlocks.passage(markdown)
        }
    }

    /// The text alone.
    static func plain(_ spans: [TextSpan]) -> String { spans.map(\.text).joined() }
}
