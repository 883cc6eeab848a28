import Model

/// One line of results.jsonl and errors.jsonl, CONTRACT section 3.
enum ResultLine {
    /// Appends the line of an item, with its line end.
    static func append(_ item: Item, of type: JobType, to writer: inout JSONWriter) {
        let sealed = item.sealed
        let outcome = item.outcome
        writer.beginObject()
        writer.member("index", sealed.index)
        writer.member("row", .optional(item.row))
        writer.path("path", sealed.path)
        writer.member("title", item.shownTitle)
        writer.member("source_directory_file_id", sealed.fileID)
        writer.member("size", item.size)
        writer.member("sha256", .optional(outcome?.sha256))
        writer.member("mime_type", .optional(outcome?.mimeType))
        writer.member("media_type", .optional(outcome?.mediaType?.rawValue))
        writer.member("state", item.state.rawValue)
        writer.member("job_reference", sealed.jobReference(type))
        let failure = item.shownFailure?.json ?? .null
        writer.member("intake_error", outcome?.isIntakeFailure == true ? failure : .null)
        writer.member("error", failure)
        writer.member("warnings", .strings(outcome?.warnings ?? []))
        writer.key("outputs")
        writer.beginObject()
        for (name, path) in outcome?.outputs ?? [] { writer.member(name, path) }
        writer.endObject()
        writer.member("page_count", .optional(outcome?.pageCount))
        writer.member("pages_failed", .array((outcome?.failedPages ?? []).map { .integer(Int64($0)) }))
        writer.member("attempts", item.attempts)
        writer.member("duration_ms", outcome?.durationMilliseconds ?? 0)
        writer.member("duplicate_of", .optional(outcome?.duplicateOf?.fileID))
        writer.member("tags", .strings(outcome?.tags ?? []))
        // A duplicate is not charged, whatever its own reading would have cost.
        writer.member("cost", outcome?.duplicateOf == nil ? outcome?.cost?.json ?? .null : .integer(0))
        writer.endObject()
        writer.newline()
    }

    /// True for the lines that errors.jsonl repeats.
    static func isError(_ item: Item) -> Bool { item.state == .failed || item.state == .partial }
}

extension JSONWriter {
    /// Writes a path as text, and as base 64 in `<name>_b64` where it is not UTF-8.
    mutating func path(_ name: String, _ path: BytePath) {
        guard let text = path.utf8 else {
            member(name, path.display)
            return member(name + "_b64", Base64.encode(path.bytes))
        }
        member(name, text)
    }
}
