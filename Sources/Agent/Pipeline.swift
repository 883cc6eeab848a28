import Control
import Folders
import Indexing
import Intake
import Jobs
import Linux
import Logging
import Metrics
import Model
import Notices
import Publish
import Retention
import Settings
import Store
import Watch
import Workers

/// The agent: watch, intake, jobs and publish in a row over one store, each on threads of its own.
///
/// What passes between stages are hints; the store and the disk are the truth, so that losing any of it loses nothing.
public struct Pipeline: Sendable {
    private let settings: AgentSettings
    private let store: Store
    private let folders: [FolderDirectories]
    private let owners: [RootOwner]
    private let logger: Logger

    private let watchers: Watchers
    private let intake: Intake
    private let jobs: Jobs
    private let publisher: Publisher
    private let control: Control
    private let notices: Notices
    private let metrics: Metrics
    private let exporter: Exporter
    private let indexing: Indexing
    private let retention: Retention

    /// Takes the roots, opens the store and connects the stages; nothing runs yet.
    public init(
        _ settings: AgentSettings, secrets: ServiceSecrets = ServiceSecrets(), workers: WorkerSettings, takeOver: Bool,
        logger: Logger
    ) throws {
        self.settings = settings
        self.logger = logger
        let now = Clock.now()
        folders = try settings.folders.map { try FolderDirectories(opening: $0) }
        owners = try folders.map { try RootOwner(taking: $0, takeOver: takeOver, now: now) }
        try AgentPaths.makeState(settings.stateDirectory)
        store = try Store(path: AgentPaths.store(in: settings.stateDirectory))
        let state = try Directory(path: settings.stateDirectory)
        let outside = try Outside(settings, secrets: secrets)
        let space = FreeSpace(minimum: settings.minFreeBytes)
        let routing = BatchRouting(
            folders: Dictionary(folders.map { ($0.settings.name, $0) }) { first, _ in first })
        let board = Switchboard()
        let metrics = try Metrics(
            settings.metrics, store: store, surroundings: .agent(folders: folders), logger: logger)
        self.metrics = metrics
        let notices = try Notices(
            Receiver.all(settings, secrets: secrets), store: store, state: state, told: { metrics.changed() },
            logger: logger)
        self.notices = notices

        watchers = Watchers(folders, output: { board.look($0) }, logger: logger)
        let watches = ControlWatches(watchers: watchers, folders: routing.folders)
        publisher = Publisher(
            store: store, places: { try routing.batchPlaces($0) }, beforeArchive: { try board.beforeArchive($0) },
            finished: { batch in
                routing.clean(batch)
                watches.follow(batch)
                board.finished(batch)
                notices.finished(batch)
                metrics.finished(batch)
            },
            key: try AgentPaths.redactionKey(in: state), logger: logger)
        exporter = Exporter(
            store: store, places: { try routing.batchPlaces($0) }, workers: workers,
            changed: { [publisher] in publisher.changed($0) }, logger: logger)
        jobs = Jobs(
            store: store, lanes: settings.workers ?? Processors.count, memory: MachineMemory.bytes,
            folders: Dictionary(settings.folders.map { ($0.name, FolderBounds($0)) }) { first, _ in first },
            workers: workers, errands: outside.errands, fetcher: outside.fetcher,
            spending: (settings.budget, settings.prices), logger: logger,
            places: { try routing.jobPlaces($0) },
            changed: { [publisher] in
                publisher.changed($0)
                notices.changed($0)
                metrics.changed()
            })
        outside.report(to: jobs)
        indexing = Indexing(
            store: store, stateDirectory: settings.stateDirectory, lend: { [jobs] in jobs.lend($0) },
            searchable: Set(settings.folders.filter(\.search).map(\.name)),
            outbox: { try routing.finishedOutbox(of: $0) }, logger: logger)
        intake = Intake(
            store: store, folders: folders, configurations: settings.configurations, models: outside.models,
            workers: workers,
            connections: IntakeConnections(
                leaseTrusted: { [watchers] in watchers.report(ofInbox: $0)?.leaseTrusted ?? false },
                staleness: { [watchers] in watchers.report(ofInbox: $0)?.staleness ?? .zero },
                backend: { [watchers] in watchers.report(ofInbox: $0)?.kind.rawValue },
                setBusy: { [watchers] in watchers[$0].setBusy(.inbox(of: $0), $1) },
                changed: { [publisher, jobs] batch in
                    batch.phase == .done ? watches.forget(batch) : watches.follow(batch)
                    publisher.changed(batch)
                    notices.changed(batch)
                    metrics.changed()
                    if batch.status.isOpen { jobs.warmUp() }
                },
                offer: { [jobs] _ in jobs.wake() },
                holdsClaims: { space.throttle(of: $0, at: Clock.now()) }), logger: logger)
        retention = Retention(
            store: store, folders: folders,
            actions: RetentionActions(
                removed: { [publisher, store, indexing] batch in
                    watches.forget(batch)
                    indexing.wake()
                    publisher.changed(batch)
                    // The page of the outbox is written with any batch that is still in it.
                    let newest = try? store.batches(BatchQuery(folder: batch.folder, phases: [.done], limit: 1))
                    for batch in newest ?? [] { publisher.changed(batch) }
                },
                returned: { [publisher, indexing] batch in
                    watches.follow(batch)
                    indexing.wake()
                    publisher.changed(batch)
                }), logger: logger)
        control = Control(
            store: store, folders: folders,
            actions: ControlActions(
                withdraw: { [jobs] in jobs.withdraw($0) }, wake: { [jobs] in jobs.wake() },
                lookAgain: { [intake] in intake.mailbox.put(.retry($0)) },
                changed: { [publisher] in publisher.changed($0) }, reopened: { watches.follow($0) },
                exportWanted: { [exporter] in exporter.look(at: $0) },
                removed: { [retention] in retention.look(at: $0.folder) },
                configure: { [intake] in try intake.configure($0, from: $1, configurationID: $2) }),
            logger: logger)
        board.connect(
            intake: intake, control: control, exporter: exporter, retention: retention, indexing: indexing,
            folders: routing.folders)

        try routing.cleanStaging(store)
        for batch in try store.takeOver(at: now) { resume(batch, watches: watches) }
        for batch in try store.batches(BatchQuery(phases: [.done], limit: Limits.watchedFinishedBatches)).reversed() {
            routing.tidy(batch)
            watches.follow(batch)
        }
    }

    /// Runs until `stopped` returns; items in flight go back to the store.
    public func run(until stopped: () -> Void) {
        for folder in folders {
            watchers[folder.settings.name].add(
                .inbox(of: folder.settings.name), path: folder.settings.inbox, policy: WatchPolicy(folder.settings))
            watchers[folder.settings.name].add(
                WatchedPlace(folder: folder.settings.name, purpose: .trash), path: folder.trashPath,
                below: FolderDirectories.controlName, policy: WatchPolicy(folder.settings))
        }
        let threads = StageThreads(
            [
                Stage(name: "notices", run: { notices.run() }, stop: { notices.close() }),
                Stage(name: "metrics", run: { metrics.run() }, stop: { metrics.close() }),
                Stage(name: "index", run: { indexing.run() }, stop: { indexing.close() }),
                Stage(name: "publish", run: { publisher.run() }, stop: { publisher.close() }),
                Stage(name: "exports", run: { exporter.run() }, stop: { exporter.close() }),
                Stage(name: "jobs", run: { jobs.run() }, stop: { jobs.close() }),
                Stage(name: "retention", run: { retention.run() }, stop: { retention.close() }),
                Stage(name: "control", run: { control.run() }, stop: { control.close() }),
                Stage(name: "intake", run: { intake.run() }, stop: { intake.close() }),
            ] + watchers.stages + hearts)
        logger.info("Watching \(folders.map(\.settings.inbox).joined(separator: ", "))")
        stopped()
        threads.stop()
        for owner in owners { owner.release(within: .seconds(1)) }
        store.close()
    }

    /// One heart for all local roots; a root on a mount that may hang has its own, so that it stops no other.
    private var hearts: [Stage] {
        let remote = zip(folders, owners).filter(\.0.mayHang).map(\.1)
        let local = zip(folders, owners).filter { !$0.0.mayHang }.map(\.1)
        let hearts =
            [Heart(owners: local, notifier: SystemdNotifier(), stages: listeners, logger: logger)]
            + remote.map { Heart(owners: [$0], notifier: nil, logger: logger) }
        return hearts.map { heart in Stage(name: "heart", run: { heart.run() }, stop: { heart.close() }) }
    }

    private var listeners: [(name: String, unheardSince: @Sendable () -> Duration?)] {
        [
            ("publish", { [publisher] in publisher.unheardSince }), ("jobs", { [jobs] in jobs.unheardSince }),
            ("control", { [control] in control.unheardSince }), ("intake", { [intake] in intake.mailbox.unheardSince }),
        ]
    }

    // Each batch found after a restart has exactly one next step.
    private func resume(_ batch: Batch, watches: ControlWatches) {
        watches.follow(batch)
        do {
            let free = batch.status == .throttled ? try store.throttle(batch.id, nil, at: Clock.now()) : batch
            publisher.changed(free)
        } catch {
            logger.error("\(error)")
        }
    }
}

extension WatchedPlace {
    /// The inbox of a watch folder.
    static func inbox(of folder: String) -> WatchedPlace { WatchedPlace(folder: folder, purpose: .inbox) }
}
