extension Limits {
    /// Words of a document that tags are looked for in.
    public static let taggedWords = 100_000
    /// Unicode scalars between two blanks that are looked at.
    public static let taggedChunkScalars = 400
    /// Words that the language is told from.
    public static let languageSampleWords = 2_000
    /// Characters of a tag.
    public static let tagCharacters = 60
    /// Words of a tag.
    public static let tagWords = 5
    /// Most tags of a document.
    public static let documentTags = 15
    /// Entries of a list of exclusions.
    public static let exclusions = 10_000
    /// Pages of `exclusions.pdf` that are read.
    public static let exclusionPages = 50
    /// A gap between words of a list, in their heights, that divides two terms.
    public static let exclusionGap = 2.5
    /// Bytes of text of a document that a model is asked about for tags.
    public static let tagPromptBytes = 48 << 10
    /// Bytes of what is kept of a document while a model is asked for its tags.
    public static let tagCopyBytes = 64 << 10
    /// Bytes of a model's answer that tags are looked for in.
    public static let tagReplyBytes = 64 << 10
    /// Characters of one exclusion.
    public static let exclusionCharacters = 200
}
