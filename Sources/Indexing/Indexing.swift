import Collections
import Glibc
import Linux
import Logging
import Model
import Store
import Workers

/// Makes finished batches searchable, one after the other, when nothing waits for it.
///
/// What is to be done stands in the store, so that nothing is lost by a crash; what this stage is told are hints.
/// It has one worker of its own, which ends when there is nothing left, and gets less of the processor than results.
public final class Indexing: Sendable {
    private let store: Store
    private let shelf: CollectionShelf
    private let workers: WorkerSettings
    private let searchable: Set<String>
    private let outbox: @Sendable (Batch) throws -> Directory
    private let logger: Logger
    private let mailbox = Mailbox<Void>()

    /// - Parameters:
    ///   - stateDirectory: of the agent; collections lie below it.
    ///   - searchable: names of the folders whose documents are indexed.
    ///   - outbox: the directory of a batch in the outbox.
    public init(
        store: Store, stateDirectory: String, workers: WorkerSettings, searchable: Set<String>,
        outbox: @escaping @Sendable (Batch) throws -> Directory, logger: Logger
    ) {
        self.store = store
        shelf = CollectionShelf(stateDirectory: stateDirectory)
        self.workers = workers
        self.searchable = searchable
        self.outbox = outbox
        self.logger = logger
    }

    /// Says that the store may have something new to index; from any thread.
    public func wake() { mailbox.put(()) }

    /// Indexes until `close`; blocks its thread.
    public func run() {
        // Of this thread alone; the worker it starts has it, too.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Limits.indexingNiceness)
        let slot = WorkerSlot(settings: workers)
        defer { slot.retire() }
        var waiting: [String: Duration] = [:]
        var wait = Limits.firstIndexingWait
        while !mailbox.isClosed {
            let now = Clock.sinceBoot()
            waiting = waiting.filter { $0.value > now }
            switch step(slot, skipping: Set(waiting.keys)) {
            case .done: wait = Limits.firstIndexingWait
            case .failed(let id):
                waiting[id] = Clock.sinceBoot() + wait
                wait = min(wait * 2, Limits.longestIndexingWait)
            case .nothing:
                if mailbox.take(timeout: slot.introduction == nil ? .zero : Limits.indexingIdle).isEmpty {
                    slot.retire()
                    let next = waiting.values.min().map { max(.zero, $0 - Clock.sinceBoot()) }
                    if !mailbox.isClosed { _ = mailbox.take(timeout: next) }
                }
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

    private func step(_ slot: WorkerSlot, skipping waiting: Set<String>) -> Step {
        let task: IndexTask?
        do throws(StoreError) { task = try store.nextIndexTask(except: waiting) } catch {
            logger.error("Nothing is indexed now: \(error)")
            return .broken
        }
        guard let task else { return .nothing }
        do {
            try perform(task, slot)
            return .done
        } catch {
            logger.warning("\(task.batchID) is not indexed yet: \(error)")
            return .failed(task.batchID)
        }
    }

    private func perform(_ task: IndexTask, _ slot: WorkerSlot) throws {
        guard let batch = try store.batch(task.batchID), searchable.contains(batch.folder) else {
            return try store.finishIndexTask(task)
        }
        let indexer = BatchIndexer(
            store: store, shelf: shelf, slot: slot, outbox: outbox, isStopped: { [mailbox] in mailbox.isClosed },
            logger: logger)
        if task.isRemoval {
            try indexer.remove(batch)
        } else {
            // Where somebody removed the results there is nothing to search.
            guard hasResults(batch) else { return try store.finishIndexTask(task) }
            try indexer.add(batch, from: task.next) { try store.recordIndexed(task, before: $0) }
            if mailbox.isClosed { return }
        }
        try store.finishIndexTask(task)
    }

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
