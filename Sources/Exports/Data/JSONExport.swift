import Model

/// An export as one JSON document, or as JSON lines of which the first is about the batch.
final class JSONExport: ExportWriter {
    let buffer = ExportBuffer()
    private let isLines: Bool
    private var json = JSONWriter()
    private var count = 0

    init(isLines: Bool) { self.isLines = isLines }

    func begin(_ batch: ExportedBatch) {
        json.beginObject()
        json.member("schema_version", 1)
        json.key("batch")
        if isLines {
            json.value(.object(batch.json))
            json.endObject()
            json.newline()
        } else {
            // Opened here; the members are copied, so that what is missing comes before the items.
            json.value(.object(batch.json))
            json.key("missing")
            json.beginArray()
        }
        flush()
    }

    func missing(_ item: ExportedItem) {
        if isLines {
            json.beginObject()
            json.key("missing")
            json.value(.object(item.line))
            json.endObject()
            json.newline()
        } else {
            json.value(.object(item.line))
        }
        flush()
    }

    func beginItems() {
        guard !isLines else { return }
        json.endArray()
        json.key("items")
        json.beginArray()
        flush()
    }

    func begin(_ item: ExportedItem) {
        json.beginObject()
        if isLines {
            json.key("item")
            json.beginObject()
        }
        for (key, value) in item.line.members { json.member(key, value) }
        json.member("metadata", .object(item.metadata))
        json.member("fields", item.fields ?? .null)
        if !item.notes.isEmpty { json.member("notes", .strings(item.notes)) }
        json.key("pages")
        json.beginArray()
        flush()
    }

    func page(_ page: ExportedPage) {
        json.beginObject()
        json.member("page_number", .optional(page.number))
        json.member("success", page.failure == nil)
        if let failure = page.failure {
            json.member("error", failure)
        } else {
            json.member("text", page.text)
            json.member("markdown", page.markdown)
        }
        if let notes = page.speakerNotes { json.member("speaker_notes", notes) }
        json.endObject()
        flush()
    }

    func endItem() {
        json.endArray()
        json.endObject()
        if isLines {
            json.endObject()
            json.newline()
        }
        flush()
    }

    func end() {
        guard !isLines else { return }
        json.endArray()
        json.endObject()
        json.newline()
        flush()
    }

    private func flush() { buffer.write(json.drain()) }
}
