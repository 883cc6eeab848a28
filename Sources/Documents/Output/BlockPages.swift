import Layout
import Model

/// Pages, outlines and links of formats that are read as blocks.
enum BlockPages {
    /// The blocks as one page.
    static func content(of blocks: [Block], number: Int) -> PageContent {
        var composer = PageComposer()
        for block in blocks { composer.add(block) }
        return composer.finish(number: number)
    }

    /// Entries of `outline` for the headings among blocks.
    static func outline(of blocks: [Block], number: Int) -> [JSONValue] {
        blocks.prefix(Limits.outlineEntries).compactMap { block in
            guard case .heading(let title, let level) = block.kind else { return nil }
            let text = String(decoding: title.bytes.prefix(Limits.documentNameBytes), as: UTF8.self)
            return [
                "title": .string(text), "level": .integer(Int64(level)), "page_number": .integer(Int64(number)),
            ]
        }
    }

    /// An entry of `links`.
    static func link(_ link: (text: String, address: String), page: Int) -> JSONValue {
        [
            "page_number": .integer(Int64(page)), "type": "url", "url": .string(link.address),
            "text": .string(link.text),
        ]
    }
}
