extension Limits {
    /// Names one within the other in the id of a collection.
    public static let collectionDepth = 8
    /// Bytes of the id of a collection.
    public static let collectionNameBytes = 255
    /// Words of a chunk, where the configuration does not say.
    public static let chunkWords = 300
    /// Words that a chunk shares with the one before it, where the configuration does not say.
    public static let chunkOverlap = 50
    /// Chunks of one document.
    public static let documentChunks = 20_000
    /// Numbers of a vector that is made without a model.
    public static let lexicalDimensions = 384
    /// Scalars of a word of which pieces are looked at.
    public static let lexicalWordScalars = 64
    /// Bytes of the entry of one page in a published document.
    public static let passagePageBytes = 32 << 20
    /// Bytes of the text of one page that can be searched; it has to fit a frame with its boxes.
    public static let passageTextBytes = 256 << 10
    /// Boxes of one page that can be told.
    public static let passageBoxes = 2000
    /// Letters of a block that are looked for in the text of its page.
    public static let passageAnchorLetters = 24
    /// Seconds a provider may take to make the vector of a query.
    public static let queryAnswerSeconds = 15
    /// Terms of one query.
    public static let queryTerms = 16
    /// Bytes of one query.
    public static let queryBytes = 4 << 10
    /// Letters before the star of a prefix.
    public static let prefixLetters = 3
}
