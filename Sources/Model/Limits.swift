/// Every bound of the agent in one place: what is counted, waited for or kept has a limit with a name.
public enum Limits {
    /// Levels of nesting accepted in foreign JSON and YAML.
    public static let jsonDepth = 64
    /// Bytes of a steering file such as `job.json`.
    public static let steeringFileBytes = 1 << 20
    /// Levels of directories in a batch.
    public static let treeDepth = 64
    /// Entries of one batch.
    public static let batchEntries = 1_000_000
    /// Names listed in `intake.ignored` and `intake.blocked_by`.
    public static let listedNames = 100
    /// Bytes of a batch's display name.
    public static let nameBytes = 200
    /// Bytes of `metadata` in a job file.
    public static let metadataBytes = 16 << 10
    /// Bytes of one frame between agent and worker.
    public static let frameBytes = 1 << 20
    /// Bytes of the report that ends a request; warnings and failed pages are cut to fit.
    public static let reportBytes = 256 << 10
    /// Warnings kept for one item.
    public static let itemWarnings = 50
    /// Bytes of all output parts of one item.
    public static let itemOutputBytes: Int64 = 4 << 30
    /// Items in one transaction that settles them.
    public static let settleGroup = 256
    /// Items of a batch leased ahead of the lanes.
    public static let leasedAhead = 64
    /// Up to this many files are synced one by one, more by syncing the file system.
    public static let singleSyncs = 8
    /// Finished batches whose `control` directory is still watched.
    public static let watchedFinishedBatches = 1000
    /// Lines of the outbox STATUS.txt.
    public static let statusLines = 200
    /// Finished batches listed in the outbox STATUS.txt.
    public static let statusFinishedBatches = 50
    /// Entries of the lists in summary.json.
    public static let summaryEntries = 1000
    /// Attempts at an item that crashes its worker, runs out of time or of memory.
    public static let hostileAttempts = 2
    /// Consecutive deaths of the agent with an item in flight that make the item poison.
    public static let poisonDeaths = 5
    /// Bytes of resident memory at which a worker is killed.
    public static let workerMemoryBytes: Int64 = 1 << 30
    /// Bytes of resident memory at which a worker is replaced after its item.
    public static let workerRecycleBytes: Int64 = 256 << 20
    /// Items after which a worker is replaced.
    public static let workerRecycleItems = 5000
    /// Seconds a worker may take to start.
    public static let workerStartSeconds = 20
    /// Seconds allowed for detecting a file or reading a steering file.
    public static let steeringSeconds = 10
    /// Seconds an idle worker is kept.
    public static let idleWorkerSeconds = 60
}
