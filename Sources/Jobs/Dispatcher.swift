import Dispatch
import Linux
import Logging
import Model
import Store
import Synchronization

/// Hands items to lanes: fair between batches, within the bounds of each, one alone where that is needed.
///
/// Items are leased from the store a few ahead; what is lost in memory is leased again after a restart.
final class Dispatcher: Sendable {
    /// What a lane should do next.
    enum Next {
        case work(Assignment)
        /// A batch is coming: have a worker ready.
        case warmUp
        /// No item needs the lane, and somebody asks for its worker.
        case chore(Chore)
        /// Nothing came within the time.
        case idle
        case closed
    }

    let store: Store
    private let places: @Sendable (Batch) throws -> JobPlaces
    let changed: @Sendable (Batch) -> Void
    let queue: Mutex<WorkQueue>
    private let windows: [String: WorkWindow]
    let charges: Charges
    private let signal = DispatchSemaphore(value: 0)
    private let chores = Mutex<[Chore]>([])
    private let lanes: Int
    private let logger: Logger

    init(
        store: Store, lanes: Int, memory: Int64, folders: [String: FolderBounds], charges: Charges, logger: Logger,
        places: @escaping @Sendable (Batch) throws -> JobPlaces, changed: @escaping @Sendable (Batch) -> Void
    ) {
        queue = Mutex(
            WorkQueue(lanes: lanes, memory: memory, folderConcurrency: folders.mapValues(\.maxConcurrency)))
        windows = folders.compactMapValues(\.window)
        self.store = store
        self.charges = charges
        self.lanes = lanes
        self.logger = logger
        self.places = places
        self.changed = changed
    }

    /// Says that the store may have new work.
    func wake() {
        queue.withLock { queue in
            queue.isStale = true
            queue.contents.offerAll()
        }
        signalLanes()
    }

    /// Says that work is about to come.
    func warmUp() {
        queue.withLock { $0.lanesToWarm = lanes }
        signalLanes()
    }

    /// Ends every wait; nothing is handed out any more.
    func close() {
        queue.withLock { $0.isClosed = true }
        signalLanes()
        while let chore = takeChore() { chore.drop() }
    }

    /// Has something done by a lane that has no item, or after a time by one that has just finished one.
    func add(_ chore: Chore) {
        chores.withLock { $0.append(chore) }
        signalLanes()
        // Whoever closed meanwhile may have passed it by.
        if isClosed { while let chore = takeChore() { chore.drop() } }
    }

    private func takeChore(waitingFor time: Duration = .zero) -> Chore? {
        chores.withLock { chores in
            guard let first = chores.first, Clock.sinceBoot() - first.since >= time else { return nil }
            return chores.removeFirst()
        }
    }

    var isClosed: Bool { queue.withLock { $0.isClosed } }

    /// Stops handing out items of a batch and gives back those that no lane has yet; a wait of the batch is over.
    func withdraw(_ batchID: String) {
        let (indexes, wasHeld) = queue.withLock { queue in
            let wasHeld = queue.letGo(batchID)
            queue.contents.withdraw(batchID)
            return (queue.remove(batchID), wasHeld)
        }
        release(indexes, of: batchID)
        // Nobody would free it any more: what held it is found out anew when the batch goes on.
        if wasHeld { tell(batchID, nil) }
    }

    /// Waits for the next thing to do, at most for `timeout`; nil waits for ever.
    func next(timeout: Duration?) -> Next {
        let deadline = timeout.map { Clock.sinceBoot() + $0 }
        while true {
            if let overdue = takeChore(waitingFor: Limits.choreWait) { return .chore(overdue) }
            let step = queue.withLock { queue -> WorkQueue.Step in
                let now = Clock.sinceBoot()
                if !windows.isEmpty { queue.shut = shutFolders() }
                if queue.needsRefill(now: now) { refill(&queue) }
                let step = queue.step(now: now)
                if case .wait = step { queue.waiters += 1 }
                return step
            }
            switch step {
            case .closed: return .closed
            case .take(let assignment): return .work(assignment)
            case .warmUp: return .warmUp
            case .freed(let batchID):
                guard tell(batchID, nil) else {
                    // The store still shows the batch as held and offers nothing of it.
                    _ = queue.withLock { $0.hold(batchID, until: Clock.sinceBoot() + Limits.firstBackOff) }
                    continue
                }
                // Only now does the store offer its items; another lane may have asked in vain just before.
                wake()
            case .shut(let batchID, let folder): holdForSchedule(batchID, of: folder)
            case .wait(let until):
                if let chore = takeChore() { return .chore(chore) }
                let wake = [deadline, until].compactMap { $0 }.min()
                if !wait(until: wake), let deadline, Clock.sinceBoot() >= deadline { return .idle }
            }
        }
    }

    /// A lane is done with an item, for good.
    func finished(_ assignment: Assignment) {
        queue.withLock { $0.finish(assignment) }
        signalLanes()
    }

    /// The item is tried once more with nothing beside it.
    func runAlone(_ assignment: Assignment) {
        queue.withLock { queue in
            queue.finish(assignment)
            var again = assignment
            again.attempt += 1
            again.runsAlone = true
            queue.alone.append(again)
        }
        signalLanes()
    }

    /// The item could not be worked on for a cause outside of it: its batch waits and is then opened anew.
    ///
    /// What the committer knows of the item must be in the store already.
    /// - Parameter isRunning: false when the lane has let go of the item already.
    func postpone(_ assignment: Assignment, failure: Failure, for wait: Duration, isRunning: Bool = true) {
        let id = assignment.context.id
        let (indexes, isFirst) = queue.withLock { queue in
            if isRunning { queue.finish(assignment) }
            let isFirst = queue.hold(id, until: Clock.sinceBoot() + wait)
            let indexes = queue.remove(id)
            queue.contents.abandon([assignment.item.sealed.index], of: id)
            return (indexes, isFirst)
        }
        release(indexes + [assignment.item.sealed.index], of: id)
        if isFirst {
            logger.warning("\(id) waits: \(failure)")
            throttle(id, because: failure.message, for: wait, details: failure.isTransient ? [:] : failure.details)
        }
        signalLanes()
    }

    private func shutFolders() -> Set<String> {
        let now = Clock.now()
        return Set(windows.filter { $0.value.verdict(at: now) != .open }.keys)
    }

    /// The hours of the folder are over or have not begun: what no lane has yet waits for their beginning.
    private func holdForSchedule(_ batchID: String, of folder: String) {
        let now = Clock.now()
        guard let window = windows[folder], case .closed(let opening) = window.verdict(at: now) else {
            tell(batchID, nil)
            return wake()
        }
        let wait = min(
            .milliseconds(opening.milliseconds - now.milliseconds), Limits.longestScheduleWait)
        let indexes = queue.withLock { queue in
            _ = queue.hold(batchID, until: Clock.sinceBoot() + wait, for: folder)
            return queue.remove(batchID)
        }
        release(indexes, of: batchID)
        tell(batchID, Batch.Throttle(reason: window.reason, resumeAt: opening))
    }

    private func throttle(
        _ batchID: String, because reason: String, for wait: Duration, details: JSONObject = [:]
    ) {
        let resumeAt = Clock.now().adding(milliseconds: wait.milliseconds)
        tell(batchID, Batch.Throttle(reason: reason, resumeAt: resumeAt, details: details))
    }

    /// False when the store could not be told.
    @discardableResult
    func tell(_ batchID: String, _ throttle: Batch.Throttle?) -> Bool {
        do {
            changed(try store.throttle(batchID, throttle, at: Clock.now()))
            return true
        } catch {
            logger.error("\(error)")
            return error.code == .unknown || error.code == .refused
        }
    }

    private func refill(_ queue: inout WorkQueue) {
        do {
            for (id, indexes) in queue.storeTerms.unreleased {
                try store.release(indexes, of: id)
                queue.storeTerms.repaid(id)
            }
            let workable = try store.workableBatches()
            queue.keep(only: Set(workable.map(\.id)))
            for batch in workable where queue.wants(batch.id) {
                do {
                    if try isHeldByBudget(batch, &queue) { continue }
                    let context = try queue.context(of: batch.id) ?? context(of: batch)
                    let claimed = try store.claimItems(of: batch.id, limit: Limits.leasedAhead, at: Clock.now())
                    queue.add(claimed, of: context)
                } catch let error as StoreError {
                    throw error
                } catch {
                    logger.error("\(printable(batch.name)) cannot be worked on: \(error)")
                    let failures = queue.countFailure(of: batch.id)
                    let wait = RetryDecider.backOff(failures, jitter: Double.random(in: 0...1))
                    _ = queue.hold(batch.id, until: Clock.sinceBoot() + wait)
                    throttle(batch.id, because: Self.reason(error), for: wait)
                }
            }
            if queue.storeAnswered() { logger.notice("the store answers again, work goes on") }
        } catch {
            logger.error("\(error)")
            queue.restStore(now: Clock.sinceBoot(), jitter: Double.random(in: 0...1))
        }
    }

    private static func reason(_ error: any Error) -> String { (error as? Failure)?.message ?? "\(error)" }

    private func context(of batch: Batch) throws -> BatchContext {
        guard let configuration = batch.configuration else {
            throw Failure(.processingError, "\(batch.name) has no frozen configuration", stage: .intake)
        }
        return try BatchContext(batch: batch, configuration: configuration, places: places(batch)) {
            scope throws(StoreError) in try store.number(of: scope)
        }
    }

    func release(_ indexes: [Int], of batchID: String) {
        guard !indexes.isEmpty else { return }
        do {
            try store.release(indexes, of: batchID)
        } catch {
            logger.error("\(error)")
            queue.withLock { $0.storeTerms.owe(indexes, of: batchID) }
        }
    }

    func signalLanes() {
        let waiters = queue.withLock { queue in
            defer { queue.waiters = 0 }
            return queue.waiters
        }
        for _ in 0..<waiters { signal.signal() }
    }

    private func wait(until deadline: Duration?) -> Bool {
        guard let deadline else {
            signal.wait()
            return true
        }
        let wait = max(.zero, deadline - Clock.sinceBoot())
        return signal.wait(timeout: .now() + .milliseconds(Int(wait.milliseconds) + 1)) == .success
    }
}
