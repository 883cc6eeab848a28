import Model

/// Bounds of the search for values on the pages.
extension Limits {
    /// Places of one value that are compared.
    public static let groundingPlaces = 64
    /// Places of a row that are compared.
    public static let groundingRowPlaces = 8
    /// Bytes of a value that is looked for, without blanks and marks.
    public static let groundedBytes = 4 << 10
    /// Notations of one value that are looked for.
    public static let groundingNotations = 64
    /// Values of one document that are looked for.
    public static let groundedValues = 50_000
}
