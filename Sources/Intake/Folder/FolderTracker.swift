import Folders
import Linux
import Logging
import Model
import Store

/// Everything unsealed of one watch folder; owned by the thread of the intake.
///
/// Its candidates are the open batches of the store; the rest is memory that a restart may lose.
final class FolderTracker {
    let directories: FolderDirectories
    let store: Store
    let configurations: [String: SavedConfiguration]
    let models: [ModelServer]
    let connections: IntakeConnections
    let steering: SteeringDesk
    /// Nil where no archive is looked into.
    let unpacker: Unpacker?
    let logger: Logger
    let rules: NameRules
    let reservation: Reservation

    var candidates: [CandidateKey: Candidate] = [:]
    var identities: [Identity: CandidateKey] = [:]
    /// Entries without a candidate that are to be looked at, and when.
    var arrivals: [BytePath: Arrival] = [:]
    /// Entries that could not be met, and how often in a row.
    var unmet: [BytePath: Int] = [:]
    /// When what the last start left is to be looked for again; nil once all of it was found.
    var recoveryDue: Duration?
    var recoveryFailures = 0
    /// When the inbox itself is to be listed.
    var scanDue: Duration? = .zero
    var scanRestsUntil = Duration.zero
    private var listFailures = 0
    /// True while the inbox is not there; nothing is taken for deleted then.
    var isLost = false
    /// How often files proved unfinished after they were called ready.
    var settleDoublings = 0
    /// How often files came late into a sealed batch.
    var batchDoublings = 0
    /// What was put back: its return is no arrival.
    var putBacks: Set<Identity> = []
    /// The files of directories that were sealed where they lie.
    var inPlace: [BytePath: Set<FileSignature>] = [:]
    /// The candidate that is looked at, when that is not in a break of another look.
    var busy: Candidate?
    let interlude: Interlude
    private var isBusy = false

    /// A name that may be the start of a batch.
    struct Arrival {
        var due: Duration
        /// Renamed in, or from a partial name.
        var isWhole: Bool
    }

    var settings: WatchFolder { directories.settings }
    var folder: String { settings.name }

    init(
        _ directories: FolderDirectories, store: Store, configurations: [String: SavedConfiguration],
        models: [ModelServer] = [], connections: IntakeConnections, steering: SteeringDesk, unpacker: Unpacker? = nil,
        interlude: Interlude = Interlude(), logger: Logger
    ) {
        self.directories = directories
        self.store = store
        self.configurations = configurations
        self.models = models
        self.connections = connections
        self.steering = steering
        self.unpacker = unpacker
        self.interlude = interlude
        var logger = logger
        logger[metadataKey: "folder"] = "\(directories.settings.name)"
        self.logger = logger
        rules = NameRules(directories.settings)
        reservation = Reservation(directories: directories)
    }

    /// The earliest moment at which `work` has something to do; nil when only an event brings more.
    var due: Duration? {
        guard !isLost else { return scanDue }
        return [scanDue, recoveryDue, arrivals.values.map(\.due).min(), candidates.values.compactMap(\.due).min()]
            .compactMap(\.self).min()
    }

    /// Does everything that is due.
    func work(at now: Duration) {
        if let scanDue, scanDue <= now { scan(at: now) }
        guard !isLost else { return }
        if let recoveryDue, recoveryDue <= now { recover(at: now) }
        for (entry, arrival) in arrivals where arrival.due <= now {
            arrivals[entry] = nil
            meet(entry, isWhole: arrival.isWhole, at: now)
        }
        // Oldest first, so that a stream of new ones delays nobody.
        let ready = candidates.values.filter { $0.due.map { $0 <= now } ?? false }
        for candidate in ready.sorted(by: { $0.openSince < $1.openSince }) { lookIfDue(candidate, now) }
        let busy = !arrivals.isEmpty || candidates.values.contains { $0.due != nil }
        if busy != isBusy {
            isBusy = busy
            connections.setBusy(folder, busy)
        }
    }

    /// Does what is due and small, in a break of a long look here or in another folder.
    func workAside(at now: Duration) {
        guard !isLost else { return }
        for (entry, arrival) in arrivals where arrival.due <= now {
            arrivals[entry] = nil
            meet(entry, isWhole: arrival.isWhole, at: now)
        }
        for candidate in candidates.values where !candidate.isBusy && !candidate.isLarge {
            lookIfDue(candidate, now)
        }
    }

    // What was due when its turn was planned may have been looked at, or sealed, in a break of a look before it.
    private func lookIfDue(_ candidate: Candidate, _ now: Duration) {
        guard candidates[candidate.key] === candidate, let due = candidate.due, due <= now else { return }
        candidate.due = nil
        look(at: candidate, now)
    }

    /// True for a hint about the tree that is being looked at: it waits until the look is over.
    func isAboutBusy(_ look: LookHere) -> Bool {
        guard let busy else { return false }
        guard case .entry(let entry) = busy.key else { return true }
        switch look.change {
        case .rescan, .lost: return true
        case .renamed(let from): return isWithin(look.path, entry) || isWithin(from, entry)
        case .arrived, .closed, .changed: return look.path.isEmpty || isWithin(look.path, entry)
        }
    }

    private func isWithin(_ path: BytePath, _ entry: BytePath) -> Bool {
        path == entry || path.bytes.starts(with: entry.bytes + [UInt8(ascii: "/")])
    }

    /// A refused batch is looked at again.
    func retry(_ id: String, at now: Duration) {
        guard let candidate = candidates.values.first(where: { $0.batch.id == id }) else { return }
        candidate.isRetried = true
        candidate.schedule(at: now)
    }

    /// Files came late: the source is slower than thought.
    func noteSupplement() {
        batchDoublings += 1
        let settle = BatchSettling(settings, doublings: batchDoublings).batchSettle
        logger.notice("the inbox waits longer for quiet", metadata: ["batch_settle": "\(settle)"])
    }

    /// Lists the inbox: what is new is met, what is known is looked at again.
    private func scan(at now: Duration) {
        scanDue = nil
        do throws(SystemError) {
            guard try directories.inbox.status().links > 0 else {
                isLost = true
                logger.error("the inbox is gone; nothing in it is taken for deleted")
                return
            }
        } catch {
            listFailures += 1
            scanDue = now + Limits.intakeRetry(listFailures)
            logger.error("the inbox cannot be looked at: \(error)")
            return
        }
        isLost = false
        for area in areas() { scan(area, at: now) }
        for candidate in candidates.values { candidate.schedule(at: now) }
        scanRestsUntil = now + max(Limits.readingGap, (Clock.sinceBoot() - now) * Limits.walkRest)
    }

    private func scan(_ area: BytePath, at now: Duration) {
        do {
            let directory = area.isEmpty ? directories.inbox : try directories.inbox.directory(area)
            for entry in try directory.entries() {
                let path = area.appending(entry.name)
                guard candidates[.entry(path)] == nil, arrivals[path] == nil, !isArea(path) else { continue }
                arrivals[path] = Arrival(due: now, isWhole: false)
            }
            listFailures = 0
        } catch {
            logger.error("an inbox cannot be listed: \(error)")
            listFailures += 1
            scanDue = now + Limits.intakeRetry(listFailures)
        }
    }

    /// The directories in which batches appear: the inbox, or it and the permanent inboxes in it.
    private func areas() -> [BytePath] {
        guard settings.subfolders == .inboxes else { return [.here] }
        let names = (try? directories.inbox.entries()) ?? []
        return [.here] + names.map(\.name).filter(isArea)
    }

    /// True for a permanent inbox.
    func isArea(_ path: BytePath) -> Bool {
        settings.subfolders == .inboxes && path.parent.isEmpty && !path.isEmpty && rules.classify(path) == .plain
            && (try? directories.inbox.status(path))?.kind == .directory
    }

    /// The directory an entry lies in, where batches appear.
    func inbox(of area: BytePath) throws(SystemError) -> Directory {
        area.isEmpty ? directories.inbox : try directories.inbox.directory(area)
    }
}
