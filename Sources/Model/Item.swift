/// Where an item stands. The last five are the `state` words of the contract.
public enum ItemState: String, Sendable, CaseIterable {
    case pending
    case running
    case succeeded
    case partial
    case failed
    case skipped
    case cancelled

    /// True when the item has its outcome.
    public var isFinal: Bool { self != .pending && self != .running }
}

/// How many items of a batch are in each state.
public struct ItemCounts: Sendable, Equatable {
    public var total: Int
    public var running: Int
    public var succeeded: Int
    public var partial: Int
    public var failed: Int
    public var skipped: Int
    public var cancelled: Int

    public init(
        total: Int = 0, running: Int = 0, succeeded: Int = 0, partial: Int = 0, failed: Int = 0, skipped: Int = 0,
        cancelled: Int = 0
    ) {
        self.total = total
        self.running = running
        self.succeeded = succeeded
        self.partial = partial
        self.failed = failed
        self.skipped = skipped
        self.cancelled = cancelled
    }

    /// `completed_files`: succeeded, partial and skipped ones.
    public var completed: Int { succeeded + partial + skipped }

    /// Items that have their outcome.
    public var finished: Int { completed + failed + cancelled }

    /// `progress`: per cent of the items that completed or failed; 0 for an empty batch.
    public var progress: Double {
        total == 0 ? 0 : Double(completed + failed) / Double(total) * 100
    }

    /// The final word of a batch whose items all have an outcome.
    public var finalStatus: BatchStatus {
        if cancelled > 0 { return .cancelled }
        if total == 0 || failed == total { return .failed }
        return failed == 0 && partial == 0 ? .completed : .partiallyFailed
    }

    /// Moves one item from one state to another.
    public mutating func move(from old: ItemState, to new: ItemState) {
        self[old] -= 1
        self[new] += 1
    }

    private subscript(state: ItemState) -> Int {
        get {
            switch state {
            case .pending: 0
            case .running: running
            case .succeeded: succeeded
            case .partial: partial
            case .failed: failed
            case .skipped: skipped
            case .cancelled: cancelled
            }
        }
        set {
            switch state {
            case .pending: break
            case .running: running = newValue
            case .succeeded: succeeded = newValue
            case .partial: partial = newValue
            case .failed: failed = newValue
            case .skipped: skipped = newValue
            case .cancelled: cancelled = newValue
            }
        }
    }
}

/// What kind of directory entry an item is.
public enum EntryKind: String, Sendable {
    case file
    case directory
    case symlink
    case fifo
    case socket
    case device
}

/// The state of a file as `statx` shows it; two equal signatures mean nobody changed the file in between.
public struct FileSignature: Sendable, Hashable {
    public var device: UInt64
    public var inode: UInt64
    /// Bytes.
    public var size: Int64
    /// Nanoseconds since the epoch.
    public var modified: Int64
    /// Nanoseconds since the epoch of the last change of the inode.
    public var changed: Int64

    public init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }
}

/// One entry of a batch as frozen at the seal.
public struct SealedItem: Sendable, Equatable {
    /// 0-based place in the batch, never renumbered.
    public var index: Int
    /// Path below the root of the batch.
    public var path: BytePath
    public var kind: EntryKind
    public var signature: FileSignature
    /// `dfl-` id.
    public var fileID: String
    /// `pjb-`, `ejb-`, ... id.
    public var jobID: String
    /// The row of the manifest that names the document.
    public var row: ManifestRow?

    public init(
        index: Int, path: BytePath, kind: EntryKind, signature: FileSignature, fileID: String, jobID: String,
        row: ManifestRow? = nil
    ) {
        self.index = index
        self.path = path
        self.kind = kind
        self.signature = signature
        self.fileID = fileID
        self.jobID = jobID
        self.row = row
    }

    /// Where the original lies below the root of the batch; the second row about one file has a path of its own.
    public var originalPath: BytePath {
        if case .local(let path) = row?.source { return path }
        return path
    }
}

/// The outcome of one item: what a line of results.jsonl says beyond the sealed entry.
public struct ItemOutcome: Sendable, Equatable {
    public var state: ItemState
    public var sha256: String?
    public var mimeType: String?
    public var mediaType: MediaCategory?
    public var title: String?
    public var failure: Failure?
    /// True when `failure` says that no job could be made for the entry at all.
    public var isIntakeFailure: Bool
    public var warnings: [String]
    /// Name of an output (`json`, `markdown`, `text`, ...) and its path below the batch's outbox directory.
    public var outputs: [(name: String, path: String)]
    public var pageCount: Int?
    public var failedPages: [Int]
    public var durationMilliseconds: Int64
    /// The item whose result a skipped one shares.
    public var duplicateOf: DuplicateSource?
    /// What the outputs of a succeeded item were when they were published.
    public var outputMark: OutputMark?
    /// What the item cost in this run; nil when nobody kept account.
    public var cost: Money?
    /// The best first; empty for jobs that find none.
    public var tags: [String] = []
    /// Bytes of a document that was downloaded; nil for a file of the batch.
    public var downloadedBytes: Int64?

    public init(
        state: ItemState, sha256: String? = nil, mimeType: String? = nil, mediaType: MediaCategory? = nil,
        title: String? = nil, failure: Failure? = nil, isIntakeFailure: Bool = false, warnings: [String] = [],
        outputs: [(name: String, path: String)] = [], pageCount: Int? = nil, failedPages: [Int] = [],
        durationMilliseconds: Int64 = 0, duplicateOf: DuplicateSource? = nil, outputMark: OutputMark? = nil
    ) {
        self.state = state
        self.sha256 = sha256
        self.mimeType = mimeType
        self.mediaType = mediaType
        self.title = title
        self.failure = failure
        self.isIntakeFailure = isIntakeFailure
        self.warnings = warnings
        self.outputs = outputs
        self.pageCount = pageCount
        self.failedPages = failedPages
        self.durationMilliseconds = durationMilliseconds
        self.duplicateOf = duplicateOf
        self.outputMark = outputMark
    }

    public static func == (left: ItemOutcome, right: ItemOutcome) -> Bool {
        left.state == right.state && left.sha256 == right.sha256 && left.mimeType == right.mimeType
            && left.mediaType == right.mediaType && left.title == right.title && left.failure == right.failure
            && left.isIntakeFailure == right.isIntakeFailure && left.warnings == right.warnings
            && left.outputs.map(\.name) == right.outputs.map(\.name)
            && left.outputs.map(\.path) == right.outputs.map(\.path) && left.pageCount == right.pageCount
            && left.failedPages == right.failedPages && left.durationMilliseconds == right.durationMilliseconds
            && left.duplicateOf == right.duplicateOf && left.outputMark == right.outputMark
            && left.cost == right.cost && left.tags == right.tags
            && left.downloadedBytes == right.downloadedBytes
    }
}

/// An item as the store keeps it.
public struct Item: Sendable, Equatable {
    public var sealed: SealedItem
    public var attempts: Int
    /// `pending` and `running` until there is an outcome.
    public var state: ItemState
    public var outcome: ItemOutcome?

    /// Bytes of the document, as far as they are known.
    public var size: Int64 { outcome?.downloadedBytes ?? sealed.signature.size }

    public init(sealed: SealedItem, attempts: Int = 0, state: ItemState = .pending, outcome: ItemOutcome? = nil) {
        self.sealed = sealed
        self.attempts = attempts
        self.state = state
        self.outcome = outcome
    }
}
