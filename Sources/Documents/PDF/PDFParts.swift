import Model
import Poppler

/// The JSON of what a PDF says about itself.
enum PDFParts {
    /// Members of `metadata`.
    static func metadata(_ metadata: PDFMetadata) -> JSONObject {
        func time(_ seconds: Int64?) -> JSONValue {
            .optional(seconds.map { Timestamp(milliseconds: $0 * 1000).description })
        }
        return [
            "title": .optional(metadata.title), "author": .optional(metadata.author),
            "subject": .optional(metadata.subject), "keywords": .optional(metadata.keywords),
            "language": .optional(metadata.language), "creator": .optional(metadata.creator), "producer": .optional(metadata.producer),
            "created_at": time(metadata.created), "modified_at": time(metadata.modified),
            "format": .optional(metadata.version),
        ]
    }

    /// One entry of `outline`.
    static func outlineEntry(_ entry: PDFOutlineEntry) -> JSONValue {
        [
            "title": .string(entry.title), "level": .integer(Int64(entry.level)),
            "page_number": .optional(entry.page),
        ]
    }

    /// One entry of `links`.
    static func write(_ link: PDFLink, page: Int, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("page_number", page)
        writer.key("bbox")
        write(link.box, to: &writer)
        switch link.target {
        case .page(let number):
            writer.member("type", "page")
            writer.member("target_page", number)
        case .address(let address):
            writer.member("type", "url")
            writer.member("url", address)
        case .file(let name):
            writer.member("type", "file")
            writer.member("file", name)
        case .action: writer.member("type", "action")
        }
        writer.endObject()
    }

    private static func write(_ box: PDFBox, to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, value) in [("x", box.left), ("y", box.top), ("w", box.width), ("h", box.height)] {
            writer.key(name)
            writer.hundredths(value)
        }
        writer.endObject()
    }

    /// One entry of `attachments`.
    static func attachment(_ attachment: PDFAttachment) -> JSONValue {
        [
            "name": .string(attachment.name), "description": .optional(attachment.summary),
            "size": .optional(attachment.size),
        ]
    }

    /// One entry of `form_fields`.
    static func formField(_ field: PDFFormField, page: Int) -> JSONValue {
        let value: JSONValue =
            switch field.value {
            case .none: JSONValue.null
            case .text(let text): .string(text)
            case .truth(let truth): .bool(truth)
            case .choices(let choices): .strings(choices)
            }
        return [
            "name": .string(field.name), "type": .string(field.kind.rawValue), "value": value,
            "page_number": .integer(Int64(page)), "bbox": box(field.box), "read_only": .bool(field.isReadOnly),
        ]
    }

    private static func box(_ box: PDFBox) -> JSONValue {
        func points(_ value: Double) -> JSONValue { .number((value * 100).rounded() / 100) }
        return [
            "x": points(box.left), "y": points(box.top), "w": points(box.width), "h": points(box.height),
        ]
    }
}
