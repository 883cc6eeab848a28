/// One dropped directory or file, from first sight to its final status.
public struct Batch: Sendable, Equatable {
    /// How the batch arrived.
    public enum Source: String, Sendable {
        /// A directory in the inbox.
        case directory
        /// One file in the inbox.
        case file
        /// One archive in the inbox, whose entries are the items.
        case packed
        /// Files in the inbox that arrived within one window.
        case group
        /// A directory that stays where it is (`once`, `in_place`).
        case inPlace = "in_place"
    }

    /// The next step the agent owes a batch; survives a restart.
    public enum Phase: String, Sendable {
        /// In the inbox, not sealed.
        case open
        /// Sealed; items are being worked on.
        case work
        /// Every item has an outcome; results, archive and final status are being written.
        case publish
        /// The final status is visible.
        case done
    }

    /// Why and until when a batch is held by a limit.
    public struct Throttle: Sendable, Equatable {
        public var reason: String
        public var resumeAt: Timestamp?
        /// What programs want to know, such as the shortfall of a budget.
        public var details: JSONObject
        public init(reason: String, resumeAt: Timestamp?, details: JSONObject = [:]) {
            self.reason = reason
            self.resumeAt = resumeAt
            self.details = details
        }
    }

    /// What intake saw: `intake` in status.json.
    public struct IntakeNote: Sendable, Equatable {
        /// `inotify`, `poll` or nil where nothing is watched.
        public var backend: String?
        /// Display paths of litter and ignored names, at most `Limits.listedNames`.
        public var ignored: [String]
        /// Display paths, with the reason, of what keeps the batch from being sealed.
        public var blockedBy: [String]
        public init(backend: String? = nil, ignored: [String] = [], blockedBy: [String] = []) {
            self.backend = backend
            self.ignored = ignored
            self.blockedBy = blockedBy
        }
    }

    /// `bat-` id.
    public var id: String
    /// Name of the watch folder; `once` for the one-shot command.
    public var folder: String
    public var source: Source
    /// Display name.
    public var name: String
    /// The entry in the inbox, relative to the inbox; empty for a group.
    public var entry: BytePath
    /// The directory in the outbox; also the name in the archive, where that is free.
    public var outboxName: BytePath
    public var phase: Phase
    public var status: BatchStatus
    /// True when the batch as a whole was refused and never ran.
    public var refused: Bool
    /// True while a person holds the batch.
    public var isHeld: Bool
    /// Number of the last event.
    public var seq: Int
    public var counts: ItemCounts
    public var mediaTypes: [MediaCategory: Int]
    public var job: Job
    public var configuration: FrozenConfiguration?
    /// Effective upper bound of items worked at once; nil for the folder's.
    public var maxConcurrency: Int?
    public var priority: Int
    public var throttle: Throttle?
    public var intake: IntakeNote
    public var failure: Failure?
    public var rerunOf: String?
    public var projectID: String?
    /// `dir-` id, echoed from the job file or made for the batch.
    public var sourceDirectoryID: String
    public var collectionID: String?
    public var forceOverwrite: Bool
    /// True once RETRY or FORCE asked for items again.
    public var isRepeated: Bool
    /// True once its directory left the outbox for the trash; its name may be another batch's by now.
    public var isRemoved = false
    public var metadata: JSONObject
    /// What the batch may be expected to cost; nil until it is sealed.
    public var costEstimate: CostEstimate?
    /// The manifest whose rows the items are.
    public var manifest: ManifestForm?
    /// Warnings of the preflight, in plain words.
    public var warnings: [String]
    public var checkedAt: Timestamp?
    public var createdAt: Timestamp
    public var sealedAt: Timestamp?
    public var startedAt: Timestamp?
    public var updatedAt: Timestamp
    public var lastProgressAt: Timestamp?
    public var finishedAt: Timestamp?

    /// A batch at first sight.
    public init(
        id: String, folder: String, source: Source, name: String, entry: BytePath, outboxName: BytePath, job: Job,
        sourceDirectoryID: String, createdAt: Timestamp
    ) {
        self.id = id
        self.folder = folder
        self.source = source
        self.name = name
        self.entry = entry
        self.outboxName = outboxName
        self.phase = .open
        self.status = .uploading
        self.refused = false
        self.isHeld = false
        self.seq = 0
        self.counts = ItemCounts()
        self.mediaTypes = [:]
        self.job = job
        self.configuration = nil
        self.maxConcurrency = nil
        self.priority = 0
        self.throttle = nil
        self.intake = IntakeNote()
        self.failure = nil
        self.rerunOf = nil
        self.projectID = nil
        self.sourceDirectoryID = sourceDirectoryID
        self.collectionID = nil
        self.forceOverwrite = false
        self.isRepeated = false
        self.metadata = [:]
        self.costEstimate = nil
        self.manifest = nil
        self.warnings = []
        self.checkedAt = nil
        self.createdAt = createdAt
        self.sealedAt = nil
        self.startedAt = nil
        self.updatedAt = createdAt
        self.lastProgressAt = nil
        self.finishedAt = nil
    }

    /// True while the batch lies in the inbox and may still change: it has files, and no progress yet.
    public var isArriving: Bool { status.isOpen || (phase == .open && status == .throttled) }

    /// True when a file whose content has a result already shares it; what a person asks for again is always worked.
    public var sharesResults: Bool { !forceOverwrite && rerunOf == nil && !isRepeated }

    /// The LlamaCloud word for the current status.
    public var statusV2: String { status.v2(refused: refused) }
}

/// One line of events.jsonl.
public struct Event: Sendable, Equatable {
    /// What happened, as the contract names it.
    public enum Kind: String, Sendable, CaseIterable {
        case batchSeen = "batch.seen"
        case batchStalled = "batch.stalled"
        case batchUploaded = "batch.uploaded"
        case batchClaimed = "batch.claimed"
        case batchStarted = "batch.started"
        case itemStarted = "item.started"
        case itemFinished = "item.finished"
        case itemRetried = "item.retried"
        case batchThrottled = "batch.throttled"
        case batchPaused = "batch.paused"
        case batchResumed = "batch.resumed"
        case batchProgress = "batch.progress"
        case batchCompleted = "batch.completed"
        case batchWithdrawn = "batch.withdrawn"
        case controlAccepted = "control.accepted"
        case controlRefused = "control.refused"
    }

    /// 1-based, without gaps within a batch.
    public var seq: Int
    public var at: Timestamp
    public var kind: Kind
    public var batchID: String
    public var index: Int?
    public var path: BytePath?
    public var status: BatchStatus?
    public var state: ItemState?
    public var errorCode: FailureCode?
    public var detail: JSONObject

    public init(
        seq: Int, at: Timestamp, kind: Kind, batchID: String, index: Int? = nil, path: BytePath? = nil,
        status: BatchStatus? = nil, state: ItemState? = nil, errorCode: FailureCode? = nil, detail: JSONObject = [:]
    ) {
        self.seq = seq
        self.at = at
        self.kind = kind
        self.batchID = batchID
        self.index = index
        self.path = path
        self.status = status
        self.state = state
        self.errorCode = errorCode
        self.detail = detail
    }
}
