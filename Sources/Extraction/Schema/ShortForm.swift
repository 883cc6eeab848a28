import Model

/// The short form of a schema: names with words for types, as in
/// `{"statements": [{"date": "date", "customer": "string", "total": "number"}]}`.
///
/// A word that ends in `?` may also be null. Within the short form a value may be a JSON Schema.
enum ShortForm {
    /// The JSON Schema of each word.
    private static let words: [String: JSONObject] = [
        "string": ["type": "string"], "text": ["type": "string"],
        "number": ["type": "number"], "float": ["type": "number"], "decimal": ["type": "number"],
        "integer": ["type": "integer"], "int": ["type": "integer"],
        "boolean": ["type": "boolean"], "bool": ["type": "boolean"],
        "date": ["type": "string", "format": "date"],
        "datetime": ["type": "string", "format": "date-time"],
        "date-time": ["type": "string", "format": "date-time"],
        "time": ["type": "string", "format": "time"], "email": ["type": "string", "format": "email"],
        "uri": ["type": "string", "format": "uri"], "url": ["type": "string", "format": "uri"],
        "uuid": ["type": "string", "format": "uuid"],
    ]

    private static let shown = "string, number, integer, boolean, date or datetime"

    /// True for a root that is not a JSON Schema.
    static func isShort(_ root: JSONValue) -> Bool {
        guard let object = root.object else { return true }
        if object["$schema"] != nil || object["$ref"]?.string?.first == "#" { return false }
        if let type = object["type"], isOf(["object", "array"], type) { return false }
        if let properties = object["properties"]?.object {
            return properties.members.contains { $0.value.object == nil && $0.value.bool == nil }
        }
        return !["anyOf", "oneOf", "allOf"].contains { object[$0]?.array?.first?.object != nil }
    }

    /// The JSON Schema that says the same.
    static func expanded(_ value: JSONValue, at pointer: String, depth: Int = 0) throws(SchemaProblem) -> JSONValue {
        guard depth < Limits.schemaDepth else {
            throw SchemaProblem(pointer, "there are more than \(Limits.schemaDepth) levels")
        }
        switch value {
        case .string(let word): return try type(word, at: pointer)
        case .array(let elements):
            guard elements.count == 1 else {
                throw SchemaProblem(
                    pointer, "a list needs exactly one entry, which says what each of its elements is")
            }
            let items = try expanded(elements[0], at: pointer + "/0", depth: depth + 1)
            return ["type": "array", "items": items]
        case .object(let object):
            if depth > 0, isSchema(object) { return value }
            guard !object.members.isEmpty else { throw SchemaProblem(pointer, "an object needs at least one field") }
            var properties: [(String, JSONValue)] = []
            for (name, inner) in object.members {
                let place = JSONPointer.member(name, of: pointer)
                properties.append((name, try expanded(inner, at: place, depth: depth + 1)))
            }
            return ["type": "object", "properties": .object(JSONObject(unique: properties))]
        default: throw SchemaProblem(pointer, "\(value.quoted) is no type; use \(shown)")
        }
    }

    private static func type(_ word: String, at pointer: String) throws(SchemaProblem) -> JSONValue {
        var name = String(word.lowercased().filter { $0 != " " })
        if name.hasSuffix("[]") {
            let items = try type(String(name.dropLast(2)), at: pointer)
            return ["type": "array", "items": items]
        }
        let isNullable = name.hasSuffix("?")
        if isNullable { name.removeLast() }
        guard var schema = words[name] else {
            let hint = nearestName(to: name, among: words.keys.sorted()).map { "; did you mean \($0)?" } ?? ""
            throw SchemaProblem(pointer, "\(JSONValue.string(word).quoted) is no type: use \(shown)\(hint)")
        }
        if isNullable, let type = schema["type"] { schema["type"] = [type, "null"] }
        return .object(schema)
    }

    /// True for a JSON Schema that stands for one field of the short form.
    private static func isSchema(_ object: JSONObject) -> Bool {
        if object["$ref"]?.string?.first == "#" || object["enum"]?.array != nil { return true }
        if let combined = object["anyOf"] ?? object["oneOf"], combined.array?.first?.object != nil { return true }
        guard let type = object["type"], isOf(SchemaKeyword.types, type),
            object.keys.allSatisfy({ SchemaKeyword.known.contains($0) || $0.hasPrefix("x-") })
        else { return false }
        // A field may well be called `type`, `title` or `description`, with a word for its type.
        let others = object.members.filter { $0.key != "type" }
        return others.isEmpty || others.contains { words[$0.value.string ?? ""] == nil || $0.key == "format" }
    }

    private static func isOf(_ names: some Collection<String>, _ type: JSONValue) -> Bool {
        if let name = type.string { return names.contains(name) }
        let listed = type.array?.map { $0.string ?? "" } ?? []
        return !listed.isEmpty && listed.contains(where: names.contains)
            && listed.allSatisfy { SchemaKeyword.types.contains($0) }
    }
}
