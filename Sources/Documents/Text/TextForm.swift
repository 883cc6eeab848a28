import Layout
import Model

/// How one kind of text becomes Markdown and items; sees the pages in order.
protocol TextForm {
    /// Where a long page may be cut.
    var boundary: TextPages.Boundary { get }
    /// Bytes of a page before it is cut.
    var pageBytes: Int { get }
    /// What a person should know after the last page.
    var warnings: [String] { get }
    /// The title found so far.
    var title: String? { get }
    /// Entries of `outline` found so far.
    var outline: [JSONValue] { get }
    /// Members of `metadata` beyond those every text has.
    var metadata: JSONObject { get }
    /// Makes the content of the next page.
    mutating func content(of page: TextPages.Page, number: Int) -> PageContent
}

extension TextForm {
    var boundary: TextPages.Boundary { .line }
    var pageBytes: Int { Limits.textPageBytes }
    var warnings: [String] { [] }
    var title: String? { nil }
    var outline: [JSONValue] { [] }
    var metadata: JSONObject { [:] }
}

/// Plain text: paragraphs divided by empty lines.
struct ProseForm: TextForm {
    mutating func content(of page: TextPages.Page, number: Int) -> PageContent {
        var markdown: [UInt8] = []
        markdown.reserveCapacity(page.text.count + page.text.count / 8)
        var items: [PageItem] = []
        var start: Int?
        for line in page.text.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false) {
            let escaped = Markdown.escaped(line: line)
            if escaped.isEmpty {
                if let begin = start { items.append(PageItem(kind: .text, markdown: begin..<markdown.count)) }
                start = nil
                continue
            }
            if start != nil {
                markdown.append(ASCII.lineFeed)
            } else {
                if !markdown.isEmpty { markdown += [ASCII.lineFeed, ASCII.lineFeed] }
                start = markdown.count
            }
            markdown += escaped
        }
        if let begin = start { items.append(PageItem(kind: .text, markdown: begin..<markdown.count)) }
        if !markdown.isEmpty { markdown.append(ASCII.lineFeed) }
        return PageContent(number: number, text: page.text, markdown: markdown, items: items)
    }
}

/// Data and source code: one block of code per page, nothing in it interpreted or resolved.
struct CodeForm: TextForm {
    let language: String?
    /// True when every line must be a JSON value of its own.
    var isRecords = false
    var warnings: [String] = []
    private var linesBefore = 0

    init(language: String?, isRecords: Bool = false) {
        self.language = language
        self.isRecords = isRecords
    }

    mutating func content(of page: TextPages.Page, number: Int) -> PageContent {
        if isRecords, !page.endsInsideLine { check(page.text) }
        let markdown = Markdown.code(page.text, language: language)
        let item = PageItem(kind: .code(language: language), markdown: 0..<markdown.count - 1)
        return PageContent(number: number, text: page.text, markdown: markdown, items: [item])
    }

    private mutating func check(_ text: [UInt8]) {
        let lines = text.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false)
        defer { linesBefore += lines.count - 1 }
        guard warnings.isEmpty else { return }
        for (index, line) in lines.enumerated() where !line.trimmed.isEmpty {
            do {
                _ = try JSONParser.parse(Array(line))
            } catch {
                warnings = ["line \(linesBefore + index + 1) is not valid JSON: \(error.message)"]
                return
            }
        }
    }

    /// The word after the fence for a media type.
    static func language(of mimeType: String) -> String? {
        let subtype = mimeType.split(separator: "/").last.map(String.init) ?? ""
        if subtype.hasSuffix("+xml") || subtype == "xml" { return "xml" }
        if subtype.hasSuffix("+json") { return "json" }
        let name = subtype.hasPrefix("x-") ? String(subtype.dropFirst(2)) : subtype
        return ["plain": nil, "shellscript": "sh", "msdos-batch": "bat"][name] ?? name
    }
}
