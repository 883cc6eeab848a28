import Model

/// A value the schema asks for: what engines look for by its name, its description and its type.
public struct Field: Sendable, Equatable {
    /// What the value is.
    public indirect enum Kind: Sendable, Equatable {
        case string
        /// A string in the form `YYYY-MM-DD`, with a time where `hasTime`.
        case date(hasTime: Bool)
        case number
        case integer
        case boolean
        case object([Field])
        case array(of: Field)
    }

    /// Name of the property; `items` for the element of an array.
    public var name: String
    public var title: String?
    public var description: String?
    /// Other names, from the keyword `aliases` or `x-aliases`.
    public var aliases: [String] = []
    public var kind: Kind
    /// JSON Schema `format`, such as `email`.
    public var format: String?
    /// JSON Schema `pattern`.
    public var pattern: String?
    /// JSON Schema `enum` or `const`; empty for any value.
    public var allowed: [JSONValue] = []
    public var isNullable = false
    public var isRequired = false

    public init(_ name: String, _ kind: Kind, description: String? = nil) {
        self.name = name
        self.kind = kind
        self.description = description
    }
}
