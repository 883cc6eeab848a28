import Model
import PCRE2

/// What a job extracts: a JSON Schema in its one form, and what engines look for.
///
/// A value; made once per document from the parameters of its job.
public struct Schema: Sendable {
    /// The normalised schema; properties stand in the order they were written.
    public let json: JSONValue
    /// What the outermost value is.
    public let root: Field
    private let patterns: [String: Pattern]

    /// Reads a JSON Schema or the short form, as an object or as its text.
    public init(_ value: JSONValue) throws(Failure) {
        do throws(SchemaProblem) {
            try self.init(checking: Self.parsed(value))
        } catch {
            throw error.invalidSchema
        }
    }

    private init(checking value: JSONValue) throws(SchemaProblem) {
        let written = ShortForm.isShort(value) ? try ShortForm.expanded(value, at: "") : value
        try self.init(normalized: SchemaNormalizer.normalized(written))
    }

    private init(normalized json: JSONValue) throws(SchemaProblem) {
        self.json = json
        root = Field(name: json["title"]?.string ?? "document", schema: json, isRequired: true)
        var patterns: [String: Pattern] = [:]
        try Self.compile(json, at: "", into: &patterns)
        self.patterns = patterns
    }

    /// The bytes whose sha256 tells schemas apart: equal for a short form and the schema that says the same.
    public var canonicalBytes: [UInt8] { JSONWriter.canonicalBytes(of: json) }

    /// The schema of a list of such values.
    public var list: Schema { Schema(json: ["type": "array", "items": json], root: Self.list(of: root), patterns) }

    private init(json: JSONValue, root: Field, _ patterns: [String: Pattern]) {
        self.json = json
        self.root = root
        self.patterns = patterns
    }

    private static func list(of root: Field) -> Field {
        var list = Field(root.name, .array(of: root))
        list.isRequired = true
        return list
    }

    /// A pattern of the schema, compiled.
    func pattern(_ source: String) -> Pattern? { patterns[source] }

    private static func parsed(_ value: JSONValue) throws(SchemaProblem) -> JSONValue {
        guard let text = value.string else { return value }
        guard text.utf8.count <= Limits.schemaBytes else {
            throw SchemaProblem("", "it is longer than \(Limits.schemaBytes) bytes")
        }
        do throws(JSONParseError) {
            return try JSONParser.parse(Array(text.utf8))
        } catch {
            throw SchemaProblem("", "it is not JSON: \(error)")
        }
    }

    private static func compile(
        _ node: JSONValue, at pointer: String, into patterns: inout [String: Pattern]
    ) throws(SchemaProblem) {
        if let source = node["pattern"]?.string, patterns[source] == nil {
            patterns[source] = try compiled(source, at: pointer + "/pattern")
        }
        for (name, inner) in node["properties"]?.object?.members ?? [] {
            try compile(inner, at: JSONPointer.member(name, of: pointer + "/properties"), into: &patterns)
        }
        if let items = node["items"] { try compile(items, at: pointer + "/items", into: &patterns) }
    }

    private static func compiled(_ source: String, at pointer: String) throws(SchemaProblem) -> Pattern {
        do throws(PatternError) {
            return try Pattern(source, .ecmaScript, limits: .standard)
        } catch {
            throw SchemaProblem(pointer, "it is not a regular expression: \(error)")
        }
    }
}

extension Field {
    /// The field a normalised schema describes.
    init(name: String, schema: JSONValue, isRequired: Bool = false) {
        let types = SchemaTypes(schema["type"])
        self.init(name, Self.kind(of: schema, types), description: schema["description"]?.string)
        title = schema["title"]?.string
        aliases = schema["aliases"]?.array?.compactMap(\.string) ?? []
        format = schema["format"]?.string
        pattern = schema["pattern"]?.string
        allowed = schema["enum"]?.array?.filter { !$0.isNull } ?? []
        isNullable = types.isNullable
        self.isRequired = isRequired
    }

    private static func kind(of schema: JSONValue, _ types: SchemaTypes) -> Kind {
        // Of several types the most general one is looked for.
        switch types.kinds.contains("string") ? "string" : types.kinds.first ?? "string" {
        case "object":
            let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
            return .object(
                (schema["properties"]?.object?.members ?? []).map { name, inner in
                    Field(name: name, schema: inner, isRequired: required.contains(name))
                })
        case "array": return .array(of: Field(name: "items", schema: schema["items"] ?? [:], isRequired: true))
        case "number": return .number
        case "integer": return .integer
        case "boolean": return .boolean
        default:
            switch schema["format"]?.string {
            case "date": return .date(hasTime: false)
            case "date-time": return .date(hasTime: true)
            default: return .string
            }
        }
    }
}
