import Linux
import Model
import Workers

/// A look at a directory without taking it: what it would hold as a batch, and what would refuse it.
public struct Survey: Sendable {
    private let tree: Directory
    private let folder: WatchFolder
    private let workers: WorkerSettings

    /// - Parameter folder: settings to go by.
    public init(tree: Directory, folder: WatchFolder, workers: WorkerSettings) {
        self.tree = tree
        self.folder = folder
        self.workers = workers
    }

    /// What was found.
    public struct Findings: Sendable {
        /// The batch with its configuration; not in any store.
        public var batch: Batch
        /// Its items in order.
        public var items: [SealedItem]
        /// Why the directory as a whole would be refused.
        public var refusal: Failure?
    }

    /// Walks the directory and resolves the configuration.
    public func look(name: String) throws(Failure) -> Findings {
        let now = Clock.now()
        var batch = Batch(
            id: Identifier.make(.batch, at: now), folder: folder.name, source: .inPlace, name: name,
            entry: .here, outboxName: .here, job: folder.job, sourceDirectoryID: Identifier.make(.directory, at: now),
            createdAt: now)
        let listing = try Listing(walking: tree, by: folder)
        let items = listing.items
        batch.intake.ignored = listing.ignored(partialsToo: true)
        batch.counts.total = items.count
        var refusal: Failure?
        do throws(Failure) {
            let desk = SteeringDesk(reader: .worker(workers))
            defer { desk.close() }
            let resolution = Resolution(folder: folder, configurations: [:])
            try resolution.configure(&batch, from: listing, acceptsKeys: folder.acceptDroppedKeys, desk: desk)
            try SizeCheck(limits: folder.limits).check(items)
            if items.isEmpty {
                throw Failure(.validationError, "\(printable(name)) holds no document.", stage: .intake)
            }
        } catch {
            refusal = error
        }
        let kind = batch.job.type.identifierKind
        return Findings(
            batch: batch, items: items.enumerated().map { $1.sealed(at: $0, jobKind: kind, time: now) },
            refusal: refusal)
    }
}
