import Model
import PCRE2

extension Schema {
    /// What of a value breaks the schema, the first places first; empty for a value that follows it.
    public func problems(in value: JSONValue) -> [SchemaProblem] {
        var validator = SchemaValidator(schema: self)
        validator.check(value, against: json, at: "")
        return validator.problems
    }

    /// What is wrong with one value that belongs at a place of the whole; nil when nothing is.
    func problem(in value: JSONValue, at pointer: String) -> SchemaProblem? {
        guard let node = node(at: pointer) else { return SchemaProblem(pointer, "is not in the schema") }
        var validator = SchemaValidator(schema: self)
        validator.check(value, against: node, at: pointer)
        return validator.problems.first
    }

    /// The part of the schema that describes the value at a place.
    private func node(at pointer: String) -> JSONValue? {
        var node = json
        for step in JSONPointer.steps(pointer) ?? [] {
            guard let next = node["items"] ?? node["properties"]?[step] else { return nil }
            node = next
        }
        return node
    }
}

/// Checks a value against a normalised schema.
struct SchemaValidator {
    let schema: Schema
    private(set) var problems: [SchemaProblem] = []

    init(schema: Schema) { self.schema = schema }

    /// Checks a value against a node of the schema.
    mutating func check(_ value: JSONValue, against node: JSONValue, at pointer: String) {
        guard problems.count < Limits.schemaProblems else { return }
        if node["type"] != nil, !SchemaTypes(node["type"]).accepts(value) {
            let types = SchemaTypes(node["type"])
            let names = (types.kinds + (types.isNullable ? ["null"] : [])).joined(separator: " or ")
            return refuse(pointer, "is \(value.quoted), but must be of type \(names)")
        }
        if value.isNull { return }
        if let choices = node["enum"]?.array, !choices.contains(where: { Self.isEqual($0, value) }) {
            let shown = choices.prefix(10).map(\.quoted).joined(separator: ", ")
            return refuse(
                pointer, "is \(value.quoted), but must be one of \(shown)\(choices.count > 10 ? ", ..." : "")")
        }
        switch value {
        case .string(let text): check(text, node, pointer)
        case .integer, .number: check(number: value, node, pointer)
        case .array(let elements): check(elements, node, pointer)
        case .object(let object): check(object, node, pointer)
        case .bool, .null: break
        }
    }

    private mutating func refuse(_ pointer: String, _ message: String) {
        problems.append(SchemaProblem(pointer, message))
    }

    private mutating func check(_ text: String, _ node: JSONValue, _ pointer: String) {
        let shown = JSONValue.string(text).quoted
        if let format = node["format"]?.string, let form = StringFormat.problem(of: text, as: format) {
            refuse(pointer, "is \(shown), but must be \(form)")
        }
        if let least = node["minLength"]?.integer, text.unicodeScalars.count < least {
            refuse(pointer, "is \(shown), but must have at least \(least) characters")
        }
        if let most = node["maxLength"]?.integer, text.unicodeScalars.count > most {
            refuse(pointer, "is \(shown), but must have at most \(most) characters")
        }
        guard let source = node["pattern"]?.string, let pattern = schema.pattern(source) else { return }
        do throws(PatternError) {
            if try !pattern.matches(text) {
                refuse(pointer, "is \(shown), but must match \(JSONValue.string(source).quoted)")
            }
        } catch {
            refuse(pointer, "cannot be compared with \(JSONValue.string(source).quoted): \(error)")
        }
    }

    private mutating func check(number value: JSONValue, _ node: JSONValue, _ pointer: String) {
        guard let number = value.number else { return }
        let bounds: [(String, String, (Double, Double) -> Bool)] = [
            ("minimum", "at least", { $0 >= $1 }), ("maximum", "at most", { $0 <= $1 }),
            ("exclusiveMinimum", "more than", { $0 > $1 }), ("exclusiveMaximum", "less than", { $0 < $1 }),
        ]
        for (name, words, holds) in bounds {
            guard let bound = node[name]?.number, !holds(number, bound) else { continue }
            refuse(pointer, "is \(value.quoted), but must be \(words) \(node[name]?.quoted ?? "")")
        }
        if let step = node["multipleOf"]?.number, step > 0 {
            let times = number / step
            if abs(times - times.rounded()) > 1e-9 * max(1, abs(times)) {
                refuse(pointer, "is \(value.quoted), but must be a multiple of \(node["multipleOf"]?.quoted ?? "")")
            }
        }
    }

    private mutating func check(_ elements: [JSONValue], _ node: JSONValue, _ pointer: String) {
        if let least = node["minItems"]?.integer, elements.count < least {
            refuse(pointer, "has \(elements.count) elements, but must have at least \(least)")
        }
        if let most = node["maxItems"]?.integer, elements.count > most {
            refuse(pointer, "has \(elements.count) elements, but must have at most \(most)")
        }
        if node["uniqueItems"]?.bool == true,
            Set(elements.map { JSONWriter.canonicalBytes(of: $0) }).count < elements.count
        {
            refuse(pointer, "has the same element twice")
        }
        guard let items = node["items"] else { return }
        for (index, element) in elements.enumerated() where problems.count < Limits.schemaProblems {
            check(element, against: items, at: "\(pointer)/\(index)")
        }
    }

    private mutating func check(_ object: JSONObject, _ node: JSONValue, _ pointer: String) {
        for name in node["required"]?.array?.compactMap(\.string) ?? [] where object[name] == nil {
            refuse(JSONPointer.member(name, of: pointer), "is required, but was not found")
        }
        for (name, value) in object.members {
            let place = JSONPointer.member(name, of: pointer)
            guard let inner = node["properties"]?[name] else {
                refuse(place, "is not in the schema")
                continue
            }
            check(value, against: inner, at: place)
        }
    }

    private static func isEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let one = left.number, let other = right.number { return one == other }
        return left == right
    }
}
