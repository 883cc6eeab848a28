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
    /// Doublings of the wait for a store that fails: a minute at most, because all work stands still.
    static let storeBackOffs = 7
    /// Bytes of memory each lane brings to what items at work may need together.
    static let slotBytes: Int64 = 384 << 20
    /// Bytes a worker needs for the smallest document.
    static let workerBaseBytes: Int64 = 48 << 20
    /// Bytes of memory for each byte of a document.
    static let documentExpansion: Int64 = 4
    /// Bytes of memory for each byte of a compressed document or image.
    static let zippedExpansion: Int64 = 16
    /// Share of the machine's memory, as one part of so many, that items at work may be expected to need together.
    static let memoryShare: Int64 = 2
    /// Items that may start before a batch whose turn it would have been is next whatever came.
    static let passesBeforeTurn = 16
    /// Longest time until a folder's schedule is compared with the clock again: people set clocks.
    static let longestScheduleWait = Duration.seconds(600)
    /// Deaths of the agent with an item in flight from which on it runs alone.
    static let aloneAfterDeaths = 2
    /// Directories of one batch that are remembered as durable.
    static let knownDirectories = 10_000
    /// Earlier results of equal content that are tried before an item is worked itself.
    static let earlierResults = 4
    /// Files copied of one earlier result.
    static let copiedFiles = 4000
    /// Items read from the store at once to find which pictures belong together.
    static let itemsAtOnce = 1000
    /// Times a model is asked about one document until its answer fits the schema.
    static let questionRounds = 3
    /// Bytes of all questions about one document.
    static let promptBytes = 64 << 20
    /// Tokens of a document that nobody has read yet, and of an answer, for estimates.
    static let expectedDocumentTokens: Int64 = 2000
    static let expectedAnswerTokens: Int64 = 500
    /// Longest time until a budget is looked at again.
    static let longestBudgetWait = Duration.seconds(600)
    /// Bytes copied at once from an earlier result.
    static let copyChunkBytes = 256 << 10
    /// How long something that only needs a worker for a moment waits behind items.
    static let choreWait = Duration.seconds(30)
}
