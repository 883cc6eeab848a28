extension Limits {
    /// Bytes of a drawing, which is read whole.
    public static let drawingBytes: Int64 = 64 << 20
    /// Texts taken from a drawing.
    public static let drawingTexts = 20_000
}
