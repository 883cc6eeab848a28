extension JSONValue {
    /// The value as a message repeats it: texts in quotes, cut when long; lists and mappings by their kind alone.
    public var quoted: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return String(value)
        case .integer(let value): return String(value)
        case .number(let value): return String(value)
        case .string(let text):
            let kept = text.prefix(Limits.quotedCharacters)
            return "\"" + printable(String(kept)) + (kept.endIndex == text.endIndex ? "" : "...") + "\""
        case .array(let values): return values.isEmpty ? "an empty list" : "a list"
        case .object: return "a mapping"
        }
    }
}
