import Model

extension Limits {
    /// Seconds an item may take, where the configuration does not say.
    static let itemSeconds = 300.0
    /// Seconds more for every page, where the configuration does not say.
    static let pageSeconds = 10.0
    /// Share of failed pages an item survives, where the configuration does not say.
    static let allowedPageFailureRatio = 0.05
    /// Finished items that may wait for the disk before lanes pause.
    static let uncommittedItems = 512
    /// Bytes read at once for a digest.
    static let digestChunkBytes = 256 << 10
    /// First wait after a transient failure, doubled each time.
    static let firstBackOff = Duration.seconds(1)
    /// Longest wait after a transient failure.
    static let longestBackOff = Duration.seconds(600)
    /// Deaths of the agent with an item in flight from which on it runs alone.
    static let aloneAfterDeaths = 2
    /// Earlier results of equal content that are tried before an item is worked itself.
    static let earlierResults = 4
    /// Bytes copied at once from an earlier result.
    static let copyChunkBytes = 256 << 10
}
