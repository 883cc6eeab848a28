import Dispatch
import Glibc
import Linux
import Logging
import Model
import Store
import Synchronization

/// Makes finished items durable and visible, then settles them, in groups: what came while one group was written is
/// the next group. Runs on its own thread.
///
/// The order is the promise (WATCHING rule 24): outputs synced, renamed, their parents synced, then one transaction.
final class Committer: Sendable {
    enum Message: Sendable {
        case started(Assignment, at: Timestamp)
        case retried(Assignment, Failure, at: Timestamp)
        case finished(FinishedItem)
        /// The item may go on its way once what was set aside for it is in the store.
        case left(Assignment, Leave)
        /// The item is not worked on for now; its lines go to the ledger.
        case givenBack(Assignment)
        /// Signals when everything before it is settled.
        case flush(DispatchSemaphore)
    }

    private let store: Store
    private let mailbox = Mailbox<Message>()
    private let waitsForStore = Atomic(false)
    /// Signalled when the agent stops: nobody waits for a store that fails any more.
    private let patience = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: Limits.uncommittedItems)
    private let changed: @Sendable (Batch) -> Void
    private let unwritable: @Sendable (Assignment, Failure, Duration) -> Void
    private let settled: @Sendable ([FinishedItem]) -> Void
    private let decider = Mutex(RetryDecider())
    /// Directories of the batch published last whose names are known to be on disk, up to its outbox directory.
    private let durable = Mutex<(batchID: String, directories: Set<BytePath>)>(("", []))
    private let charges: Charges
    private let departed: @Sendable (Assignment, Leave) -> Void
    private let logger: Logger

    /// - Parameters:
    ///   - departed: told about items that may ask now.
    ///   - changed: told about every batch that a group touched.
    ///   - unwritable: told about items whose outputs could not be made visible; they have to run again after the wait.
    ///   - settled: told about the items whose outcomes are in the store now.
    init(
        store: Store, charges: Charges, logger: Logger,
        departed: @escaping @Sendable (Assignment, Leave) -> Void, changed: @escaping @Sendable (Batch) -> Void,
        unwritable: @escaping @Sendable (Assignment, Failure, Duration) -> Void,
        settled: @escaping @Sendable ([FinishedItem]) -> Void
    ) {
        self.store = store
        self.charges = charges
        self.departed = departed
        self.logger = logger
        self.changed = changed
        self.unwritable = unwritable
        self.settled = settled
    }

    /// Records that a lane started an item.
    func started(_ assignment: Assignment) { mailbox.put(.started(assignment, at: Clock.now())) }

    /// Records that an item is tried again.
    func retried(_ assignment: Assignment, after failure: Failure) {
        mailbox.put(.retried(assignment, failure, at: Clock.now()))
    }

    /// Takes over a finished item; waits while too many are on their way.
    func finished(_ item: FinishedItem) {
        room.wait()
        mailbox.put(.finished(item))
    }

    /// Lets an item ask models once its start and what was set aside for it are in the store.
    func left(_ assignment: Assignment, _ leave: Leave) { mailbox.put(.left(assignment, leave)) }

    /// Writes down what became of the money of an item that goes back.
    func givenBack(_ assignment: Assignment) { mailbox.put(.givenBack(assignment)) }

    /// Returns when everything handed over before is settled.
    func flush() {
        let done = DispatchSemaphore(value: 0)
        guard !mailbox.isClosed else { return }
        mailbox.put(.flush(done))
        done.wait()
    }

    /// Gives up what a store that fails does not take; the items run again after the next start.
    func hurry() { patience.signal() }

    /// Lets `run` return when everything is settled.
    func close() { mailbox.close() }

    /// Since when something waits to be settled; nil while the store cannot be written, which is no fault of ours.
    var unheardSince: Duration? { waitsForStore.load(ordering: .relaxed) ? nil : mailbox.unheardSince }

    /// Settles groups until the committer is closed and empty.
    func run() {
        while true {
            let messages = mailbox.take()
            if messages.isEmpty, mailbox.isClosed { return }
            for start in stride(from: 0, to: messages.count, by: Limits.settleGroup) {
                commit(messages[start..<min(start + Limits.settleGroup, messages.count)])
            }
        }
    }

    private func commit(_ group: ArraySlice<Message>) {
        var finished: [FinishedItem] = []
        for case .finished(let item) in group { finished.append(item) }
        let unwritten = publish(finished)
        var steps: [WorkStep] = []
        for message in group {
            switch message {
            case .started(let assignment, let time):
                steps.append(
                    .started(batchID: assignment.context.id, index: assignment.item.sealed.index, at: time))
            case .retried(let assignment, let failure, let time):
                let index = assignment.item.sealed.index
                steps.append(.retried(batchID: assignment.context.id, index: index, failure: failure, at: time))
            case .finished(let item):
                let key = ItemKey(item.assignment)
                guard unwritten[key] == nil else { continue }
                var outcome = item.outcome
                outcome.cost = charges.finish(key, outcome)
                steps += chargeSteps(key)
                steps.append(
                    .finished(batchID: key.batchID, index: key.index, outcome: outcome, at: item.finishedAt))
                if let step = item.sharing { steps.append(step) }
            case .left(let assignment, _), .givenBack(let assignment): steps += chargeSteps(ItemKey(assignment))
            case .flush: break
            }
        }
        if unwritten.isEmpty, !finished.isEmpty { decider.withLock { $0.succeeded() } }
        settle(steps)
        settled(unwritten.isEmpty ? finished : finished.filter { unwritten[ItemKey($0.assignment)] == nil })
        for case .left(let assignment, let leave) in group { departed(assignment, leave) }
        for item in finished {
            if let error = unwritten[ItemKey(item.assignment)] { postpone(item.assignment, error) }
        }
        for message in group {
            switch message {
            case .finished: room.signal()
            case .flush(let done): done.signal()
            default: break
            }
        }
    }

    private func chargeSteps(_ key: ItemKey) -> [WorkStep] {
        charges.takeLines(key).map { .charged(batchID: key.batchID, index: key.index, $0) }
    }

    private func postpone(_ assignment: Assignment, _ error: SystemError) {
        let failure = ItemRun.unwritable(error, about: printable(assignment.item.sealed.path.display))
        let decision = decider.withLock { decider in
            decider.decide(
                failure, attempt: assignment.attempt, isTransient: true, jitter: Double.random(in: 0...1))
        }
        if case .wait(let wait) = decision { unwritable(assignment, failure, wait) }
    }

    private func settle(_ steps: [WorkStep]) {
        guard !steps.isEmpty else { return }
        var failures = 0
        while true {
            do {
                for batch in try store.settle(steps) { changed(batch) }
                waitsForStore.store(false, ordering: .relaxed)
                return
            } catch {
                // The outputs are safe and the items leased: nothing is lost by waiting for the state directory.
                failures += 1
                waitsForStore.store(true, ordering: .relaxed)
                logger.error("\(error)")
                let wait = RetryDecider.backOff(min(failures, Limits.storeBackOffs), jitter: 1)
                if patience.wait(timeout: .now() + .milliseconds(Int(wait.milliseconds))) == .success {
                    // The agent stops: what is not settled here runs again after the next start.
                    patience.signal()
                    return
                }
            }
        }
    }

    private func publish(_ items: [FinishedItem]) -> [ItemKey: SystemError] {
        var failures: [ItemKey: SystemError] = [:]
        let byBatch = Dictionary(grouping: items.filter { !$0.files.isEmpty }) { $0.assignment.context.id }
        for group in byBatch.values {
            guard let places = group.first?.assignment.context.places else { continue }
            do {
                try sync(group, in: places)
            } catch {
                for item in group { failures[ItemKey(item.assignment)] = error }
                continue
            }
            var parents: Set<BytePath> = []
            for item in group {
                do {
                    try show(item, in: places)
                    parents.insert(item.publishedName.parent)
                } catch {
                    failures[ItemKey(item.assignment)] = error
                }
            }
            do {
                try syncParents(parents, of: group[0].assignment.context.id, in: places)
            } catch {
                for item in group { failures[ItemKey(item.assignment)] = error }
            }
        }
        return failures
    }

    private func sync(_ group: [FinishedItem], in places: JobPlaces) throws(SystemError) {
        // Attachments and pictures of pages have directories of their own.
        let isFlat = group.allSatisfy { $0.files.count <= 3 && !$0.files.contains { $0.contains("/") } }
        guard group.count * 3 <= Limits.singleSyncs, isFlat else {
            return try places.staging.syncFileSystem()
        }
        for item in group {
            let directory = try places.staging.directory(item.stagedName)
            for name in item.files { try directory.openForReading(BytePath(name)).sync() }
            try directory.sync()
        }
    }

    private func show(_ item: FinishedItem, in places: JobPlaces) throws(SystemError) {
        let target = item.publishedName
        do {
            try places.staging.rename(item.stagedName, to: places.outbox, target, replacing: true)
        } catch  where error.isWayMissing {
            try makeWay(for: target.parent, in: places)
            try places.staging.rename(item.stagedName, to: places.outbox, target, replacing: true)
        } catch  where error.isExisting || error.code == ENOTDIR {
            // A run that died after this rename, a retry, or something planted: the newer result takes the place.
            try makeWay(for: target.parent, in: places)
            try places.outbox.removeTree(target)
            try places.staging.rename(item.stagedName, to: places.outbox, target, replacing: true)
        }
        if let group = places.groupToGive { try? Ownership.give(target, in: places.outbox, to: group) }
    }

    private func makeWay(for path: BytePath, in places: JobPlaces) throws(SystemError) {
        try places.outbox.makeWay(for: path, mode: places.permissions.directoryMode)
        durable.withLock { $0 = ("", []) }
        guard let group = places.groupToGive else { return }
        var made = path
        while !made.isEmpty {
            try? places.outbox.directory(made.parent).setGroup(group, of: made.name)
            made = made.parent
        }
    }

    // A directory that was made for an item is durable only with the names of all directories above it.
    private func syncParents(
        _ parents: Set<BytePath>, of batchID: String, in places: JobPlaces
    ) throws(SystemError) {
        let known = durable.withLock { $0.batchID == batchID ? $0.directories : [] }
        var wanted = parents
        for parent in parents where !known.contains(parent) {
            var above = parent
            while !above.isEmpty {
                above = above.parent
                wanted.insert(above)
            }
        }
        if wanted.count <= Limits.singleSyncs {
            for path in wanted { try (path.isEmpty ? places.outbox : places.outbox.directory(path)).sync() }
        } else {
            try places.outbox.syncFileSystem()
        }
        durable.withLock { $0 = (batchID, known.count < Limits.knownDirectories ? known.union(parents) : parents) }
    }
}

extension JobPlaces {
    /// The group for what is published where directories, without the set-group-ID bit, do not hand theirs on.
    fileprivate var groupToGive: UInt32? { permissions.directoryMode & UInt32(S_ISGID) == 0 ? group : nil }
}

extension SystemError {
    /// Nothing, or a link that somebody put there, stands where directories lead to the place of a result.
    fileprivate var isWayMissing: Bool { code == ENOENT || code == ELOOP }
}
