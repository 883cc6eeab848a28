/// The checked settings of one watch folder; every value has its default filled in.
public struct WatchFolder: Sendable, Equatable {
    public enum Subfolders: String, Sendable, CaseIterable { case batches, inboxes }
    public enum SealRule: String, Sendable, CaseIterable { case quiet, marker, manifest }
    public enum LooseFiles: String, Sendable, CaseIterable { case single, group, manifest }
    public enum Backend: String, Sendable, CaseIterable { case auto, inotify, poll }
    public enum Writers: String, Sendable, CaseIterable { case local, network }
    public enum OnSuccess: String, Sendable, CaseIterable { case archive, keep, delete }
    public enum OnFailure: String, Sendable, CaseIterable { case archive, keep }
    public enum ArchiveBy: String, Sendable, CaseIterable { case none, month }

    /// Hours of the day, local time, in which documents are worked on; `from` after `to` spans midnight.
    public struct Schedule: Sendable, Equatable {
        /// Minutes after midnight.
        public var from: Int
        /// Minutes after midnight.
        public var to: Int
        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }
    }

    /// What a batch may hold; nil means no limit.
    public struct BatchLimits: Sendable, Equatable {
        public var maxFiles: Int?
        public var maxTotalBytes: Int64?
        public var maxFileBytes: [MediaCategory: Int64]
        public var maxPages: Int?
        public init(
            maxFiles: Int? = nil, maxTotalBytes: Int64? = nil, maxFileBytes: [MediaCategory: Int64] = [:],
            maxPages: Int? = nil
        ) {
            self.maxFiles = maxFiles
            self.maxTotalBytes = maxTotalBytes
            self.maxFileBytes = maxFileBytes
            self.maxPages = maxPages
        }
    }

    /// Owner group and modes of what is published.
    public struct Permissions: Sendable, Equatable {
        public var group: String?
        public var fileMode: UInt32
        public var directoryMode: UInt32
        public init(group: String? = nil, fileMode: UInt32 = 0o640, directoryMode: UInt32 = 0o2750) {
            self.group = group
            self.fileMode = fileMode
            self.directoryMode = directoryMode
        }
    }

    /// How long, and how much of, what finished batches left is kept; nil means without end.
    public struct Keep: Sendable, Equatable {
        public var age: Duration?
        /// Bytes of all finished batches of the folder together.
        public var bytes: Int64?
        public init(age: Duration? = nil, bytes: Int64? = nil) {
            self.age = age
            self.bytes = bytes
        }
    }

    /// What becomes of finished batches in time.
    public struct Retention: Sendable, Equatable {
        public var outbox: Keep
        public var archive: Keep
        /// How long the trash keeps what was removed.
        public var trash: Duration
        public init(outbox: Keep = Keep(), archive: Keep = Keep(), trash: Duration = .seconds(30 * 86_400)) {
            self.outbox = outbox
            self.archive = archive
            self.trash = trash
        }
    }

    public var name: String
    /// Absolute path.
    public var root: String
    /// Absolute path; `<root>/inbox` unless set.
    public var inbox: String
    /// Absolute path; `<root>/outbox` unless set.
    public var outbox: String
    /// Absolute path; `<root>/archive` unless set.
    public var archive: String
    public var job: Job
    public var allowConfigurations: [String] = []
    public var allowCollections: [String] = []
    public var subfolders = Subfolders.batches
    public var seal = SealRule.quiet
    public var marker = "_READY"
    public var looseFiles = LooseFiles.single
    public var unpack = false
    /// Nil means the rules of the back end.
    public var settle: Duration?
    public var batchSettle = Duration.seconds(10)
    public var maxWait = Duration.seconds(30 * 60)
    public var partialMaxAge = Duration.seconds(24 * 3600)
    public var backend = Backend.auto
    public var writers = Writers.local
    public var ignore: [String] = []
    public var partial: [String] = []
    public var inPlace = false
    public var onSuccess = OnSuccess.archive
    public var onFailure = OnFailure.archive
    public var archiveBy = ArchiveBy.none
    public var maxConcurrency = 4
    /// The files that are made of all results of each batch.
    public var exports: [ExportFormat] = []
    public var schedule: Schedule?
    public var limits = BatchLimits()
    public var acceptDroppedKeys = false
    public var projectID: String?
    /// False: what its documents say is not indexed.
    public var search = true
    public var permissions = Permissions()
    public var retention = Retention()
    public var webhooks: [Webhook] = []
    public var hooks: [Hook] = []

    /// A folder with every default, its three directories below `root`.
    public init(name: String, root: String, job: Job) {
        self.name = name
        self.root = root
        self.inbox = root + "/inbox"
        self.outbox = root + "/outbox"
        self.archive = root + "/archive"
        self.job = job
    }
}

/// The checked settings of an agent.
public struct AgentSettings: Sendable, Equatable {
    /// Absolute path of the state directory.
    public var stateDirectory: String
    /// Saved job configurations by id.
    public var configurations: [String: SavedConfiguration] = [:]
    /// Worker processes; nil means one per core.
    public var workers: Int?
    public var offline = true
    public var requireSandbox = false
    /// Bytes that must stay free on a file system for a claim.
    public var minFreeBytes: Int64 = 1_000_000_000
    /// User the workers run as when the agent is root, a name or a number; nil means 65534.
    public var workerUser: String?
    public var folders: [WatchFolder] = []
    /// Servers of models in the order they were written; the first is the default.
    public var providers: [ModelServer] = []
    public var fetch = FetchRules()
    /// nil allows any sum.
    public var budget: Budget?
    public var prices = FilePrices()
    public var metrics = MetricsSettings()

    /// Settings with every default.
    public init(stateDirectory: String) {
        self.stateDirectory = stateDirectory
    }
}
