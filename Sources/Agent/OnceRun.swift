import Dispatch
import Folders
import Intake
import Jobs
import Linux
import Logging
import Model
import Publish
import Settings
import Store
import Synchronization
import Workers

/// `once`: one directory worked on where it lies, without an agent; nothing is left but the results.
public struct OnceRun: Sendable {
    /// What to do.
    public struct Order: Sendable {
        /// Absolute path of the directory to read; never written to.
        public var source: String
        /// Absolute path of the directory to write; made when missing, else empty.
        public var output: String
        public var choices: CommandLineChoices
        /// Worker processes; nil means one per core.
        public var lanes: Int?
        /// Providers, budget and prices; offline where nothing says otherwise.
        public var settings: AgentSettings
        public var secrets: ServiceSecrets

        public init(
            source: String, output: String, choices: CommandLineChoices, lanes: Int?,
            settings: AgentSettings = AgentSettings(stateDirectory: ""), secrets: ServiceSecrets = ServiceSecrets()
        ) {
            self.settings = settings
            self.secrets = secrets
            self.source = source
            self.output = output
            self.choices = choices
            self.lanes = lanes
        }
    }

    private let order: Order
    private let workers: WorkerSettings
    private let logger: Logger

    private static let stagingName = BytePath(".dropmill-staging")

    public init(_ order: Order, workers: WorkerSettings, logger: Logger) {
        self.order = order
        self.workers = workers
        self.logger = logger
    }

    /// Runs to the end; `progress` hears of every change, from other threads.
    public func run(progress: @escaping @Sendable (Batch) -> Void) throws -> Batch {
        let tree = try Directory(path: order.source)
        let output = try Directory(path: order.output)
        let store = try Store(temporaryIn: Self.temporaryDirectory)
        defer { store.close() }
        try output.ensureDirectory(Self.stagingName, mode: 0o700)
        defer { try? output.removeTree(Self.stagingName) }
        let staging = try output.directory(Self.stagingName)
        return try work(tree: tree, output: output, staging: staging, store: store, progress: progress)
    }

    private func work(
        tree: Directory, output: Directory, staging: Directory, store: Store,
        progress: @escaping @Sendable (Batch) -> Void
    ) throws -> Batch {
        let folder = self.folder
        let outside = try Outside(order.settings, secrets: order.secrets)
        defer { outside.close() }
        let finished = DispatchSemaphore(value: 0)
        let final = LatestBatch()
        let publisher = Publisher(
            store: store,
            places: { _ in
                BatchPlaces(
                    outbox: output, folderOutbox: nil, permissions: folder.permissions,
                    originals: .inPlace)
            }, beforeArchive: { _ in },
            finished: { batch in
                final.set(batch)
                finished.signal()
            }, key: [], logger: logger)
        let changed: @Sendable (Batch) -> Void = { batch in
            publisher.changed(batch)
            progress(batch)
        }
        let jobs = Jobs(
            store: store, lanes: order.lanes ?? Processors.count, memory: MachineMemory.bytes, workers: workers,
            errands: outside.errands, fetcher: outside.fetcher,
            spending: (order.settings.budget, order.settings.prices), logger: logger,
            places: { batch in
                JobPlaces(
                    tree: tree, staging: staging, outbox: output, permissions: folder.permissions,
                    limits: folder.limits, maxConcurrency: batch.maxConcurrency ?? .max)
            }, changed: changed)
        outside.report(to: jobs)
        let reserved = reservation
        guard let batch = try seal(reserved, tree: tree, store: store, models: outside.models) else {
            try publisher.publishNow(reserved.id)
            return try store.batch(reserved.id) ?? reserved
        }
        changed(batch)

        let stopped = DispatchGroup()
        Self.start("publish", in: stopped) { publisher.run() }
        Self.start("jobs", in: stopped) { jobs.run() }
        finished.wait()
        jobs.close()
        publisher.close()
        stopped.wait()
        export(batch.id, from: store, to: output)
        return final.value ?? batch
    }

    private func export(_ id: String, from store: Store, to output: Directory) {
        let permissions = folder.permissions
        let exporter = Exporter(
            store: store,
            places: { _ in
                BatchPlaces(outbox: output, folderOutbox: nil, permissions: permissions, originals: .inPlace)
            }, workers: workers, changed: { _ in }, logger: logger)
        for (format, reason) in exporter.exportNow(id) {
            logger.error("No export \(format.rawValue): \(printable(reason))")
        }
    }

    private static func start(_ name: String, in group: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
        group.enter()
        BlockingThread.start(name) {
            body()
            group.leave()
        }
    }

    private var reservation: Batch {
        let now = Clock.now()
        return Batch(
            id: Identifier.make(.batch, at: now), folder: folder.name, source: .inPlace,
            name: order.source.split(separator: "/").last.map(String.init) ?? order.source, entry: .here,
            outboxName: .here, job: folder.job, sourceDirectoryID: Identifier.make(.directory, at: now),
            createdAt: now)
    }

    // Nil when the directory is refused as a whole; the store has the reason.
    private func seal(_ batch: Batch, tree: Directory, store: Store, models: [ModelServer]) throws -> Batch? {
        let shot = OneShot(
            store: store, folder: folder, configurations: [:], models: models, commandLine: order.choices,
            workers: workers)
        do {
            return try shot.seal(tree, as: batch)
        } catch is Failure {
            return nil
        }
    }

    // A folder with the defaults of the contract; what people own is readable as their umask says.
    private var folder: WatchFolder {
        var folder = WatchFolder(name: "once", root: order.output, job: Job(type: order.choices.type ?? .parse))
        let lanes = order.choices.maxConcurrency ?? order.lanes ?? Processors.count
        // Items that wait for a provider need no lane.
        folder.maxConcurrency = max(
            lanes, order.settings.offline ? 0 : order.settings.providers.compactMap(\.maxInFlight).max() ?? 0)
        folder.permissions = WatchFolder.Permissions(fileMode: 0o644, directoryMode: 0o755)
        return folder
    }

    private static var temporaryDirectory: String { "/tmp" }
}

/// Holds the last state of a batch that another thread saw.
private final class LatestBatch: Sendable {
    private let batch = Mutex<Batch?>(nil)

    var value: Batch? { batch.withLock { $0 } }

    func set(_ batch: Batch) { self.batch.withLock { $0 = batch } }
}
