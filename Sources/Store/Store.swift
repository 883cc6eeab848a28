import Model

/// The durable state of every batch and item: the truth and the work queue. Skeleton.
public final class Store: Sendable {
    /// Opens or makes the store in a file; migrates it. With `readOnly` a store that another process writes.
    public init(path: String, readOnly: Bool = false) throws(StoreError) { fatalError() }
    /// A store that leaves nothing behind, in a file that is removed at once or in memory.
    public init(temporaryIn directory: String) throws(StoreError) { fatalError() }

    // MARK: Start
    /// Takes over after a restart: items leased by an earlier run go back to `pending`; those that had started count
    /// one more death. Returns every batch that is not `done`.
    public func takeOver(at now: Timestamp) throws(StoreError) -> [Batch] { fatalError() }

    // MARK: Intake
    /// Records a batch at first sight, with `batch.seen`.
    public func reserve(_ batch: Batch) throws(StoreError) { fatalError() }
    /// Changes how an open batch is shown: name, entry, outbox name, status (`uploading`/`stalled`), counts, intake
    /// note, failure; `batch.stalled` when it becomes stalled. Returns false when nothing differed.
    @discardableResult
    public func updateOpen(_ batch: Batch, at now: Timestamp) throws(StoreError) -> Bool { fatalError() }
    /// Forgets an open batch whose directory vanished, keeping `batch.withdrawn`; the batch row goes to phase done with status cancelled.
    public func withdraw(_ id: String, at now: Timestamp) throws(StoreError) { fatalError() }
    /// Freezes a batch: `batch` carries configuration, counts.total, sealedAt, priority, ...; phase `work`, status
    /// `pending` (or `paused` when held). Writes `batch.uploaded` and, unless in place, `batch.claimed`.
    public func seal(_ batch: Batch, items: some Sequence<SealedItem>, at now: Timestamp) throws(StoreError) { fatalError() }
    /// Refuses an open batch as a whole: `failed`, `refused`, phase stays `open`; `batch.completed`. Its tree stays in the inbox.
    public func refuse(_ id: String, _ failure: Failure, at now: Timestamp) throws(StoreError) { fatalError() }
    /// A refused batch is looked at again: `uploading`.
    public func reopen(_ id: String, at now: Timestamp) throws(StoreError) { fatalError() }

    // MARK: Work
    /// Batches in phase `work` that are not held, paused or throttled and have items to claim; by priority, then age.
    public func workableBatches() throws(StoreError) -> [Batch] { fatalError() }
    /// Leases up to `limit` pending items of a batch, in index order, to this run.
    public func claimItems(of id: String, limit: Int, at now: Timestamp) throws(StoreError) -> [ClaimedItem] { fatalError() }
    /// Gives leased items back (shutdown, pause).
    public func release(_ indexes: [Int], of id: String) throws(StoreError) { fatalError() }
    /// Records starts and outcomes in one transaction, in the order given; events in that order. A batch whose first
    /// item starts becomes `processing` (`batch.started`). Returns the batches touched, as they are now; one whose
    /// items all have an outcome is in phase `publish`.
    public func settle(_ steps: [WorkStep]) throws(StoreError) -> [Batch] { fatalError() }

    // MARK: Control
    public func pause(_ id: String, at now: Timestamp) throws(StoreError) -> Batch { fatalError() }
    public func resume(_ id: String, at now: Timestamp) throws(StoreError) -> Batch { fatalError() }
    /// Holds (`reason`) or frees (nil) a batch by a limit; `throttled` / `pending` or `processing`.
    public func throttle(_ id: String, _ throttle: Batch.Throttle?, at now: Timestamp) throws(StoreError) -> Batch { fatalError() }
    /// Marks every item that is not started `cancelled` (item.started + item.finished for each). When none is running
    /// the batch goes to phase `publish`. Started ones finish.
    public func cancel(_ id: String, at now: Timestamp) throws(StoreError) -> Batch { fatalError() }
    /// Puts items back to `pending`: failed and partial ones (`retry`), one index, or all (`force`). The batch goes
    /// back to phase `work`, status `pending`, finishedAt nil; `item.retried` for each. Returns how many.
    public func requeue(_ id: String, _ which: Requeue, at now: Timestamp) throws(StoreError) -> Int { fatalError() }
    /// Records that a control file was accepted or refused.
    public func recordControl(_ id: String, accepted: Bool, detail: JSONObject, at now: Timestamp) throws(StoreError) { fatalError() }

    // MARK: Publish
    /// The final word is decided: status, finishedAt, `batch.completed`. Idempotent: a second call changes nothing.
    public func conclude(_ id: String, status: BatchStatus, failure: Failure?, at now: Timestamp) throws(StoreError) -> Batch { fatalError() }
    /// Everything of the batch is visible: phase `done`.
    public func markDone(_ id: String) throws(StoreError) { fatalError() }
    /// Appends `batch.progress`.
    public func recordProgress(_ id: String, at now: Timestamp) throws(StoreError) { fatalError() }
    /// Where the originals went, for RETRY and RERUN: a path relative to the folder's archive or outbox; nil: deleted.
    public func recordOriginals(_ id: String, _ place: OriginalsPlace) throws(StoreError) { fatalError() }

    // MARK: Reading
    public func batch(_ id: String) throws(StoreError) -> Batch? { fatalError() }
    /// By id, display name or outbox name (newest first).
    public func batch(matching name: String, folder: String? = nil) throws(StoreError) -> Batch? { fatalError() }
    /// Newest first; `after` is the id of the last one of the page before.
    public func batches(_ query: BatchQuery) throws(StoreError) -> [Batch] { fatalError() }
    public func originals(of id: String) throws(StoreError) -> OriginalsPlace? { fatalError() }
    /// Items in index order from `start`, at most `limit`.
    public func items(of id: String, from start: Int, limit: Int) throws(StoreError) -> [Item] { fatalError() }
    /// Items with one of the given states, from `start`.
    public func items(of id: String, states: [ItemState], from start: Int, limit: Int) throws(StoreError) -> [Item] { fatalError() }
    public func events(of id: String, after seq: Int, limit: Int) throws(StoreError) -> [Event] { fatalError() }
    /// Items started and not finished, for STATUS.txt.
    public func runningItems(of id: String, limit: Int) throws(StoreError) -> [Item] { fatalError() }
}

/// A failed operation of the store. Skeleton: the real one has code, message, cause.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}

/// An item leased to this run.
public struct ClaimedItem: Sendable {
    public let item: Item
    /// Consecutive deaths of the agent with this item in flight.
    public let deaths: Int
    public init(item: Item, deaths: Int) {
        self.item = item
        self.deaths = deaths
    }
}

/// One step of the work on an item, with the moment it really happened.
public enum WorkStep: Sendable {
    case started(batchID: String, index: Int, at: Timestamp)
    /// The attempt failed and another one follows; the item stays leased.
    case retried(batchID: String, index: Int, failure: Failure, at: Timestamp)
    case finished(batchID: String, index: Int, outcome: ItemOutcome, at: Timestamp)
}

/// Which items run again.
public enum Requeue: Sendable, Equatable {
    case failed
    case one(Int)
    case all
}

/// Which batches to list.
public struct BatchQuery: Sendable {
    public var folder: String?
    public var statuses: [BatchStatus]
    public var phases: [Batch.Phase]
    public var limit: Int
    public var after: String?
    public init(folder: String? = nil, statuses: [BatchStatus] = [], phases: [Batch.Phase] = [], limit: Int = 50, after: String? = nil) {
        self.folder = folder
        self.statuses = statuses
        self.phases = phases
        self.limit = limit
        self.after = after
    }
}

/// Where the originals of a finished batch are.
public enum OriginalsPlace: Sendable, Equatable {
    /// Below the folder's archive.
    case archive(BytePath)
    /// In `source/` of the batch's outbox.
    case outbox
    /// Where they were found.
    case inPlace
    case deleted
}
