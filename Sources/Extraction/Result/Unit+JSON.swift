import Layout
import Model

extension Unit {
    /// The form a working copy has.
    var json: JSONValue {
        [
            "page": .optional(page),
            "values": .object(JSONObject(unique: values.map { ($0.key, $0.value.json) })),
            "absent": .strings(absent.sorted()),
            "rows_seen": .object(JSONObject(unique: rowsSeen.map { ($0.key, .integer(Int64($0.value))) })),
            "rejected": .array(
                rejected.map {
                    [
                        "pointer": .string($0.problem.pointer), "message": .string($0.problem.message),
                        "method": .string($0.method.rawValue),
                    ]
                }),
            "templates": .array(templates.map(\.json)), "warnings": .strings(warnings),
        ]
    }

    /// Reads what `json` wrote; nil for anything else.
    init?(json: JSONValue, schema: Schema) {
        guard let members = json["values"]?.object?.members, let rows = json["rows_seen"]?.object?.members else {
            return nil
        }
        var values: [String: Finding] = [:]
        for (pointer, value) in members { values[pointer] = Finding(json: value) }
        guard values.count == members.count else { return nil }
        let rejected = (json["rejected"]?.array ?? []).compactMap { entry -> Rejection? in
            guard let pointer = entry["pointer"]?.string, let message = entry["message"]?.string,
                let method = entry["method"]?.string.flatMap(Finding.Method.init(rawValue:))
            else { return nil }
            return (SchemaProblem(pointer, message), method)
        }
        self.init(
            schema: schema, page: json["page"]?.integer.map { Int(clamping: $0) }, values: values,
            absent: Set(json["absent"]?.array?.compactMap(\.string) ?? []),
            rowsSeen: Dictionary(
                rows.map { ($0.key, Int(clamping: $0.value.integer ?? 0)) }, uniquingKeysWith: { $1 }),
            rejected: rejected, templates: (json["templates"]?.array ?? []).compactMap(UsedTemplate.init(json:)),
            warnings: json["warnings"]?.array?.compactMap(\.string) ?? [])
    }
}

extension UsedTemplate {
    var json: JSONValue { ["name": .string(name), "sha256": .optional(sha256)] }

    fileprivate init?(json: JSONValue) {
        guard let name = json["name"]?.string else { return nil }
        self.init(name: name, sha256: json["sha256"]?.string)
    }
}

extension Finding {
    fileprivate var json: JSONValue {
        [
            "value": value, "method": .string(method.rawValue), "confidence": .number(confidence),
            "evidence": evidence.map(\.json) ?? .null,
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let value = json["value"], let method = json["method"]?.string.flatMap(Method.init(rawValue:)),
            let confidence = json["confidence"]?.number
        else { return nil }
        self.init(value, by: method, confidence: confidence, evidence: json["evidence"].flatMap(Evidence.init(json:)))
    }
}

extension Evidence {
    fileprivate var json: JSONValue {
        [
            "page": .integer(Int64(page)), "text": .string(text),
            "boxes": .array(boxes.map { [.number($0.x), .number($0.y), .number($0.width), .number($0.height)] }),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let page = json["page"]?.integer, let text = json["text"]?.string else { return nil }
        let boxes = (json["boxes"]?.array ?? []).compactMap { entry -> PageBox? in
            let numbers = entry.array?.compactMap(\.number) ?? []
            guard numbers.count == 4 else { return nil }
            return PageBox(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
        }
        self.init(page: Int(clamping: page), boxes: boxes, text: text)
    }
}
