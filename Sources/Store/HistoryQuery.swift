import Model

/// Which finished files or batches of the past to list, the newest batches first.
public struct HistoryQuery: Sendable {
    /// Name of the watch folder; nil means all.
    public var folder: String?
    /// Id of the one batch asked for; nil means all.
    public var batch: String?
    /// The batch ended at this time or later.
    public var since: Timestamp?
    /// The batch ended before this time.
    public var until: Timestamp?
    /// Wanted words for batches; empty means all.
    public var statuses: [BatchStatus]
    /// Wanted words for files; empty means all.
    public var states: [ItemState]
    /// Most lines of one page.
    public var limit: Int
    /// Where the page before ended.
    public var after: HistoryPlace?

    /// Everything, unless told otherwise.
    public init(
        folder: String? = nil, batch: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
        statuses: [BatchStatus] = [], states: [ItemState] = [], limit: Int = 50, after: HistoryPlace? = nil
    ) {
        self.folder = folder
        self.batch = batch
        self.since = since
        self.until = until
        self.statuses = statuses
        self.states = states
        self.limit = limit
        self.after = after
    }
}

/// A line of the history: a batch, or one of its files.
public struct HistoryPlace: Sendable, Equatable, CustomStringConvertible {
    public var batchID: String
    /// 0-based; nil for the batch as a whole.
    public var index: Int?

    public init(batchID: String, index: Int? = nil) {
        self.batchID = batchID
        self.index = index
    }

    /// Reads `bat-…` or `bat-…/17`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let id = parts.first, !id.isEmpty, parts.count <= 2 else { return nil }
        batchID = id
        if parts.count == 2 {
            guard let number = Int(parts[1]), number >= 0 else { return nil }
            index = number
        }
    }

    public var description: String { batchID + (index.map { "/\($0)" } ?? "") }
}

/// A finished file with the batch it was in.
public struct HistoryLine: Sendable {
    public let batch: Batch
    public let item: Item
    /// Where the next page goes on.
    public var place: HistoryPlace { HistoryPlace(batchID: batch.id, index: item.sealed.index) }
}
