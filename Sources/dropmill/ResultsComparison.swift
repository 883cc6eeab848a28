import Model

/// How one file of two results differs.
struct FileDifference {
    /// Whether both have it.
    enum Kind: String {
        case added
        case removed
        case changed
    }

    let path: String
    let kind: Kind
    /// State and error code before and after, where they differ.
    var state: (old: String, new: String)?
    var fields: [JSONDifference] = []
    var addedTags: [String] = []
    var removedTags: [String] = []
    var text: LineDifference?

    /// True when nothing differs.
    var isEmpty: Bool {
        kind == .changed && state == nil && fields.isEmpty && addedTags.isEmpty && removedTags.isEmpty && text == nil
    }

    private static let fieldLimit = 200

    /// Compares one file in both; nil when nothing differs.
    init?(
        _ key: String, _ old: (PublishedResults, PublishedResults.Line)?,
        _ new: (PublishedResults, PublishedResults.Line)?
    ) {
        path = key
        kind = old == nil ? .added : new == nil ? .removed : .changed
        guard let old, let new else { return }
        let states = [old.1, new.1].map { line in line.state + (line.errorCode.map { " (\($0))" } ?? "") }
        if states[0] != states[1] { state = (states[0], states[1]) }
        let values = [old, new].map { $0.0.json("extract.json", of: $0.1) ?? .null }
        fields = JSONDifference.between(values[0], values[1], limit: Self.fieldLimit)
        let tags = [old, new].map { $0.0.json("tags.json", of: $0.1)?["tags"]?.array?.compactMap(\.string) ?? [] }
        addedTags = tags[1].filter { !tags[0].contains($0) }
        removedTags = tags[0].filter { !tags[1].contains($0) }
        let texts = [old, new].map { $0.0.text(of: $0.1) ?? [] }
        if texts[0] != texts[1] { text = LineDifference(from: texts[0], to: texts[1]) }
        if isEmpty { return nil }
    }

    /// Every file that differs, in the order of the new results; files only the old ones have come last.
    static func between(_ old: PublishedResults, _ new: PublishedResults) -> [FileDifference] {
        let before = Dictionary(old.lines.map { ($0.key, $0.line) }) { first, _ in first }
        let after = Set(new.lines.map(\.key))
        let there = new.lines.compactMap { key, line in
            FileDifference(key, before[key].map { (old, $0) }, (new, line))
        }
        let gone = old.lines.filter { !after.contains($0.key) }
        return there + gone.compactMap { FileDifference($0.key, (old, $0.line), nil) }
    }
}

extension FileDifference {
    /// What `--json` shows of it.
    var json: JSONValue {
        var object: JSONObject = ["path": .string(path), "change": .string(kind.rawValue)]
        if let state { object["state"] = ["old": .string(state.old), "new": .string(state.new)] }
        object["fields"] = .array(
            fields.map { field in
                ["pointer": .string(field.pointer), "old": field.old ?? .null, "new": field.new ?? .null]
            })
        object["tags"] = ["added": .strings(addedTags), "removed": .strings(removedTags)]
        object["text"] = text.map(Self.object) ?? .null
        return .object(object)
    }

    private static func object(_ text: LineDifference) -> JSONValue {
        [
            "lines_added": .optional(text.added), "lines_removed": .optional(text.removed),
            "hunks": .array(
                text.hunks.map { hunk in
                    [
                        "line": .optional(hunk.line), "removed": .strings(hunk.removed),
                        "added": .strings(hunk.added),
                    ]
                }),
        ]
    }

    /// The lines a person reads.
    var lines: [String] {
        guard kind == .changed else {
            return ["\(printable(path)): only in the \(kind == .added ? "new" : "old") results"]
        }
        var lines = [printable(path)]
        if let state { lines.append("  state: \(printable(state.old)) -> \(printable(state.new))") }
        for field in fields {
            let values = [field.old, field.new].map { $0.map { printable($0.quoted) } ?? "nothing" }
            lines.append("  field \(printable(field.pointer)): \(values[0]) -> \(values[1])")
        }
        let tags = addedTags.map { "+" + printable($0) } + removedTags.map { "-" + printable($0) }
        if !tags.isEmpty { lines.append("  tags: " + tags.joined(separator: " ")) }
        guard let text else { return lines }
        lines.append("  text: \(text.added) lines added, \(text.removed) removed")
        for hunk in text.hunks {
            lines.append("    line \(hunk.line)")
            lines += hunk.removed.map { "    - " + printable($0) } + hunk.added.map { "    + " + printable($0) }
        }
        return lines
    }
}
