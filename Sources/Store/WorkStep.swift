import Model

/// An item leased to this run.
public struct ClaimedItem: Sendable {
    /// The item, `pending`, with the attempts of its earlier runs.
    public let item: Item
    /// Consecutive deaths of the agent with this item in flight.
    public let deaths: Int

    /// An item with its deaths.
    public init(item: Item, deaths: Int) {
        self.item = item
        self.deaths = deaths
    }
}

/// One step of the work on an item, with the moment it really happened.
public enum WorkStep: Sendable {
    /// Work began.
    case started(batchID: String, index: Int, at: Timestamp)
    /// The attempt failed and another one follows; the item stays leased.
    case retried(batchID: String, index: Int, failure: Failure, at: Timestamp)
    /// The item has its outcome; its lease ends.
    case finished(batchID: String, index: Int, outcome: ItemOutcome, at: Timestamp)
    /// The result of an item that succeeded may be shared by later items of the scope with the same content.
    case shared(batchID: String, index: Int, scope: Int64)
    /// Money was set aside, spent or set free for the item.
    case charged(batchID: String, index: Int, LedgerEntry)
}

/// An attempt at an item that failed and was followed by another one.
public struct FailedAttempt: Sendable, Equatable {
    /// 1-based, over all runs of the item.
    public let number: Int
    /// When it failed.
    public let at: Timestamp
    /// Why it failed.
    public let failure: Failure

    /// An attempt with its end.
    public init(number: Int, at: Timestamp, failure: Failure) {
        self.number = number
        self.at = at
        self.failure = failure
    }
}

/// Which items run again.
public enum Requeue: Sendable, Equatable {
    /// Failed and partial ones.
    case failed
    /// The one with this index, whatever its outcome.
    case one(Int)
    /// Every one.
    case all
}
