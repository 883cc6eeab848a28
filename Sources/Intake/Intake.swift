import Folders
import Linux
import Logging
import Model
import Store
import Workers

/// What the intake is told.
public enum IntakeMessage: Sendable {
    /// Something may have changed in an inbox.
    case look(LookHere)
    /// A refused batch is to be looked at again.
    case retry(String)
    /// Files came late into a claimed batch of this folder.
    case supplemented(folder: String)
    /// A batch is finished, and its originals may still get more by a writer that moved along.
    case finished(folder: String, batchID: String)
    /// An archive was unpacked, or was none.
    case unpacked(UnpackReport)
    /// End.
    case stop
}

/// What the intake tells others and asks of them; every closure may be called from its thread.
public struct IntakeConnections: Sendable {
    /// Whether a granted lease proves that nobody writes, by the name of a folder.
    public var leaseTrusted: @Sendable (String) -> Bool
    /// For how long the mount of a folder may repeat what it knew of a file.
    public var staleness: @Sendable (String) -> Duration
    /// The back end that watches a folder, for status.json.
    public var backend: @Sendable (String) -> String?
    /// Something in the folder is not settled: polling may look more often.
    public var setBusy: @Sendable (String, Bool) -> Void
    /// A batch changed in the store.
    public var changed: @Sendable (Batch) -> Void
    /// A batch is sealed and can be worked on.
    public var offer: @Sendable (Batch) -> Void
    /// What keeps batches of a folder from being claimed now, or nil.
    public var holdsClaims: @Sendable (FolderDirectories) -> Batch.Throttle?

    public init(
        leaseTrusted: @escaping @Sendable (String) -> Bool = { _ in true },
        staleness: @escaping @Sendable (String) -> Duration = { _ in .zero },
        backend: @escaping @Sendable (String) -> String? = { _ in nil },
        setBusy: @escaping @Sendable (String, Bool) -> Void = { _, _ in },
        changed: @escaping @Sendable (Batch) -> Void = { _ in },
        offer: @escaping @Sendable (Batch) -> Void = { _ in },
        holdsClaims: @escaping @Sendable (FolderDirectories) -> Batch.Throttle? = { _ in nil }
    ) {
        self.leaseTrusted = leaseTrusted
        self.staleness = staleness
        self.backend = backend
        self.setBusy = setBusy
        self.changed = changed
        self.offer = offer
        self.holdsClaims = holdsClaims
    }
}

/// Finds out when what people drop is complete, freezes it and takes it out of the inbox.
///
/// Runs on one thread for each folder. Hints only say where to look; a lost one is made up for by the next rescan. What
/// fails is left in the inbox and looked at again; a batch is in the store from its first sight.
public final class Intake: Sendable {
    /// Where hints go.
    public let mailbox = Mailbox<IntakeMessage>()
    let store: Store
    let folders: [FolderDirectories]
    let configurations: [String: SavedConfiguration]
    let models: [ModelServer]
    private let connections: IntakeConnections
    let steering: SteeringReader
    let logger: Logger

    /// An intake over the given folders; nothing happens before `run`.
    ///
    /// - Parameter models: servers of models that jobs may ask; the first is the default.
    public convenience init(
        store: Store, folders: [FolderDirectories], configurations: [String: SavedConfiguration],
        models: [ModelServer] = [], workers: WorkerSettings, connections: IntakeConnections, logger: Logger
    ) {
        self.init(
            store: store, folders: folders, configurations: configurations, models: models, connections: connections,
            steering: .worker(workers), logger: logger)
    }

    init(
        store: Store, folders: [FolderDirectories], configurations: [String: SavedConfiguration],
        models: [ModelServer] = [], connections: IntakeConnections, steering: SteeringReader, logger: Logger
    ) {
        self.store = store
        self.folders = folders
        self.configurations = configurations
        self.models = models
        self.connections = connections
        self.steering = steering
        self.logger = logger
    }

    /// Joins store and disk, then serves until `close` or `.stop`; blocks its thread.
    public func run() {
        // Our own lease may be broken by a writer; the signal for that would end the process.
        ignoreSignal(leaseBreakSignal)
        let unpacker = startUnpacker()
        let threads = Dictionary(folders.map { ($0.settings.name, start($0, unpacker)) }) { first, _ in first }
        while true {
            let messages = mailbox.take()
            if mailbox.isClosed, messages.isEmpty { break }
            for message in messages { pass(message, to: threads) }
        }
        for thread in threads.values { thread.close() }
        for thread in threads.values { thread.join() }
        unpacker?.stop()
    }

    private func pass(_ message: IntakeMessage, to threads: [String: FolderThread]) {
        switch message {
        case .look(let look): threads[look.place.folder]?.put(message)
        case .supplemented(let folder), .finished(let folder, _): threads[folder]?.put(message)
        case .unpacked(let report): threads[report.folder]?.put(message)
        case .retry: for thread in threads.values { thread.put(message) }
        case .stop: mailbox.close()
        }
    }

    private func start(_ folder: FolderDirectories, _ unpacker: Unpacker?) -> FolderThread {
        FolderThread { [self] mailbox in
            let steering = SteeringDesk(reader: steering)
            let tracker = FolderTracker(
                folder, store: store, configurations: configurations, models: models, connections: connections,
                steering: steering,
                unpacker: unpacker, logger: logger)
            tracker.recover(at: Clock.sinceBoot())
            let departures = recentDepartures(from: folder.settings.name, at: Clock.sinceBoot())
            return FolderTurns(tracker, steering, mailbox, departures) { [self] in lookBack(at: $0) }
        }
    }

    private func startUnpacker() -> Unpacker? {
        guard case .worker(let settings) = steering, folders.contains(where: \.settings.unpack) else { return nil }
        let unpacker = Unpacker(workers: settings) { [mailbox] in mailbox.put(.unpacked($0)) }
        unpacker.start()
        return unpacker
    }

    /// Ends `run` after the look in progress.
    public func close() { mailbox.close() }
}
