extension Limits {
    /// Bytes of a regular expression.
    public static let patternBytes = 64 << 10
    /// Steps a search may take from one place of a text: some hundredths of a second.
    public static let patternSteps: UInt32 = 1_000_000
    /// Levels a search may go back.
    public static let patternDepth: UInt32 = 250_000
    /// Memory of a search in KiB.
    public static let patternHeapKiB: UInt32 = 64 << 10
    /// Time of the processor for one pattern over one text.
    public static let patternSearch = Duration.milliseconds(500)
}
