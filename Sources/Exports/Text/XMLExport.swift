import Model

/// An export as XML 1.0 (UTF-8), well-formed whatever the documents say.
final class XMLExport: ExportWriter {
    let buffer = ExportBuffer()

    func begin(_ batch: ExportedBatch) {
        buffer.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<export schema_version=\"1\">\n<batch>\n")
        for (key, value) in batch.json.members { element(key, value) }
        buffer.write("</batch>\n<missing>\n")
    }

    func missing(_ item: ExportedItem) {
        buffer.write("<item index=\"\(item.index)\" state=\"\(Markup.escaped(item.state))\">")
        leaf("path", item.path)
        leaf("title", item.title)
        if let code = item.errorCode { leaf("error_code", code) }
        leaf("error_message", item.reason)
        buffer.write("</item>\n")
    }

    func beginItems() { buffer.write("</missing>\n<items>\n") }

    func begin(_ item: ExportedItem) {
        buffer.write("<item index=\"\(item.index)\" state=\"\(Markup.escaped(item.state))\">\n")
        for (key, value) in item.line.members where !["index", "state", "outputs", "job_reference"].contains(key) {
            element(key, value)
        }
        element("metadata", .object(item.metadata))
        if let fields = item.fields { element("fields", fields) }
        for note in item.notes { leaf("note", note) }
        buffer.write("<pages>\n")
    }

    func page(_ page: ExportedPage) {
        let number = page.number.map { " number=\"\($0)\"" } ?? ""
        if let failure = page.failure {
            return buffer.write("<page\(number) success=\"false\"><error>\(Markup.escaped(failure))</error></page>\n")
        }
        buffer.write("<page\(number) success=\"true\">\n")
        for block in page.blocks { write(block) }
        // Text alone, where nothing is known of its parts.
        if page.isBare, page.markdown.isEmpty { leaf("text", page.text) }
        if let notes = page.speakerNotes { leaf("speaker_notes", notes) }
        buffer.write("</page>\n")
    }

    func endItem() { buffer.write("</pages>\n</item>\n") }
    func end() { buffer.write("</items>\n</export>\n") }

    // MARK: Values

    /// An element for a JSON value: members become elements, names that are no XML names an attribute.
    private func element(_ name: String, _ value: JSONValue) {
        guard !value.isNull else { return }
        let (start, end) = tags(name)
        switch value {
        case .object(let object):
            buffer.write(start)
            for (key, inner) in object.members { element(key, inner) }
            buffer.write(end)
        case .array(let elements):
            buffer.write(start)
            for inner in elements { element("value", inner) }
            buffer.write(end)
        default: buffer.write(start + Markup.escaped(value.shown) + end)
        }
    }

    private func leaf(_ name: String, _ text: String) {
        buffer.write("<\(name)>\(Markup.escaped(text))</\(name)>\n")
    }

    private func tags(_ name: String) -> (String, String) {
        let isName =
            name.utf8.first.map { Self.isLetter($0) || $0 == UInt8(ascii: "_") } ?? false
            && name.utf8.allSatisfy { Self.isLetter($0) || (0x30...0x39).contains($0) || "_-.".utf8.contains($0) }
            && !name.lowercased().hasPrefix("xml")
        return isName
            ? ("<\(name)>", "</\(name)>\n")
            : ("<field name=\"\(Markup.escaped(name.filter { $0 != "\n" && $0 != "\t" }))\">", "</field>\n")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

    // MARK: Blocks

    private func write(_ block: ExportBlock) {
        switch block {
        case .heading(let level, let spans): element("heading", " level=\"\(level)\"", spans)
        case .paragraph(let spans): element("paragraph", "", spans)
        case .quote(let spans): element("quote", "", spans)
        case .image(let spans): element("image", "", spans)
        case .header(let spans): element("header", "", spans)
        case .footer(let spans): element("footer", "", spans)
        case .code(let text): leaf("code", text)
        case .rule: buffer.write("<rule/>\n")
        case .list(let entries):
            buffer.write("<list>\n")
            for entry in entries {
                let number = entry.number.map { " number=\"\($0)\"" } ?? ""
                element("entry", " level=\"\(entry.level)\"\(number)", entry.spans)
            }
            buffer.write("</list>\n")
        case .table(let rows):
            buffer.write("<table>\n")
            for row in rows {
                let cells = row.map { "<cell>\(Markup.escaped($0))</cell>" }.joined()
                buffer.write("<row>\(cells)</row>\n")
            }
            buffer.write("</table>\n")
        }
    }

    private func element(_ name: String, _ attributes: String, _ spans: [TextSpan]) {
        buffer.write("<\(name)\(attributes)>")
        for span in spans {
            let text = Markup.escaped(span.text)
            buffer.write(span.link.map { "<link href=\"\(Markup.escaped($0))\">\(text)</link>" } ?? text)
        }
        buffer.write("</\(name)>\n")
    }
}
