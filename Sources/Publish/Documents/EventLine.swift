import Model

/// One line of events.jsonl, CONTRACT section 4.
enum EventLine {
    /// Appends the line of an event, with its line end.
    static func append(_ event: Event, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("seq", event.seq)
        writer.member("at", event.at.description)
        writer.member("event", event.kind.rawValue)
        writer.member("batch_id", event.batchID)
        writer.member("index", .optional(event.index))
        if let path = event.path { writer.path("path", path) } else { writer.member("path", .null) }
        writer.member("status", .optional(event.status?.rawValue))
        writer.member("state", .optional(event.state?.rawValue))
        writer.member("error_code", .optional(event.errorCode?.rawValue))
        writer.member("detail", .object(event.detail))
        writer.endObject()
        writer.newline()
    }

    /// The number of a line that `append` wrote for the batch; nil for anything else.
    static func seq(of line: [UInt8], batchID: String) -> Int? {
        guard let value = try? JSONParser.parse(line), value["batch_id"]?.string == batchID else { return nil }
        return value["seq"]?.integer.flatMap { Int(exactly: $0) }
    }
}
