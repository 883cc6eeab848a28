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
            "language": .null, "creator": .optional(metadata.creator), "producer": .optional(metadata.producer),
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
    static func link(_ link: PDFLink, page: Int) -> JSONValue {
        var entry: JSONObject = ["page_number": .integer(Int64(page)), "bbox": box(link.box)]
        switch link.target {
        case .page(let number):
            entry["type"] = "page"
            entry["target_page"] = .integer(Int64(number))
        case .address(let address):
            entry["type"] = "url"
            entry["url"] = .string(address)
        case .file(let name):
            entry["type"] = "file"
            entry["file"] = .string(name)
        case .action: entry["type"] = "action"
        }
        return .object(entry)
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
