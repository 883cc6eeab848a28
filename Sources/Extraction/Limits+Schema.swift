import Model

/// Bounds of schemas.
extension Limits {
    /// Levels of objects and lists in a schema.
    public static let schemaDepth = 16
    /// Values a schema may ask for, references followed.
    public static let schemaFields = 1000
    /// Bytes of a schema, references followed.
    public static let schemaBytes = 1 << 20
    /// Entries of an enumeration.
    public static let schemaChoices = 1000
    /// Problems of a value that are told at once.
    public static let schemaProblems = 20
}
