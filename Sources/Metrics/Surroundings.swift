import Model

/// A file system a folder needs.
public struct FreeBytes: Sendable, Equatable {
    public var folder: String
    /// `inbox` or `outbox`.
    public var place: String
    public var bytes: Int64

    public init(folder: String, place: String, bytes: Int64) {
        self.folder = folder
        self.place = place
        self.bytes = bytes
    }
}

/// What the numbers are made of besides the store.
public struct Surroundings: Sendable {
    /// Free bytes where folders are, at the moment it is called.
    public var freeBytes: @Sendable () -> [FreeBytes]
    /// Workers that were started and those that were lost.
    public var workers: @Sendable () -> (starts: Int, losses: Int)
    public var clock: @Sendable () -> Timestamp

    public init(
        freeBytes: @escaping @Sendable () -> [FreeBytes],
        workers: @escaping @Sendable () -> (starts: Int, losses: Int), clock: @escaping @Sendable () -> Timestamp
    ) {
        self.freeBytes = freeBytes
        self.workers = workers
        self.clock = clock
    }
}
