import Layout
import Model

extension JSONWriter {
    /// Writes one element of `pages`.
    mutating func page(_ page: PageContent) {
        beginObject()
        member("page_number", page.number)
        member("success", true)
        key("page_width")
        if let size = page.size { hundredths(size.width) } else { null() }
        key("page_height")
        if let size = page.size { hundredths(size.height) } else { null() }
        member("rotation", page.rotation)
        member("origin", page.origin.rawValue)
        key("confidence")
        hundredths(page.confidence)
        key("text")
        string(utf8: page.text)
        key("markdown")
        string(utf8: page.markdown)
        key("items")
        beginArray()
        for entry in page.items {
            switch entry.markdown {
            case .page(let range): item(entry, markdown: page.markdown[range])
            case .apart(let bytes): item(entry, markdown: bytes[...])
            }
        }
        endArray()
        if let notes = page.speakerNotes { member("speaker_notes", notes) }
        if !page.segments.isEmpty { member("segments", .array(page.segments.map(\.json))) }
        endObject()
    }

    private mutating func item(_ item: PageItem, markdown: ArraySlice<UInt8>) {
        beginObject()
        switch item.kind {
        case .text: member("type", "text")
        case .heading(let level):
            member("type", "heading")
            member("level", level)
        case .list(let ordered, let items):
            member("type", "list")
            member("ordered", ordered)
            member("items", .strings(items))
        case .table(let table):
            let grid = table.grid
            member("type", "table")
            member("rows", .array(grid.map(JSONValue.strings)))
            key("html")
            string(utf8: table.html)
            member("csv", Table.csv(grid))
            member("merged_from_pages", .array(table.mergedFromPages.map { .integer(Int64($0)) }))
            member("parse_concerns", .strings(table.concerns))
        case .code(let language):
            member("type", "code")
            member("language", .optional(language))
        case .image: member("type", "image")
        case .link: member("type", "link")
        case .header: member("type", "header")
        case .footer: member("type", "footer")
        }
        key("md")
        string(utf8: markdown)
        key("bbox")
        beginArray()
        if let box = item.box { self.box(box, length: markdown.scalarCount, confidence: item.confidence) }
        endArray()
        endObject()
    }

    private mutating func box(_ box: PageBox, length: Int, confidence: Double) {
        beginObject()
        for (name, value) in [("x", box.x), ("y", box.y), ("w", box.width), ("h", box.height)] {
            key(name)
            hundredths(value)
        }
        member("start_index", 0)
        member("end_index", length)
        key("confidence")
        hundredths(confidence)
        endObject()
    }
}

extension PageContent.Segment {
    fileprivate var json: JSONValue {
        ["start": .number(start), "end": end.map(JSONValue.number) ?? .null, "text": .string(text)]
    }
}
