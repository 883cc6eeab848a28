import Collections
import Linux
import Logging
import Model
import Store
import Synchronization
import Workers

/// Makes finished batches searchable, one after the other, when nothing waits for it.
///
/// What is to be done stands in the store, so that nothing is lost by a crash; what this stage is told are hints.
/// It borrows workers for short times, so that no item waits for it and the agent has no worker more.
public final class Indexing: Sendable {
    private let store: Store
    private let shelf: CollectionShelf
    private let lend: @Sendable (@escaping @Sendable (WorkerSlot) -> Void) -> Bool
    private let searchable: Set<String>
    private let outbox: @Sendable (Batch) throws -> Directory
    private let logger: Logger
    private let mailbox = Mailbox<Void>()

    /// - Parameters:
    ///   - stateDirectory: of the agent; collections lie below it.
    ///   - lend: has something done with a worker, and waits for it; false when the agent stops before.
    ///   - searchable: names of the folders whose documents are indexed.
    ///   - outbox: the directory of a batch in the outbox.
    public init(
        store: Store, stateDirectory: String,
        lend: @escaping @Sendable (@escaping @Sendable (WorkerSlot) -> Void) -> Bool, searchable: Set<String>,
        outbox: @escaping @Sendable (Batch) throws -> Directory, logger: Logger
    ) {
        self.store = store
        shelf = CollectionShelf(stateDirectory: stateDirectory)
        self.lend = lend
        self.searchable = searchable
        self.outbox = outbox
        self.logger = logger
    }

    /// Says that the store may have something new to index; from any thread.
    public func wake() { mailbox.put(()) }

    /// Indexes until `close`; blocks its thread.
    public func run() {
        var waiting: [String: Duration] = [:]
        var wait = Limits.firstIndexingWait
        while !mailbox.isClosed {
            let now = Clock.sinceBoot()
            waiting = waiting.filter { $0.value > now }
            switch step(skipping: Set(waiting.keys)) {
            case .done: wait = Limits.firstIndexingWait
            case .failed(let id):
                waiting[id] = Clock.sinceBoot() + wait
                wait = min(wait * 2, Limits.longestIndexingWait)
            case .nothing:
                let next = waiting.values.min().map { max(.zero, $0 - Clock.sinceBoot()) }
                _ = mailbox.take(timeout: next)
            case .broken:
                _ = mailbox.take(timeout: wait)
                wait = min(wait * 2, Limits.longestIndexingWait)
            }
        }
    }

    /// Ends `run` after the document at hand; what is left is found again at the next start.
    public func close() { mailbox.close() }

    private enum Step {
        case done
        case nothing
        /// What concerns one batch does not work now.
        case failed(String)
        /// The store itself does not work now.
        case broken
    }

    private func step(skipping waiting: Set<String>) -> Step {
        let task: IndexTask?
        do throws(StoreError) { task = try store.nextIndexTask(except: waiting) } catch {
            logger.error("Nothing is indexed now: \(error)")
            return .broken
        }
        guard let task else { return .nothing }
        do {
            try perform(task)
            return .done
        } catch {
            if mailbox.isClosed { return .nothing }
            logger.warning("\(task.batchID) is not indexed yet: \(error)")
            return .failed(task.batchID)
        }
    }

    private func perform(_ task: IndexTask) throws {
        guard let batch = try store.batch(task.batchID), searchable.contains(batch.folder) else {
            return try store.finishIndexTask(task)
        }
        if task.isRemoval {
            try borrow { indexer in try indexer.remove(batch) }
        } else {
            // Where somebody removed the results there is nothing to search.
            guard hasResults(batch) else { return try store.finishIndexTask(task) }
            var next: Int? = task.next
            while let start = next {
                next = try borrow { indexer in
                    try indexer.addSome(of: batch, from: start, for: Limits.indexingSlice).next
                }
                if mailbox.isClosed { return }
                if let next { try store.recordIndexed(task, before: next) }
            }
        }
        if !mailbox.isClosed { try store.finishIndexTask(task) }
    }

    /// Does something with a borrowed worker.
    private func borrow<Outcome: Sendable>(
        _ work: @escaping @Sendable (BatchIndexer) throws -> Outcome
    ) throws -> Outcome {
        let result = Mutex<Result<Outcome, any Error>?>(nil)
        _ = lend { [store, shelf, outbox, mailbox, logger] slot in
            let indexer = BatchIndexer(
                store: store, shelf: shelf, slot: slot, outbox: outbox, isStopped: { mailbox.isClosed }, logger: logger)
            let outcome = Result { try work(indexer) }
            result.withLock { $0 = outcome }
        }
        guard let outcome = result.withLock({ $0 }) else { throw Stopped() }
        return try outcome.get()
    }

    /// The agent stops.
    private struct Stopped: Error {}

    private func hasResults(_ batch: Batch) -> Bool {
        do {
            return try outbox(batch).contains(.here)
        } catch let error as SystemError {
            return !error.isNotFound
        } catch {
            return true
        }
    }
}
