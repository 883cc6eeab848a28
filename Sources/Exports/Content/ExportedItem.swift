import Model

/// One item of an export: its line of results.jsonl, its fields and what its document says of itself.
struct ExportedItem {
    /// The line of results.jsonl.
    let line: JSONObject
    /// extract.json; nil when the job finds no fields.
    var fields: JSONValue?
    /// `metadata` of document.json.
    var metadata: JSONObject = [:]
    /// What is not in the export although it should be, in plain words.
    var notes: [String] = []

    var index: Int64 { line["index"]?.integer ?? 0 }
    var path: String { text("path") ?? "" }
    var title: String { text("title") ?? path }
    var state: String { text("state") ?? "" }
    var mimeType: String? { text("mime_type") }
    var pageCount: Int64? { line["page_count"]?.integer }
    var tags: [String] { line["tags"]?.array?.compactMap(\.string) ?? [] }
    var warnings: [String] { line["warnings"]?.array?.compactMap(\.string) ?? [] }
    var errorCode: String? { line["error"]?["code"]?.string }
    var errorMessage: String? { line["error"]?["message"]?.string }
    var resolution: String? { line["error"]?["resolution"]?.string }
    var cost: JSONValue { line["cost"] ?? .null }

    /// True when there is a result to export.
    var hasResult: Bool { ["succeeded", "partial", "skipped"].contains(state) }

    /// Why the item is missing and what to do, in sentences.
    var reason: String {
        guard let errorMessage else { return resolution ?? "It was \(state)." }
        let isSentence = errorMessage.last.map { ".!?".contains($0) } ?? true
        return ([errorMessage + (isSentence ? "" : ".")] + [resolution].compactMap(\.self)).joined(separator: " ")
    }

    /// What is shown of the item below its title, as pairs of label and value.
    var facts: [(label: String, value: String)] {
        var facts = [("File", path), ("State", state)]
        if let mimeType { facts.append(("Type", mimeType)) }
        if let pageCount { facts.append(("Pages", String(pageCount))) }
        for (key, label) in Self.shownMetadata {
            if let value = metadata[key]?.string, !value.isEmpty { facts.append((label, value)) }
        }
        if !tags.isEmpty { facts.append(("Tags", tags.joined(separator: ", "))) }
        if let errorMessage { facts.append(("Error", errorMessage)) }
        for warning in warnings { facts.append(("Warning", warning)) }
        for note in notes { facts.append(("Note", note)) }
        if !cost.isNull { facts.append(("Cost", cost.shown)) }
        return facts
    }

    private static let shownMetadata = [
        ("author", "Author"), ("language", "Language"), ("created_at", "Created"), ("modified_at", "Modified"),
    ]

    private func text(_ key: String) -> String? { line[key]?.string }
}

extension String {
    /// Nil for an empty text.
    var nonEmpty: String? { isEmpty ? nil : self }
}

extension JSONValue {
    /// A value as people read it: texts as they are, everything else as JSON.
    var shown: String { string ?? String(decoding: JSONWriter.bytes(of: self), as: UTF8.self) }
}
