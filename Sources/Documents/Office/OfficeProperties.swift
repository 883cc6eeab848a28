import Model

/// What an office document says about itself, as members of `metadata`.
struct OfficeProperties {
    private var values: [String: String] = [:]

    var title: String? { values["title"] }

    /// Reads the core and extended properties (ECMA-376 part 2, clause 8; part 1, 22.2).
    init(of package: Package, _ relationships: Relationships) throws(Failure) {
        let parts = [
            relationships.part("core-properties") ?? "docProps/core.xml",
            relationships.part("extended-properties") ?? "docProps/app.xml",
        ]
        for part in parts {
            guard var xml = try package.xml(part) else { continue }
            while true {
                let event = try xml.next()
                if event == .finished { break }
                guard event == .start, xml.depth == 2, let name = Self.names[xml.element] else { continue }
                set(name, try xml.text())
            }
        }
    }

    /// Reads the properties of an OpenDocument (part 3, clause 4.3); `xml` is at the start of `meta.xml`.
    init(openDocument xml: inout XMLPart) throws(Failure) {
        while true {
            let event = try xml.next()
            if event == .finished { return }
            guard event == .start else { continue }
            if let name = Self.names[xml.element] { set(name, try xml.text()) }
        }
    }

    init() {}

    /// Keeps the first value of a property.
    mutating func set(_ name: String, _ value: some Collection<UInt8>) {
        let text = String(decoding: Array(value).trimmed.prefix(Limits.documentNameBytes), as: UTF8.self)
        if !text.isEmpty, values[name] == nil { values[name] = text }
    }

    private static let names = [
        "title": "title", "creator": "author", "initial-creator": "author", "subject": "subject",
        "description": "description", "keywords": "keywords", "keyword": "keywords", "language": "language",
        "created": "created_at", "creation-date": "created_at", "modified": "modified_at", "date": "modified_at",
        "lastModifiedBy": "modified_by", "category": "category", "Company": "company", "Application": "producer",
        "generator": "producer",
    ]

    /// Members of `metadata`; the usual ones are there even without a value.
    func metadata(title: String?, language: String? = nil) -> JSONObject {
        var metadata: JSONObject = [
            "title": .optional(values["title"] ?? title), "author": .optional(values["author"]),
            "language": .optional(values["language"] ?? language), "created_at": .optional(values["created_at"]),
        ]
        let more = ["modified_at", "modified_by", "subject", "description", "keywords", "category", "company"]
        for name in more + ["producer"] {
            if let value = values[name] { metadata[name] = .string(value) }
        }
        return metadata
    }
}
