import Linux
import Model
import Store
import Workers

/// A directory that is taken as it lies: walked once, never waited for, claimed or changed.
///
/// Serves `once`, which seals what it finds, and `check`, which only looks.
public struct Survey: Sendable {
    private let tree: Directory
    private let folder: WatchFolder
    private let configurations: [String: SavedConfiguration]
    private let choices: CommandLineChoices
    private let workers: WorkerSettings

    /// - Parameters:
    ///   - folder: settings to go by, whose name becomes the batch's folder.
    ///   - configurations: saved configurations a job file may name.
    public init(
        tree: Directory, folder: WatchFolder, configurations: [String: SavedConfiguration] = [:],
        choices: CommandLineChoices, workers: WorkerSettings
    ) {
        self.tree = tree
        self.folder = folder
        self.configurations = configurations
        self.choices = choices
        self.workers = workers
    }

    /// What was found.
    public struct Findings: Sendable {
        /// The batch with its configuration; not in any store.
        public var batch: Batch
        /// Its items in order.
        public var items: [SealedItem]
        /// Why the directory as a whole is refused.
        public var refusal: Failure?
    }

    /// Walks the directory and resolves the configuration.
    public func look(name: String) throws(Failure) -> Findings {
        let now = Clock.now()
        var batch = Batch(
            id: Identifier.make(.batch, at: now), folder: folder.name, source: .inPlace, name: name,
            entry: .here, outboxName: .here, job: folder.job, sourceDirectoryID: Identifier.make(.directory, at: now),
            createdAt: now)
        var entries: [WalkEntry] = []
        var ignored: [String] = []
        var steering: BytePath?
        var walk = Walk(rules: NameRules(folder), marker: BytePath(folder.marker))
        do {
            try walk.run(tree) { entry in
                switch entry.role {
                case .item: entries.append(entry)
                case .litter, .partial: ignored.append(entry.path.display)
                case .steering(let file): if file.isJob { steering = entry.path }
                case .marker: break
                }
            }
        } catch {
            throw Self.failure(error)
        }
        batch.intake.ignored = Array(ignored.sorted().prefix(Limits.listedNames))
        batch.checkedAt = now
        batch.counts.total = entries.count
        entries.sort { NaturalOrder.precedes($0.path, $1.path) }
        var refusal: Failure?
        do throws(Failure) {
            try resolve(steering, for: &batch)
            if entries.isEmpty {
                throw Failure(.validationError, "\(printable(name)) holds no document", stage: .intake)
            }
        } catch {
            refusal = error
        }
        let kind = batch.job.type.identifierKind
        let items = entries.enumerated().map { index, entry in
            SealedItem(
                index: index, path: entry.path, kind: entry.kind, signature: entry.signature,
                fileID: Identifier.make(.file, at: now), jobID: Identifier.make(kind, at: now))
        }
        return Findings(batch: batch, items: items, refusal: refusal)
    }

    /// Looks, and puts what was found into a store: sealed, or refused with the reason.
    public func seal(into store: Store, name: String) throws -> Batch {
        var found = try look(name: name)
        try store.reserve(found.batch)
        let now = Clock.now()
        if let refusal = found.refusal {
            try store.refuse(found.batch.id, refusal, at: now)
        } else {
            found.batch.sealedAt = now
            try store.seal(found.batch, items: found.items, at: now)
        }
        return try store.batch(found.batch.id) ?? found.batch
    }

    private func resolve(_ steering: BytePath?, for batch: inout Batch) throws(Failure) {
        var file: JobFile?
        if let steering {
            let desk = SteeringDesk(reader: .worker(workers))
            defer { desk.close() }
            let body = try desk.read(steering, in: tree)
            file = try JobFile(body, named: steering.display, acceptsKeys: folder.acceptDroppedKeys)
        }
        var resolution = Resolution(folder: folder, configurations: configurations)
        resolution.commandLine = choices
        try resolution.apply(file, to: &batch)
    }

    private static func failure(_ problem: Walk.Problem) -> Failure {
        switch problem {
        case .refused(let failure): failure
        case .unreadable(let error):
            Failure(.permissionDenied, "A directory cannot be read: \(error)", stage: .intake)
        }
    }
}
