import Layout
import Model

/// Footnotes, endnotes and comments of a word processing document (ECMA-376 part 1, 17.11 and 17.13.4).
struct WordNotes {
    private var footnotes: [String: StyledText] = [:]
    private var endnotes: [String: StyledText] = [:]
    private var comments: [String: StyledText] = [:]
    private var footnoteCount = 0
    private var endnoteCount = 0

    init() {}

    /// Adds the notes of a part; `texts` are those that it holds, by their identifiers.
    mutating func add(_ texts: [String: StyledText], kind: String) {
        switch kind {
        case "footnotes": footnotes = texts
        case "endnotes": endnotes = texts
        default: comments = texts
        }
    }

    /// What a reference shows: its mark in the text, if it has one, and the block at the end of the page.
    mutating func refer(_ reference: String, id: String?) -> (mark: String?, block: Block.Kind)? {
        guard let id else { return nil }
        switch reference {
        case "footnoteReference":
            guard let text = footnotes[id] else { return nil }
            footnoteCount += 1
            return (String(footnoteCount), .footnote(text, mark: String(footnoteCount)))
        case "endnoteReference":
            guard let text = endnotes[id] else { return nil }
            endnoteCount += 1
            let mark = "e" + String(endnoteCount)
            return (mark, .footnote(text, mark: mark))
        default:
            guard let text = comments[id], !text.isEmpty else { return nil }
            return (nil, .quote(text))
        }
    }

    /// Reads the notes of a part; separators are none.
    static func read(_ xml: inout XMLPart, _ flow: inout WordFlow) throws(Failure) -> [String: StyledText] {
        var texts: [String: StyledText] = [:]
        guard try xml.nextChild(of: 0) else { return texts }
        while try xml.nextChild(of: 1) {
            guard let id = xml["id"],
                !["separator", "continuationSeparator", "continuationNotice"].contains(xml["type"])
            else {
                try xml.skip()
                continue
            }
            let author = xml.element == "comment" ? xml["author"] ?? "" : nil
            let text = FlowPiece.flattened(try flow.blocks(&xml)).trimmed
            if let author {
                let head = author.isEmpty ? "Comment: " : "Comment (\(author.trimmingBlanks)): "
                texts[id] = text.isEmpty ? text : StyledText(head).joined(text)
            } else {
                texts[id] = text
            }
        }
        return texts
    }
}
