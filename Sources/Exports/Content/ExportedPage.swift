import Model

/// One page of a document on its way into an export.
struct ExportedPage {
    /// 1-based; nil for a document whose pages are not known.
    var number: Int64?
    var text: String
    var markdown: String
    /// Why the page could not be read.
    var failure: String?
    var speakerNotes: String?
    /// `items` of document.json.
    var items: [JSONValue] = []
    /// True when the blocks have to be found in the Markdown.
    var isBare = false

    /// The pieces of the page in reading order.
    var blocks: [ExportBlock] {
        isBare ? MarkdownBlocks.blocks(of: markdown) : items.compactMap(ExportBlock.init(item:))
    }

    /// A page of document.json.
    init(_ json: JSONValue) {
        number = json["page_number"]?.integer
        text = json["text"]?.string ?? ""
        markdown = json["markdown"]?.string ?? ""
        if json["success"]?.bool == false { failure = json["error"]?["message"]?.string ?? "It could not be read." }
        speakerNotes = json["speaker_notes"]?.string?.nonEmpty
        items = json["items"]?.array ?? []
    }

    /// A page that cannot be shown.
    init(failure: String) {
        text = ""
        markdown = ""
        self.failure = failure
    }

    /// A piece of a document of which there are no pages.
    init(text: String, markdown: String) {
        self.text = text
        self.markdown = markdown
        isBare = true
    }
}
