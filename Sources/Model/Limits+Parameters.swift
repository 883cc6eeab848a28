extension Limits {
    /// Bytes of a name that is compared with known names when it is misspelt.
    public static let comparedNameBytes = 100
    /// Characters of a refused value that a message repeats.
    public static let quotedCharacters = 60
    /// Entries of a list in the parameters of a job.
    public static let parameterListEntries = 100
    /// Bytes of a text among the parameters of a job: a prompt is the longest.
    public static let parameterTextBytes = 64 << 10
    /// Highest page number a selection may name.
    public static let pageNumber: Int64 = 1_000_000
}
