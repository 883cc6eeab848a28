import Crypto
import Model

/// An export as one HTML page that needs nothing else: no script, no picture, no address but those of links in
/// documents; readable on a phone, in the dark and on paper.
final class HTMLExport: ExportWriter {
    let buffer = ExportBuffer()
    private var hasMissing = false

    func begin(_ batch: ExportedBatch) {
        let name = Markup.escaped(printable(batch.name))
        let hash = Base64.encode(Digest.sha256(Array(Self.style.utf8)))
        buffer.write(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-\(hash)'; \
            base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>\(name)</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <header>
            <h1><bdi>\(name)</bdi></h1>

            """)
        facts(batch.facts)
    }

    func missing(_ item: ExportedItem) {
        if !hasMissing { buffer.write("<section class=\"missing\">\n<h2>Missing</h2>\n<ul>\n") }
        hasMissing = true
        let (path, reason) = (Markup.escaped(printable(item.path)), Markup.escaped(printable(item.reason)))
        buffer.write("<li><bdi>\(path)</bdi>: \(reason)</li>\n")
    }

    func beginItems() {
        if hasMissing { buffer.write("</ul>\n</section>\n") }
        buffer.write("</header>\n<main>\n")
    }

    func begin(_ item: ExportedItem) {
        let title = Markup.escaped(printable(item.title))
        buffer.write("<article id=\"item-\(item.index)\">\n<h2><bdi>\(title)</bdi></h2>\n")
        facts(item.facts)
        let fields = FieldPaths.rows(of: item.fields)
        guard !fields.rows.isEmpty else { return }
        buffer.write("<table class=\"fields\">\n<caption>Fields</caption>\n<tbody>\n")
        for (path, value) in fields.rows {
            buffer.write(
                "<tr><th scope=\"row\">\(Markup.escaped(path))</th><td>\(Markup.escaped(value))</td></tr>\n")
        }
        buffer.write("</tbody>\n</table>\n")
        if !fields.isWhole { buffer.write("<p>Only the first fields are listed.</p>\n") }
    }

    func page(_ page: ExportedPage) {
        buffer.write("<section class=\"page\">\n")
        if let number = page.number { buffer.write("<p class=\"number\">Page \(number)</p>\n") }
        if let failure = page.failure { buffer.write("<p class=\"error\">\(Markup.escaped(printable(failure)))</p>\n") }
        for block in page.blocks { write(block) }
        if page.isBare, page.markdown.isEmpty { buffer.write("<pre>\(Markup.escaped(page.text))</pre>\n") }
        if let notes = page.speakerNotes { buffer.write("<p class=\"notes\">\(Markup.escaped(notes))</p>\n") }
        buffer.write("</section>\n")
    }

    func endItem() { buffer.write("</article>\n") }
    func end() { buffer.write("</main>\n</body>\n</html>\n") }

    private func facts(_ facts: [(label: String, value: String)]) {
        buffer.write("<dl>\n")
        for (label, value) in facts {
            buffer.write("<dt>\(Markup.escaped(label))</dt><dd><bdi>\(Markup.escaped(printable(value)))</bdi></dd>\n")
        }
        buffer.write("</dl>\n")
    }

    // MARK: Blocks

    private func write(_ block: ExportBlock) {
        switch block {
        // The levels above are those of the batch and of the document.
        case .heading(let level, let spans): element("h\(min(6, level + 2))", spans)
        case .paragraph(let spans): element("p", spans)
        case .quote(let spans): element("blockquote", spans)
        case .image(let spans): if !spans.isEmpty { buffer.write("<p class=\"image\">\(inline(spans))</p>\n") }
        case .header, .footer: break
        case .code(let text): buffer.write("<pre><code>\(Markup.escaped(text))</code></pre>\n")
        case .rule: buffer.write("<hr>\n")
        case .list(let entries): write(entries)
        case .table(let rows):
            buffer.write("<div class=\"table\"><table>\n")
            for (index, row) in rows.enumerated() {
                let cell = index == 0 ? "th" : "td"
                buffer.write("<tr>\(row.map { "<\(cell)>\(lines($0))</\(cell)>" }.joined())</tr>\n")
            }
            buffer.write("</table></div>\n")
        }
    }

    /// Lists inside lists; an entry stays open until the next one of its level.
    private func write(_ entries: [ExportBlock.Entry]) {
        var open: [String] = []
        for entry in entries {
            let level = min(entry.level, open.count)
            while open.count > level + 1 { buffer.write("</li></\(open.removeLast())>\n") }
            if open.count == level + 1 {
                buffer.write("</li>\n")
            } else {
                let name = entry.number == nil ? "ul" : "ol"
                let start = entry.number.flatMap { $0 == 1 ? nil : " start=\"\($0)\"" } ?? ""
                buffer.write("<\(name)\(start)>\n")
                open.append(name)
            }
            buffer.write("<li>\(inline(entry.spans))")
        }
        while let name = open.popLast() { buffer.write("</li></\(name)>\n") }
    }

    private func element(_ name: String, _ spans: [TextSpan]) { buffer.write("<\(name)>\(inline(spans))</\(name)>\n") }

    private func inline(_ spans: [TextSpan]) -> String {
        spans.map { span in
            var text = lines(span.text)
            if span.style.contains(.code) { text = "<code>\(text)</code>" }
            if span.style.contains(.strikethrough) { text = "<s>\(text)</s>" }
            if span.style.contains(.italic) { text = "<em>\(text)</em>" }
            if span.style.contains(.bold) { text = "<strong>\(text)</strong>" }
            guard let link = span.link else { return text }
            return "<a href=\"\(Markup.escaped(link))\" rel=\"noopener noreferrer nofollow\">\(text)</a>"
        }.joined()
    }

    private func lines(_ text: String) -> String {
        Markup.escaped(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "<br>\n")
    }

    private static let style = """
        :root{color-scheme:light dark}
        body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
        h1,h2{line-height:1.2}article{border-top:2px solid #888;margin-top:2rem}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dt{opacity:.75}dd{margin:0}
        table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #999;padding:.2rem .5rem;text-align:left;
        vertical-align:top}caption{text-align:left;font-weight:bold}.table{overflow-x:auto}
        pre{white-space:pre-wrap}.number{opacity:.7;font-size:.85rem;border-top:1px dotted #999;padding-top:.3rem}
        .missing li,.error{color:#a40000}@media(prefers-color-scheme:dark){.missing li,.error{color:#ff8a80}}
        @media print{body{max-width:none}article{break-before:page}}
        """
}
