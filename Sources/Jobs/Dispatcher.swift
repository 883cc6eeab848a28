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
        /// Nothing came within the time.
        case idle
        case closed
    }

    private let store: Store
    private let places: @Sendable (Batch) throws -> JobPlaces
    private let changed: @Sendable (Batch) -> Void
    let queue = Mutex(WorkQueue())
    private let signal = DispatchSemaphore(value: 0)
    private let lanes: Int
    private let logger: Logger

    init(
        store: Store, lanes: Int, logger: Logger, places: @escaping @Sendable (Batch) throws -> JobPlaces,
        changed: @escaping @Sendable (Batch) -> Void
    ) {
        self.store = store
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
    }

    var isClosed: Bool { queue.withLock { $0.isClosed } }

    /// Stops handing out items of a batch and gives back those that no lane has yet; a wait of the batch is over.
    func withdraw(_ batchID: String) {
        let indexes = queue.withLock { queue in
            _ = queue.letGo(batchID)
            queue.contents.withdraw(batchID)
            return queue.remove(batchID)
        }
        release(indexes, of: batchID)
    }

    /// Waits for the next thing to do, at most for `timeout`; nil waits for ever.
    func next(timeout: Duration?) -> Next {
        let deadline = timeout.map { Clock.sinceBoot() + $0 }
        while true {
            let step = queue.withLock { queue -> WorkQueue.Step in
                if queue.isStale || queue.needsRefill { refill(&queue) }
                let step = queue.step(now: Clock.sinceBoot())
                if case .wait = step { queue.waiters += 1 }
                return step
            }
            switch step {
            case .closed: return .closed
            case .take(let assignment): return .work(assignment)
            case .warmUp: return .warmUp
            case .freed(let batchID):
                tell(batchID, nil)
                // Only now does the store offer its items; another lane may have asked in vain just before.
                wake()
            case .wait(let until):
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
            throttle(id, because: failure.message, for: wait)
        }
        signalLanes()
    }

    private func throttle(_ batchID: String, because reason: String, for wait: Duration) {
        let resumeAt = Clock.now().adding(milliseconds: wait.milliseconds)
        tell(batchID, Batch.Throttle(reason: reason, resumeAt: resumeAt))
    }

    private func tell(_ batchID: String, _ throttle: Batch.Throttle?) {
        do {
            changed(try store.throttle(batchID, throttle, at: Clock.now()))
        } catch {
            logger.error("\(error)")
        }
    }

    private func refill(_ queue: inout WorkQueue) {
        queue.isStale = false
        do {
            let workable = try store.workableBatches()
            queue.keep(only: Set(workable.map(\.id)))
            for batch in workable where queue.wants(batch.id) {
                do {
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
                    throttle(batch.id, because: "\(error)", for: wait)
                }
            }
        } catch {
            logger.error("\(error)")
        }
    }

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
