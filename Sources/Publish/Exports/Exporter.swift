import Folders
import Linux
import Logging
import Model
import Store
import Workers

/// Makes the exports that are wanted of finished batches, one after the other, with a worker of its own.
///
/// Owns the thread that `run` blocks. What it is told are hints: the store knows what is wanted and what was made, so
/// that a crash loses nothing and only leaves out what it can make again. A full disk is waited for.
public final class Exporter: Sendable {
    /// What exports need from the rest of the agent.
    struct Surroundings: Sendable {
        let store: Store
        let places: @Sendable (Batch) throws -> BatchPlaces
        let changed: @Sendable (Batch) -> Void
        let workers: WorkerSettings
        let logger: Logger
    }

    private let around: Surroundings
    private let mailbox = Mailbox<String>()

    /// - Parameters:
    ///   - places: the held directories of a batch.
    ///   - workers: how workers are started.
    ///   - changed: called when the events of a batch changed.
    public init(
        store: Store, places: @escaping @Sendable (Batch) throws -> BatchPlaces, workers: WorkerSettings,
        changed: @escaping @Sendable (Batch) -> Void, logger: Logger
    ) {
        around = Surroundings(store: store, places: places, changed: changed, workers: workers, logger: logger)
    }

    /// Says that exports of a batch may be due; from any thread.
    public func look(at batchID: String) { mailbox.put(batchID) }

    /// Makes what is due until `close`; blocks its thread. What an earlier run left is made first.
    public func run() {
        let slot = WorkerSlot(settings: around.workers)
        var queue = ExportQueue()
        queue.add(due(of: nil), at: Clock.sinceBoot())
        while !mailbox.isClosed {
            guard let next = queue.next(at: Clock.sinceBoot()) else {
                // Nobody waits: the worker goes, and nothing wakes this thread but a hint.
                slot.retire()
                let timeout = queue.due.map { max(.zero, $0 - Clock.sinceBoot()) }
                for id in Set(mailbox.take(timeout: timeout)) { queue.add(due(of: id), at: Clock.sinceBoot()) }
                continue
            }
            let isAgain = queue.isStuck(next)
            switch writing(next, slot).run(isAgain: isAgain) {
            case .settled: queue.remove(next)
            case .stuck: queue.postpone(next, at: Clock.sinceBoot())
            }
        }
        slot.retire()
    }

    /// Ends `run` at once; an export at work is made at the next start.
    public func close() { mailbox.close() }

    /// Makes everything that is due of one batch before it returns; for the one-shot command. Returns what could not be
    /// made, and why.
    public func exportNow(_ id: String) -> [(format: ExportFormat, reason: String)] {
        let slot = WorkerSlot(settings: around.workers)
        defer { slot.retire() }
        return due(of: id).compactMap { wanted in
            let writing = writing(wanted, slot)
            _ = writing.run(isAgain: false)
            return writing.refusal.map { (wanted.format, $0) }
        }
    }

    private func writing(_ wanted: WantedExport, _ slot: WorkerSlot) -> ExportWriting {
        ExportWriting(around: around, wanted: wanted, slot: slot, isCancelled: { [mailbox] in mailbox.isClosed })
    }

    private func due(of id: String?) -> [WantedExport] {
        do {
            return try around.store.dueExports(of: id)
        } catch {
            around.logger.error("The wanted exports cannot be read: \(error)")
            return []
        }
    }
}
