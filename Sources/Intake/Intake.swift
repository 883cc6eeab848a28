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
    /// End.
    case stop
}

/// What the intake tells others and asks of them; every closure may be called from its thread.
public struct IntakeConnections: Sendable {
    /// Whether a granted lease proves that nobody writes, by the name of a folder.
    public var leaseTrusted: @Sendable (String) -> Bool
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
        backend: @escaping @Sendable (String) -> String? = { _ in nil },
        setBusy: @escaping @Sendable (String, Bool) -> Void = { _, _ in },
        changed: @escaping @Sendable (Batch) -> Void = { _ in },
        offer: @escaping @Sendable (Batch) -> Void = { _ in },
        holdsClaims: @escaping @Sendable (FolderDirectories) -> Batch.Throttle? = { _ in nil }
    ) {
        self.leaseTrusted = leaseTrusted
        self.backend = backend
        self.setBusy = setBusy
        self.changed = changed
        self.offer = offer
        self.holdsClaims = holdsClaims
    }
}

/// Finds out when what people drop is complete, freezes it and takes it out of the inbox.
///
/// Runs on one thread of its own. Hints only say where to look; a lost one is made up for by the next rescan. What
/// fails is left in the inbox and looked at again; a batch is in the store from its first sight.
public final class Intake: Sendable {
    /// Where hints go.
    public let mailbox = Mailbox<IntakeMessage>()
    private let store: Store
    private let folders: [FolderDirectories]
    private let configurations: [String: SavedConfiguration]
    private let connections: IntakeConnections
    private let steering: SteeringReader
    private let logger: Logger

    /// An intake over the given folders; nothing happens before `run`.
    public convenience init(
        store: Store, folders: [FolderDirectories], configurations: [String: SavedConfiguration],
        workers: WorkerSettings, connections: IntakeConnections, logger: Logger
    ) {
        self.init(
            store: store, folders: folders, configurations: configurations, connections: connections,
            steering: .worker(workers), logger: logger)
    }

    init(
        store: Store, folders: [FolderDirectories], configurations: [String: SavedConfiguration],
        connections: IntakeConnections, steering: SteeringReader, logger: Logger
    ) {
        self.store = store
        self.folders = folders
        self.configurations = configurations
        self.connections = connections
        self.steering = steering
        self.logger = logger
    }

    /// Joins store and disk, then serves until `close` or `.stop`; blocks its thread.
    public func run() {
        // Our own lease may be broken by a writer; the signal for that would end the process.
        ignoreSignal(leaseBreakSignal)
        let steering = SteeringDesk(reader: steering)
        let interlude = Interlude()
        var trackers: [String: FolderTracker] = [:]
        for folder in folders {
            let tracker = FolderTracker(
                folder, store: store, configurations: configurations, connections: connections, steering: steering,
                interlude: interlude, logger: logger)
            tracker.recover(at: Clock.sinceBoot())
            trackers[folder.settings.name] = tracker
        }
        var deferred: [IntakeMessage] = []
        interlude.body = { [mailbox, trackers] in
            for message in mailbox.take(timeout: .zero) {
                if case .look(let look) = message, trackers[look.place.folder]?.isAboutBusy(look) ?? true {
                    deferred.append(message)
                } else {
                    Self.pass(message, to: trackers, mailbox)
                }
            }
            for tracker in trackers.values { tracker.workAside(at: Clock.sinceBoot()) }
        }
        while true {
            let now = Clock.sinceBoot()
            for tracker in trackers.values { tracker.work(at: now) }
            steering.rest(at: Clock.sinceBoot())
            let next = (trackers.values.map(\.due) + [steering.due]).compactMap(\.self).min()
            let wait = deferred.isEmpty ? next.map { max(.zero, $0 - Clock.sinceBoot()) } : .zero
            let messages = deferred + mailbox.take(timeout: wait)
            deferred = []
            if mailbox.isClosed, messages.isEmpty { break }
            for message in messages { Self.pass(message, to: trackers, mailbox) }
        }
        interlude.body = {}
        steering.close()
    }

    private static func pass(
        _ message: IntakeMessage, to trackers: [String: FolderTracker], _ mailbox: Mailbox<IntakeMessage>
    ) {
        switch message {
        case .look(let look): trackers[look.place.folder]?.note(look, at: Clock.sinceBoot())
        case .retry(let id): for tracker in trackers.values { tracker.retry(id, at: Clock.sinceBoot()) }
        case .supplemented(let folder): trackers[folder]?.noteSupplement()
        case .stop: mailbox.close()
        }
    }

    /// Ends `run` after the look in progress.
    public func close() { mailbox.close() }

    /// Moves what came into a claimed tree since the seal into a batch of its own; call it before archiving.
    ///
    /// Returns true when something was moved. Runs on the caller's thread.
    public func collectSupplements(of batch: Batch) -> Bool {
        guard batch.source != .inPlace, let folder = folders.first(where: { $0.settings.name == batch.folder })
        else { return false }
        do {
            guard try LateArrivals(directories: folder, store: store).collect(batch) else { return false }
            logger.notice("late files became a batch of their own", metadata: ["batch": "\(batch.id)"])
            if let sealed = batch.sealedAt,
                Clock.now().milliseconds - sealed.milliseconds < Limits.supplementWindow.milliseconds
            {
                mailbox.put(.supplemented(folder: batch.folder))
            }
            return true
        } catch {
            logger.error("late files cannot be moved out of a claimed batch: \(error)")
            return false
        }
    }
}
