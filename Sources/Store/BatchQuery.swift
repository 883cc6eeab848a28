import Model

/// Which batches to list.
public struct BatchQuery: Sendable {
    /// Name of the watch folder; nil means all.
    public var folder: String?
    /// Wanted statuses; empty means all.
    public var statuses: [BatchStatus]
    /// Wanted phases; empty means all.
    public var phases: [Batch.Phase]
    /// Most batches of one page.
    public var limit: Int
    /// Id of the last batch of the page before.
    public var after: String?

    /// The newest batches, unless told otherwise.
    public init(
        folder: String? = nil, statuses: [BatchStatus] = [], phases: [Batch.Phase] = [], limit: Int = 50,
        after: String? = nil
    ) {
        self.folder = folder
        self.statuses = statuses
        self.phases = phases
        self.limit = limit
        self.after = after
    }
}
