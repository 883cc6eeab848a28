/// Bounds of web pages, data, books and mail.
extension Limits {
    /// Bytes of the name of a character set.
    public static let charsetNameBytes = 40
    /// Bytes that decide which character set a text has.
    public static let charsetSampleBytes = 64 << 10
    /// Bytes beyond ASCII from which a guess is trusted that nothing else confirms.
    public static let charsetCertainBytes = 20
}
