extension Limits {
    /// Entries of a document that is a ZIP archive.
    public static let packageEntries = 50_000
    /// Bytes unpacked at once.
    public static let partReadBytes = 32 << 10
    /// Bytes of one part of such a document that is held in memory.
    public static let packagePartBytes: Int64 = 64 << 20
    /// Bytes of all parts held in memory.
    public static let packageHeldBytes: Int64 = 128 << 20
    /// Bytes unpacked of one document.
    public static let packageBytes: Int64 = 4 << 30
    /// Bytes unpacked that are never too many for the size of the document.
    public static let packageFreeBytes: Int64 = 64 << 20
    /// How many times its size a document may unpack to beyond that; spreadsheets with equal rows reach 200.
    public static let packageRatio: Int64 = 400
    /// Levels of elements in a part of a document.
    public static let partDepth = 250
    /// Attributes of one element in a part of a document.
    public static let partAttributes = 1000
    /// Relationships of one part of an office document.
    public static let partRelationships = 50_000
}
