import Model

/// Brings a JSON Schema into the one form everything else reads: references followed, alternatives with null folded
/// into `type`, `const` turned into `enum`, words that mean nothing left out.
///
/// A schema that demands what could not be kept is refused, so that no result breaks it unseen.
struct SchemaNormalizer {
    private let root: JSONValue
    private var fields = 0
    private var bytes = 0

    /// The normalised form of a JSON Schema.
    static func normalized(_ root: JSONValue) throws(SchemaProblem) -> JSONValue {
        var normalizer = SchemaNormalizer(root: root)
        let schema = try normalizer.node(root, at: Place(pointer: "", depth: 0, references: []))
        let types = SchemaTypes(schema["type"]).kinds
        guard types == ["object"] || types == ["array"] else {
            throw SchemaProblem("/type", "the outermost value must be an object or a list of objects")
        }
        return .object(schema)
    }

    private init(root: JSONValue) { self.root = root }

    /// Where in the schema a node stands.
    private struct Place {
        var pointer: String
        var depth: Int
        /// References that led here.
        var references: [String]

        func below(_ steps: String...) -> Place {
            let pointer = steps.reduce(pointer) { JSONPointer.member($1, of: $0) }
            return Place(pointer: pointer, depth: depth + 1, references: references)
        }
    }

    private mutating func node(_ value: JSONValue, at start: Place) throws(SchemaProblem) -> JSONObject {
        var place = start
        guard place.depth <= Limits.schemaDepth else {
            throw SchemaProblem(place.pointer, "there are more than \(Limits.schemaDepth) levels")
        }
        fields += 1
        guard fields <= Limits.schemaFields else {
            throw SchemaProblem(place.pointer, "there are more than \(Limits.schemaFields) fields")
        }
        var isNullable = false
        let object = try merged(value, at: &place, isNullable: &isNullable)
        for keyword in SchemaKeyword.refused where object[keyword] != nil {
            throw SchemaProblem(
                JSONPointer.member(keyword, of: place.pointer), "the keyword `\(keyword)` is not supported")
        }
        var types = try types(of: object, at: place.pointer)
        types.isNullable = types.isNullable || isNullable
        var result: JSONObject = [:]
        for name in ["title", "description"] {
            guard let text = object[name]?.string, !text.isEmpty else { continue }
            result[name] = .string(text)
            bytes += text.utf8.count
        }
        if let aliases = Self.aliases(object) { result["aliases"] = .strings(aliases) }
        if !types.kinds.isEmpty { result["type"] = types.json }
        try enumerate(object, types, into: &result, at: place.pointer)
        for (name, kinds) in SchemaKeyword.demands {
            guard let demand = object[name], types.kinds.isEmpty || types.kinds.contains(where: kinds.contains) else {
                continue
            }
            try SchemaDemand.check(name, demand, at: JSONPointer.member(name, of: place.pointer))
            result[name] = demand
        }
        if types.kinds == ["object"] { try members(of: object, into: &result, at: place) }
        if types.kinds == ["array"] { try elements(of: object, into: &result, at: place) }
        guard bytes <= Limits.schemaBytes else {
            throw SchemaProblem(
                place.pointer, "with its references the schema is longer than \(Limits.schemaBytes) bytes")
        }
        return result
    }

    private mutating func members(
        of object: JSONObject, into result: inout JSONObject, at place: Place
    ) throws(SchemaProblem) {
        guard let properties = object["properties"]?.object, !properties.members.isEmpty else {
            throw SchemaProblem(
                place.pointer, "an object needs `properties`: without them there is nothing to look for")
        }
        var inner: [(String, JSONValue)] = []
        for (name, value) in properties.members {
            bytes += name.utf8.count
            inner.append((name, .object(try node(value, at: place.below("properties", name)))))
        }
        result["properties"] = .object(JSONObject(unique: inner))
        // Nothing else is ever written.
        result["additionalProperties"] = false
        guard let required = object["required"] else { return }
        let pointer = place.pointer + "/required"
        guard let names = required.array?.compactMap(\.string), names.count == required.array?.count else {
            throw SchemaProblem(pointer, "it must be a list of names")
        }
        if let unknown = names.first(where: { properties[$0] == nil }) {
            throw SchemaProblem(pointer, "\(JSONValue.string(unknown).quoted) is not among the properties")
        }
        if !names.isEmpty { result["required"] = .strings(Set(names).sorted()) }
    }

    private mutating func elements(
        of object: JSONObject, into result: inout JSONObject, at place: Place
    ) throws(SchemaProblem) {
        guard let items = object["items"] else {
            throw SchemaProblem(place.pointer, "a list needs `items`, which say what each of its elements is")
        }
        guard items.array == nil else {
            throw SchemaProblem(place.pointer + "/items", "lists with a type for each place are not supported")
        }
        result["items"] = .object(try node(items, at: place.below("items")))
    }

    private mutating func enumerate(
        _ object: JSONObject, _ types: SchemaTypes, into result: inout JSONObject, at pointer: String
    ) throws(SchemaProblem) {
        guard let listed = object["const"].map({ [$0] }) ?? object["enum"]?.array else {
            guard object["enum"] == nil else { throw SchemaProblem(pointer + "/enum", "it must be a list of values") }
            return
        }
        let name = object["const"] == nil ? "enum" : "const"
        guard listed.count <= Limits.schemaChoices else {
            throw SchemaProblem(pointer + "/enum", "there are more than \(Limits.schemaChoices) choices")
        }
        guard listed.allSatisfy({ $0.object == nil && $0.array == nil }) else {
            throw SchemaProblem(pointer + "/\(name)", "only texts, numbers, true, false and null can be choices")
        }
        let fitting = listed.filter { !$0.isNull && types.accepts($0) }
        guard !fitting.isEmpty else {
            throw SchemaProblem(pointer + "/\(name)", "no choice is of the type the field has")
        }
        bytes += fitting.reduce(0) { $0 + ($1.string?.utf8.count ?? 8) }
        result["enum"] = .array(fitting + (types.isNullable ? [.null] : []))
    }

    private func types(of object: JSONObject, at pointer: String) throws(SchemaProblem) -> SchemaTypes {
        var types = SchemaTypes(object["type"])
        if let given = object["type"], !types.isValid {
            let known = SchemaKeyword.types.joined(separator: ", ")
            throw SchemaProblem(pointer + "/type", "\(given.quoted) is no type; known are \(known)")
        }
        if object["type"] == nil { types = SchemaTypes(impliedBy: object) }
        if object["nullable"]?.bool == true { types.isNullable = true }
        guard types.kinds.count < 2 || !types.kinds.contains(where: { $0 == "object" || $0 == "array" }) else {
            throw SchemaProblem(
                pointer + "/type", "a value that may be an object, a list or something else cannot be looked for")
        }
        guard !types.kinds.isEmpty || !types.isNullable else {
            throw SchemaProblem(pointer + "/type", "a value that is always null cannot be looked for")
        }
        return types
    }

    private static func aliases(_ object: JSONObject) -> [String]? {
        let given = object["aliases"] ?? object["x-aliases"]
        let names = given?.array?.compactMap(\.string) ?? given?.string.map { [$0] } ?? []
        return names.isEmpty ? nil : names
    }
}

extension SchemaNormalizer {
    /// The members of a node with references, `allOf` and alternatives folded in.
    private func merged(
        _ value: JSONValue, at place: inout Place, isNullable: inout Bool
    ) throws(SchemaProblem) -> JSONObject {
        guard var object = value.object else {
            throw SchemaProblem(place.pointer, "\(value.quoted) is no schema; an object is needed")
        }
        for _ in 0..<Limits.schemaDepth {
            if let reference = object["$ref"] {
                object["$ref"] = nil
                object = try Self.overlaid(target(of: reference, at: &place), with: object, at: place.pointer)
            } else if let parts = object["allOf"] {
                object["allOf"] = nil
                for part in parts.array ?? [] {
                    let inner = try merged(part, at: &place, isNullable: &isNullable)
                    object = try Self.overlaid(inner, with: object, at: place.pointer)
                }
            } else if let name = ["anyOf", "oneOf"].first(where: { object[$0] != nil }) {
                let choices = object[name]?.array ?? []
                object[name] = nil
                let chosen = try alternative(among: choices, at: &place, name, isNullable: &isNullable)
                object = try Self.overlaid(chosen, with: object, at: place.pointer)
            } else {
                return object
            }
        }
        throw SchemaProblem(place.pointer, "references lead through more than \(Limits.schemaDepth) others")
    }

    private func target(of reference: JSONValue, at place: inout Place) throws(SchemaProblem) -> JSONObject {
        let pointer = JSONPointer.member("$ref", of: place.pointer)
        guard let text = reference.string, text.first == "#", let local = Self.unescaped(text.dropFirst()),
            local.isEmpty || local.first == "/"
        else {
            throw SchemaProblem(
                pointer, "\(reference.quoted) leads elsewhere; only references such as #/$defs/line are followed")
        }
        guard !place.references.contains(local), !local.isEmpty else {
            throw SchemaProblem(pointer, "the schema refers to itself by \(reference.quoted)")
        }
        guard let object = JSONPointer.value(at: local, in: root)?.object else {
            throw SchemaProblem(pointer, "there is nothing at \(reference.quoted)")
        }
        place.references.append(local)
        return object
    }

    private func alternative(
        among choices: [JSONValue], at place: inout Place, _ name: String, isNullable: inout Bool
    ) throws(SchemaProblem) -> JSONObject {
        var others: [JSONObject] = []
        for choice in choices {
            var inner = place
            let object = try merged(choice, at: &inner, isNullable: &isNullable)
            let isNull = object["type"]?.string == "null" || object["const"]?.isNull == true
            if isNull { isNullable = true } else { others.append(object) }
            if !isNull { place.references = Array(Set(place.references + inner.references)) }
        }
        if others.count == 1 { return others[0] }
        guard let union = SchemaTypes.union(of: others) else {
            throw SchemaProblem(
                JSONPointer.member(name, of: place.pointer),
                "one kind of value, or null, can be looked for; here are \(others.count)")
        }
        return union
    }

    /// Two schemas that both hold.
    private static func overlaid(
        _ base: JSONObject, with other: JSONObject, at pointer: String
    ) throws(SchemaProblem) -> JSONObject {
        var result = base
        for (key, value) in other.members {
            switch (key, result[key]) {
            case ("properties", .object(let known)?):
                var joined = known
                for (name, inner) in value.object?.members ?? [] { joined[name] = inner }
                result[key] = .object(joined)
            case ("required", .array(let names)?): result[key] = .array(names + (value.array ?? []))
            case (_, nil): result[key] = value
            case ("title", _), ("description", _), ("aliases", _), ("x-aliases", _), ("$defs", _), ("definitions", _):
                result[key] = value
            case (_, value?): break
            default:
                throw SchemaProblem(
                    JSONPointer.member(key, of: pointer), "two different demands are made on one value")
            }
        }
        return result
    }

    private static func unescaped(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let decoded = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            rest = rest.dropFirst(2)
            bytes.append(decoded)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
