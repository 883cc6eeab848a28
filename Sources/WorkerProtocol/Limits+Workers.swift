import Model

/// Bounds of the conversation between agent and worker, and of a worker process.
extension Limits {
    /// Bytes of the frame with which a worker introduces itself.
    public static let introductionBytes = 64 << 10
    /// Levels of nesting in a message: those of foreign JSON and the few that wrap it.
    public static let messageDepth = jsonDepth + 4
    /// Bytes a worker gathers before it sends them.
    public static let sendBytes = 64 << 10
    /// Bytes of one warning or title in a report that has to be cut to fit.
    public static let reportTextBytes = 256
    /// Failed pages listed in a report that has to be cut to fit.
    public static let reportPages = 10_000
    /// Pages that lengthen the deadline of one item; a worker may claim any number.
    public static let deadlinePages = 100_000
    /// Bytes kept of what a worker wrote to standard error.
    public static let lastWordsBytes = 4 << 10
    /// Reads of a worker's standard error in a row; together more than a socket holds.
    public static let lastWordsReads = 16
    /// Time between two looks at the memory of a busy worker and at a wish to cancel.
    public static let workerLook = Duration.milliseconds(100)
    /// Time a worker that closed its socket has to end, before it is ended.
    public static let workerGoodbye = Duration.seconds(2)
    /// Bytes of address space of a worker: a backstop behind the limit on resident memory.
    public static let workerAddressBytes: UInt64 = 4 << 30
    /// Files a worker may have open.
    public static let workerOpenFiles: UInt64 = 64
    /// Pages of one document whose pictures are kept.
    public static let pageImages = 200
    /// Pictures that stand on the pages of one document and are kept.
    public static let embeddedImages = 200
    /// Questions to a model about one document.
    public static let modelQuestions = 1000
}
