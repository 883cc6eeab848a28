import Model

/// Reads tags out of what a model answered: JSON, bare or fenced, or a list.
public enum TagReply {
    /// The tags of an answer, without those the job excludes, at most as many as it asks for; nil when there are none.
    public static func read(_ content: String, _ options: TagOptions) -> TagResult? {
        let text = String(decoding: content.utf8.prefix(Limits.tagReplyBytes), as: UTF8.self)
        let phrases = json(in: text) ?? list(in: text)
        let tags = TagNormalizer.tags(phrases)
        guard !tags.isEmpty else { return nil }
        let exclusions = Exclusions(options.exclusions)
        var result = TagResult(
            tags: Array(tags.filter { !exclusions.contains($0) }.prefix(options.count)), method: .provider)
        result.excluded = tags.filter { exclusions.contains($0) }
        result.noteShortage(of: options.count)
        return result
    }

    /// The phrases of the first array or object of the text.
    private static func json(in text: String) -> [String]? {
        let bytes = Array(text.utf8)
        let candidates = [
            bytes[...], between("{", "}", bytes), between("[", "]", bytes),
        ].compactMap(\.self)
        for candidate in candidates {
            guard let value = try? JSONParser.parse(Array(candidate)), let found = phrases(of: value) else { continue }
            return found
        }
        return nil
    }

    private static func between(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ bytes: [UInt8]
    ) -> ArraySlice<UInt8>? {
        guard let start = bytes.firstIndex(of: UInt8(ascii: open)), let end = bytes.lastIndex(of: UInt8(ascii: close)),
            start < end
        else { return nil }
        return bytes[start...end]
    }

    private static func phrases(of value: JSONValue) -> [String]? {
        if let entries = value.array { return entries.compactMap(phrase) }
        guard let object = value.object else { return nil }
        for name in ["tags", "keywords", "keyphrases", "labels", "topics"] {
            if let entries = object[name]?.array { return entries.compactMap(phrase) }
            if let text = object[name]?.string { return list(in: text) }
        }
        return object.members.lazy.compactMap { $0.value.array }.first?.compactMap(phrase)
    }

    private static func phrase(_ value: JSONValue) -> String? {
        if let text = value.string { return text }
        return ["tag", "name", "keyword", "phrase", "label"].lazy.compactMap { value[$0]?.string }.first
    }

    /// The entries of a list with commas or a line each; sentences around it are left out.
    private static func list(in text: String) -> [String] {
        let lines = text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.contains("```") }
        let pieces = lines.flatMap { line in
            let entries = line.contains(":") && !line.hasSuffix(":") ? line.drop { $0 != ":" }.dropFirst() : line[...]
            return entries.hasSuffix(":") ? [] : entries.split(whereSeparator: { $0 == "," || $0 == ";" }).map(bare)
        }
        return pieces.filter { !$0.isEmpty && $0.split(separator: " ").count <= Limits.tagWords && !$0.hasSuffix(".") }
    }

    // Without the bullet or number of an entry.
    private static func bare(_ entry: Substring) -> String {
        var rest = entry.drop { $0.isWhitespace || "-*•#\"'".contains($0) }
        let digits = rest.prefix(while: \.isNumber)
        if !digits.isEmpty, let mark = rest.dropFirst(digits.count).first, mark == "." || mark == ")" {
            rest = rest.dropFirst(digits.count + 1)
        }
        while let last = rest.last, last.isWhitespace || "\"'*".contains(last) { rest.removeLast() }
        return String(rest.drop { $0.isWhitespace || "\"'*".contains($0) })
    }
}
