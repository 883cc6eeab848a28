import Layout
import Model

/// Markdown as written, raw HTML escaped, with its headings, lists, tables and code as items (CommonMark 0.31).
struct MarkdownForm: TextForm {
    private(set) var title: String?
    private(set) var outline: [JSONValue] = []

    mutating func content(of page: TextPages.Page, number: Int) -> PageContent {
        var blocks = MarkdownBlocks()
        for line in page.text.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false) {
            blocks.add(line)
        }
        blocks.finish()
        for item in blocks.items {
            guard case .heading(let level) = item.kind, case .page(let range) = item.markdown,
                outline.count < Limits.outlineEntries
            else { continue }
            let heading = Self.headingText(blocks.markdown[range])
            if title == nil { title = heading }
            outline.append(
                ["title": .string(heading), "level": .integer(Int64(level)), "page_number": .integer(Int64(number))])
        }
        return PageContent(number: number, text: page.text, markdown: blocks.markdown, items: blocks.items)
    }

    private static func headingText(_ line: ArraySlice<UInt8>) -> String {
        let first = line.prefix { $0 != ASCII.lineFeed }
        let hash = UInt8(ascii: "#")
        var text = first.drop { $0 == hash }.trimmed
        while text.last == hash { text.removeLast() }
        return String(decoding: text.trimmed.prefix(Limits.documentNameBytes), as: UTF8.self)
    }
}

/// Divides Markdown into blocks line by line.
struct MarkdownBlocks {
    private(set) var markdown: [UInt8] = []
    private(set) var items: [PageItem] = []
    private var start = 0
    private var lines: [ArraySlice<UInt8>] = []
    private var fence: ArraySlice<UInt8>?
    private var language: String?

    /// Takes the next line, without its line feed.
    mutating func add(_ line: ArraySlice<UInt8>) {
        if let open = fence {
            append(line)
            if line.trimmed.starts(with: open), line.trimmed.allSatisfy({ $0 == open.first }) { closeFence() }
            return
        }
        if let mark = Self.fence(line) {
            closeParagraph()
            let info = line.trimmed.dropFirst(mark.count).trimmed
            language = info.isEmpty ? nil : String(decoding: info.prefix { $0 > ASCII.space }, as: UTF8.self)
            fence = mark
            append(line)
        } else if line.trimmed.isEmpty {
            closeParagraph()
            markdown.append(ASCII.lineFeed)
        } else if let level = Self.headingLevel(line) {
            closeParagraph()
            append(Self.escapeHTML(line)[...])
            close(.heading(level: level))
        } else if let level = Self.underlineLevel(line), lines.count == 1, !Self.isListLine(lines[0]) {
            append(line)
            close(.heading(level: level))
        } else {
            append(Self.escapeHTML(line)[...])
            lines.append(line)
        }
    }

    /// Ends the last block; code that was not closed ends here.
    mutating func finish() {
        if fence != nil { closeFence() } else { closeParagraph() }
    }

    private mutating func append(_ line: ArraySlice<UInt8>) {
        if markdown.count == start || lines.isEmpty && fence == nil { start = markdown.count }
        markdown += line
        markdown.append(ASCII.lineFeed)
    }

    private mutating func close(_ kind: PageItem.Kind) {
        var end = markdown.count
        while end > start, markdown[end - 1] == ASCII.lineFeed { end -= 1 }
        if end > start { items.append(PageItem(kind: kind, markdown: start..<end)) }
        start = markdown.count
        lines = []
    }

    private mutating func closeFence() {
        fence = nil
        close(.code(language: language))
    }

    private mutating func closeParagraph() {
        guard let first = lines.first else { return }
        if Self.isListLine(first) {
            let entries = lines.filter(Self.isListLine).map { line in
                String(decoding: line.trimmed.drop { $0 != ASCII.space }.trimmed, as: UTF8.self)
            }
            close(.list(ordered: first.trimmed.first.map(ASCII.isDigit) ?? false, items: entries))
        } else if lines.count > 1, Self.isTableRule(lines[1]) {
            let rows = [lines[0]] + lines.dropFirst(2)
            close(.table(Table(rows.map(Self.cells))))
        } else {
            close(.text)
        }
    }

    // MARK: Kinds of lines

    private static func fence(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let text = line.trimmed
        guard let mark = text.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
        let run = text.prefix { $0 == mark }
        return run.count >= 3 && !text.dropFirst(run.count).contains(UInt8(ascii: "`")) ? run : nil
    }

    private static func headingLevel(_ line: ArraySlice<UInt8>) -> Int? {
        let level = line.prefix { $0 == UInt8(ascii: "#") }.count
        guard (1...6).contains(level) else { return nil }
        return line.dropFirst(level).first.map(ASCII.isBlank) ?? true ? level : nil
    }

    private static func underlineLevel(_ line: ArraySlice<UInt8>) -> Int? {
        let text = line.trimmed
        guard let mark = text.first, text.allSatisfy({ $0 == mark }) else { return nil }
        return mark == UInt8(ascii: "=") ? 1 : mark == UInt8(ascii: "-") ? 2 : nil
    }

    private static func isListLine(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.trimmed
        guard let first = text.first else { return false }
        if "-*+".utf8.contains(first) { return text.dropFirst().first == ASCII.space }
        let rest = text.drop { ASCII.isDigit($0) }
        guard rest.count < text.count, let mark = rest.first else { return false }
        return (mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")) && rest.dropFirst().first == ASCII.space
    }

    private static func isTableRule(_ line: ArraySlice<UInt8>) -> Bool {
        line.contains(UInt8(ascii: "|")) && line.contains(UInt8(ascii: "-"))
            && line.trimmed.allSatisfy { "|-: ".utf8.contains($0) }
    }

    private static func cells(_ line: ArraySlice<UInt8>) -> [String] {
        var text = line.trimmed
        if text.first == UInt8(ascii: "|") { text.removeFirst() }
        if text.last == UInt8(ascii: "|") { text.removeLast() }
        return text.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            .map { String(decoding: $0.trimmed, as: UTF8.self) }
    }

    // MARK: Raw HTML

    /// Escapes `<` where a tag, comment or declaration could begin; code spans and web addresses stay as they are.
    static func escapeHTML(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(line.count)
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            if byte == UInt8(ascii: "`") {
                let run = line[index...].prefix { $0 == byte }
                let rest = line[run.endIndex...]
                let end = rest.firstRange(of: Array(run)).map(\.upperBound) ?? run.endIndex
                escaped += line[index..<end]
                index = end
                continue
            }
            index += 1
            if byte == UInt8(ascii: "<"), !isAddress(line[index...]) {
                escaped += Array("&lt;".utf8)
            } else {
                escaped.append(byte)
            }
        }
        return escaped
    }

    private static func isAddress(_ rest: ArraySlice<UInt8>) -> Bool {
        guard ["http://", "https://", "mailto:"].contains(where: { rest.starts(with: $0.utf8) }) else { return false }
        let inside = rest.prefix { $0 > ASCII.space && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
        return inside.endIndex < rest.endIndex && rest[inside.endIndex] == UInt8(ascii: ">")
    }
}
