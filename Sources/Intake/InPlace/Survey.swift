import Linux
import Model
import Workers

/// A look at a directory without taking it: what it would hold as a batch, and what would refuse it.
public struct Survey: Sendable {
    private let tree: Directory
    private let folder: WatchFolder
    private let configurations: [String: SavedConfiguration]
    private let models: [ModelServer]
    private let workers: WorkerSettings

    /// - Parameters:
    ///   - folder: settings to go by.
    ///   - configurations: those that are saved, by id.
    ///   - models: the servers of models that may be asked.
    public init(
        tree: Directory, folder: WatchFolder, configurations: [String: SavedConfiguration] = [:],
        models: [ModelServer] = [], workers: WorkerSettings
    ) {
        self.tree = tree
        self.folder = folder
        self.configurations = configurations
        self.models = models
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
        batch.intake.ignored = listing.ignored(partialsToo: true)
        var refusal: Failure?
        var items: [SealedItem] = []
        do throws(Failure) {
            items = try configure(&batch, listing, name, at: now)
        } catch {
            refusal = error
        }
        batch.counts.total = items.count
        return Findings(batch: batch, items: items, refusal: refusal)
    }

    private func configure(
        _ batch: inout Batch, _ listing: Listing, _ name: String, at now: Timestamp
    ) throws(Failure) -> [SealedItem] {
        let steering = SteeringReader.worker(workers)
        let desk = SteeringDesk(reader: steering)
        defer { desk.close() }
        try Resolution(folder: folder, configurations: configurations, models: models)
            .configure(&batch, from: listing, acceptsKeys: folder.acceptDroppedKeys, desk: desk)
        if let manifest = ManifestIntake(of: listing, reader: steering) { return try read(manifest, into: &batch) }
        let entries = listing.items
        try SizeCheck(limits: folder.limits).check(entries)
        if entries.isEmpty { throw .noDocument(in: printable(name)) }
        let kind = batch.job.type.identifierKind
        return entries.enumerated().map { $1.sealed(at: $0, jobKind: kind, time: now) }
    }

    private func read(_ manifest: ManifestIntake, into batch: inout Batch) throws(Failure) -> [SealedItem] {
        var items: [SealedItem] = []
        do {
            let summary = try manifest.read(for: batch.job.type, at: Clock.now()) { item, _ in items.append(item) }
            try SizeCheck(limits: folder.limits).check(summary)
            manifest.note(summary, in: &batch)
            return items
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.processingError, "\(manifest.entry.path.display) cannot be read: \(error)", stage: .intake)
        }
    }
}
