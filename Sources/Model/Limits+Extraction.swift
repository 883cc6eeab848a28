extension Limits {
    /// Words of a document that extraction sees; about 2,000 pages.
    public static let collectedWords = 1_000_000
    /// Bytes of text of a document that extraction sees.
    public static let collectedTextBytes = 16 << 20
}
