import Model

/// The types a node of a schema allows.
struct SchemaTypes: Equatable {
    /// Without `null`, in the order of `SchemaKeyword.types`.
    var kinds: [String] = []
    var isNullable = false
    private(set) var isValid = true

    /// Reads the keyword `type`.
    init(_ type: JSONValue?) {
        guard let type else { return }
        let names = type.string.map { [$0] } ?? type.array?.map { $0.string ?? "" } ?? [""]
        isValid = !names.isEmpty && names.allSatisfy(SchemaKeyword.types.contains)
        isNullable = names.contains("null")
        kinds = Self.ordered(names)
    }

    /// What a node without `type` speaks of; no kind where it may be anything.
    init(impliedBy object: JSONObject) {
        if object["properties"] != nil {
            kinds = ["object"]
        } else if object["items"] != nil {
            kinds = ["array"]
        } else if let values = object["const"].map({ [$0] }) ?? object["enum"]?.array {
            kinds = Self.ordered(values.compactMap(Self.name))
            isNullable = values.contains(.null)
        } else if let demand = SchemaKeyword.demands.first(where: { object[$0.name] != nil }) {
            kinds = Array(demand.types.prefix(1))
        }
    }

    /// The value of the keyword.
    var json: JSONValue {
        let names = kinds + (isNullable ? ["null"] : [])
        return names.count == 1 ? .string(names[0]) : .strings(names)
    }

    /// True for a value of one of the types.
    func accepts(_ value: JSONValue) -> Bool {
        switch value {
        case .null: isNullable
        case .bool: kinds.isEmpty || kinds.contains("boolean")
        case .string: kinds.isEmpty || kinds.contains("string")
        case .array: kinds.isEmpty || kinds.contains("array")
        case .object: kinds.isEmpty || kinds.contains("object")
        case .integer: kinds.isEmpty || kinds.contains("integer") || kinds.contains("number")
        case .number(let number):
            kinds.isEmpty || kinds.contains("number") || (kinds.contains("integer") && number == number.rounded())
        }
    }

    /// Alternatives that differ by their type or their choices alone, as one schema; nil for others.
    static func union(of alternatives: [JSONObject]) -> JSONObject? {
        guard let first = alternatives.first else { return nil }
        let free = ["title", "description", "type"]
        if alternatives.allSatisfy({ $0["type"] != nil && $0.keys.allSatisfy(free.contains) }) {
            let names = alternatives.flatMap { Self($0["type"]).kinds }
            let isNullable = alternatives.contains { Self($0["type"]).isNullable }
            var result = alternatives.count == 1 ? first : [:]
            result["type"] = .strings(ordered(names) + (isNullable ? ["null"] : []))
            return result
        }
        let choices = alternatives.compactMap { $0["const"].map { [$0] } ?? $0["enum"]?.array }
        guard choices.count == alternatives.count else { return nil }
        return ["enum": .array(choices.flatMap(\.self))]
    }

    private static func name(_ value: JSONValue) -> String? {
        switch value {
        case .null: nil
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private static func ordered(_ names: [String]) -> [String] {
        let kinds = SchemaKeyword.types.filter { $0 != "null" && names.contains($0) }
        // Every whole number is a number.
        return kinds.contains("number") ? kinds.filter { $0 != "integer" } : kinds
    }
}

/// Checks that a demand is one: a number where a number belongs.
enum SchemaDemand {
    static func check(_ name: String, _ value: JSONValue, at pointer: String) throws(SchemaProblem) {
        let fits =
            switch name {
            case "format", "pattern": value.string != nil
            case "uniqueItems": value.bool != nil
            case "multipleOf": (value.number ?? 0) > 0
            case "minLength", "maxLength", "minItems", "maxItems": (value.integer ?? -1) >= 0
            default: value.number != nil
            }
        guard fits else { throw SchemaProblem(pointer, "\(value.quoted) cannot be the value of `\(name)`") }
    }
}
