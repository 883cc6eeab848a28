import Model

extension ItemOutcome {
    /// One line of JSON; what is empty is left out.
    var column: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("state", state.rawValue)
        if let sha256 { writer.member("sha256", sha256) }
        if let mimeType { writer.member("mime_type", mimeType) }
        if let mediaType { writer.member("media_type", mediaType.rawValue) }
        if let title { writer.member("title", title) }
        if let failure { writer.member("failure", failure.json) }
        if isIntakeFailure { writer.member("is_intake_failure", true) }
        if !warnings.isEmpty { writer.member("warnings", .strings(warnings)) }
        if !outputs.isEmpty {
            writer.member("outputs", .array(outputs.map { .strings([$0.name, $0.path]) }))
        }
        if let pageCount { writer.member("page_count", pageCount) }
        if !failedPages.isEmpty {
            writer.member("failed_pages", .array(failedPages.map { .integer(Int64($0)) }))
        }
        writer.member("duration_ms", durationMilliseconds)
        if let duplicateOf { writer.member("duplicate_of", duplicateOf.json) }
        if !tags.isEmpty { writer.member("tags", .strings(tags)) }
        if let outputMark {
            writer.member("output_bytes", outputMark.bytes)
            writer.member("output_sha256", outputMark.sha256)
        }
        if let cost { writer.member("cost_micro", cost.microUnits) }
        if let downloadedBytes { writer.member("downloaded_bytes", downloadedBytes) }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Reads what `column` wrote; nil when a word is unknown.
    init?(json: JSONValue) {
        guard let state = json["state"]?.string.flatMap(ItemState.init(rawValue:)),
            let duration = json["duration_ms"]?.integer
        else { return nil }
        self.init(
            state: state, sha256: json["sha256"]?.string, mimeType: json["mime_type"]?.string,
            title: json["title"]?.string, isIntakeFailure: json["is_intake_failure"]?.bool ?? false,
            warnings: json["warnings"]?.array?.compactMap(\.string) ?? [],
            outputs: json["outputs"]?.array?.compactMap(Self.output) ?? [],
            pageCount: json["page_count"]?.integer.map(Int.init),
            failedPages: json["failed_pages"]?.array?.compactMap { $0.integer.map(Int.init) } ?? [],
            durationMilliseconds: duration)
        tags = json["tags"]?.array?.compactMap(\.string) ?? []
        if let source = json["duplicate_of"] {
            guard let source = DuplicateSource(json: source) else { return nil }
            duplicateOf = source
        }
        if let bytes = json["output_bytes"]?.integer, let sha256 = json["output_sha256"]?.string {
            outputMark = OutputMark(bytes: bytes, sha256: sha256)
        }
        downloadedBytes = json["downloaded_bytes"]?.integer
        cost = json["cost_micro"]?.integer.map(Money.init(microUnits:))
        if let word = json["media_type"]?.string {
            guard let category = MediaCategory(rawValue: word) else { return nil }
            mediaType = category
        }
        if let failure = json["failure"] {
            guard let failure = Failure(json: failure) else { return nil }
            self.failure = failure
        }
    }

    private static func output(_ pair: JSONValue) -> (name: String, path: String)? {
        guard let words = pair.array?.compactMap(\.string), words.count == 2 else { return nil }
        return (words[0], words[1])
    }
}
