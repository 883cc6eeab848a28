extension Limits {
    /// Bytes of a manifest.
    public static let manifestBytes: Int64 = 1 << 30
    /// Bytes of one row of a manifest, line breaks in its cells included.
    public static let manifestRowBytes = 256 << 10
    /// Columns of a manifest.
    public static let manifestColumns = 16_384
    /// Bytes of the empty lines after a row that results.csv repeats.
    public static let manifestTailBytes = 4 << 10
    /// Names of columns that are remembered, so that none of ours is called the same.
    public static let manifestNames = 256
    /// Bytes of such a name.
    public static let manifestNameBytes = 200
    /// Bytes a worker reads of a manifest at once.
    public static let manifestChunkBytes = 256 << 10
    /// Seconds for reading a manifest and noting its rows.
    public static let manifestSeconds = 900
}
