extension Limits {
    /// Fields, lines and tables of one template.
    public static let templateFields = 2_000
    /// Patterns of one field.
    public static let templatePatterns = 200
    /// Matches of one pattern.
    public static let templateMatches = 20_000
    /// Blocks of lines that one rule finds.
    public static let templateBlocks = 5_000
    /// Rows of one array.
    public static let templateRows = 20_000
    /// Time of the processor for one template over one document.
    public static let templateSearch = Duration.seconds(20)
    /// Patterns that may be given up before the template is.
    public static let templateFailures = 5
    /// Columns of a line of text made of words.
    public static let layoutColumns = 400
    /// Bytes of text that templates look at, all pages together.
    public static let templateTextBytes = 16 << 20
}
