/// The keywords of JSON Schema (2020-12 and draft-07) and what becomes of them.
enum SchemaKeyword {
    static let types = ["object", "array", "string", "number", "integer", "boolean", "null"]

    /// Demands on a value by the type they speak of; those are kept as they stand.
    static let demands: [(name: String, types: [String])] = [
        ("format", ["string"]), ("pattern", ["string"]), ("minLength", ["string"]), ("maxLength", ["string"]),
        ("minimum", ["number", "integer"]), ("maximum", ["number", "integer"]),
        ("exclusiveMinimum", ["number", "integer"]), ("exclusiveMaximum", ["number", "integer"]),
        ("multipleOf", ["number", "integer"]),
        ("minItems", ["array"]), ("maxItems", ["array"]), ("uniqueItems", ["array"]),
    ]

    /// Read in other ways.
    static let structure = [
        "type", "properties", "required", "items", "enum", "const", "anyOf", "oneOf", "allOf", "$ref",
        "additionalProperties", "nullable", "title", "description", "aliases", "x-aliases",
    ]

    /// Mean nothing for what is extracted.
    static let ignored = [
        "$schema", "$id", "id", "$comment", "$defs", "definitions", "$anchor", "$vocabulary", "default", "examples",
        "example", "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType", "name", "strict",
    ]

    /// Demands that could not be kept, so that a result might break them.
    static let refused = [
        "prefixItems", "additionalItems", "contains", "minContains", "maxContains", "unevaluatedItems",
        "unevaluatedProperties", "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas",
        "dependencies", "minProperties", "maxProperties", "not", "if", "then", "else", "$dynamicRef",
        "$recursiveRef", "contentSchema",
    ]

    static let known = Set(structure + ignored + refused + demands.map(\.name))
}
