import Model

extension Limits {
    /// Milliseconds a collection is waited for that another process writes.
    static let collectionWaitMilliseconds: Int32 = 5000
    /// Kibibytes of a collection kept in memory.
    static let collectionCacheKibibytes = 8192
    /// Bytes the write-ahead log of a collection is cut to.
    static let collectionLogBytes = 4 << 20
    /// Pages a word may stand on until it is too common to be weighed: what it costs would grow with the collection.
    static let commonPages = 2000
    /// The newest pages that are compared where every word is common.
    static let commonCandidates = 200
    /// Results of each way of searching that are brought together.
    static let fusedCandidates = 100
    /// What a rank is damped with when lists are brought together (Cormack and others, 2009).
    static let fusionDamping = 60.0
    /// Nearest chunks further away than this are no results.
    static let leastSimilarity: Float = 0.12
    /// Characters of a snippet.
    static let snippetCharacters = 240
    /// Characters before the first found word in a snippet.
    static let snippetLead = 60
    /// Highlights of one snippet.
    static let snippetHighlights = 50
    /// Files of collections that are listed.
    static let listedCollections = 10_000
    /// Results of one search.
    public static let searchResults = 1000
}
