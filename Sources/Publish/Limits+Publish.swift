import Model

extension Limits {
    /// Failures listed in a batch's STATUS.txt.
    static let statusFailures = 20
    /// Warnings, ignored names and running files listed in a batch's STATUS.txt.
    static let statusNames = 10
    /// Characters of a name or sentence in a STATUS.txt.
    static let statusTextCharacters = 300
    /// Items or events read from the store at once.
    static let publishedPage = 512
    /// Bytes collected before they are written to a file.
    static let publishedChunkBytes = 256 << 10
    /// Bytes at the end of events.jsonl in which its last line must start.
    static let eventTailBytes = 256 << 10
    /// Items of a batch from which on its files are written on a thread of their own.
    static let publishedAsideItems = 1000
    /// Time between two rewritings of a file while a batch runs.
    static let publishInterval = Duration.seconds(1)
    /// Longest time for the files of running batches when the agent stops; it has ten seconds in all.
    static let flushTime = Duration.seconds(3)
    /// First wait after a failed write; doubled each time.
    static let publishRetryFirst = Duration.seconds(1)
    /// Longest wait after a failed write.
    static let publishRetryLongest = Duration.seconds(600)
    /// Names tried for a place in the archive.
    static let archiveNames = 100_000
}
