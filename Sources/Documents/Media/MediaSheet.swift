import Layout
import Model

/// What is published of a recording besides its words: a table for people, metadata for programs.
struct MediaSheet: Equatable {
    /// The title its maker gave it.
    let title: String?
    let heading: String
    /// Properties and their values.
    let rows: [[String]]
    let chapters: [String]
    /// Members of `metadata`.
    let metadata: JSONObject

    /// The beginning of the page: heading, table, chapters.
    var blocks: [Block] {
        var blocks = [Block(.heading(StyledText(heading), level: 1))]
        blocks.append(Block(.table(Table([["Property", "Value"]] + rows))))
        if !chapters.isEmpty {
            blocks.append(Block(.heading(StyledText("Chapters"), level: 2)))
            let entries = chapters.enumerated().map { ListEntry(StyledText($1), number: $0 + 1) }
            blocks.append(Block(.list(entries)))
        }
        return blocks
    }
}

extension MediaSheet {
    /// The form in a working copy.
    var json: JSONValue {
        [
            "title": .optional(title), "heading": .string(heading), "rows": .array(rows.map(JSONValue.strings)),
            "chapters": .strings(chapters), "metadata": .object(metadata),
        ]
    }

    /// Reads what `json` wrote; nil for anything else.
    init?(json: JSONValue) {
        guard let heading = json["heading"]?.string, let rows = json["rows"]?.array,
            let chapters = json["chapters"]?.array, let metadata = json["metadata"]?.object
        else { return nil }
        self.init(
            title: json["title"]?.string, heading: heading, rows: rows.map { $0.array?.compactMap(\.string) ?? [] },
            chapters: chapters.compactMap(\.string), metadata: metadata)
    }
}
