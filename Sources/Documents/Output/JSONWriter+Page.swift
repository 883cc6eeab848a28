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
        // What was not recognised from an image is certain.
        member("confidence", 1)
        key("text")
        string(utf8: page.text)
        key("markdown")
        string(utf8: page.markdown)
        key("items")
        beginArray()
        for entry in page.items { item(entry, markdown: page.markdown[entry.markdown]) }
        endArray()
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
        case .table(let rows):
            member("type", "table")
            member("rows", .array(rows.map(JSONValue.strings)))
            member("html", Table.html(rows))
            member("csv", Table.csv(rows))
        case .code(let language):
            member("type", "code")
            member("language", .optional(language))
        }
        key("md")
        string(utf8: markdown)
        key("bbox")
        beginArray()
        if let box = item.box { self.box(box, length: markdown.scalarCount) }
        endArray()
        endObject()
    }

    private mutating func box(_ box: PageBox, length: Int) {
        beginObject()
        for (name, value) in [("x", box.x), ("y", box.y), ("w", box.width), ("h", box.height)] {
            key(name)
            hundredths(value)
        }
        member("start_index", 0)
        member("end_index", length)
        member("confidence", 1)
        endObject()
    }
}
