import Linux
import Logging
import Model
import Store
import Synchronization

/// Makes every change of a batch visible in its outbox, and the final status when everything else is.
///
/// It owns one thread, which `run` blocks. What it is told are hints: it reads store and disk, so that a lost hint or a
/// crash is made good by the next one. A full disk or a denied write is retried for as long as it lasts.
public final class Publisher: Sendable {
    private struct Hint: Equatable {
        var status: BatchStatus
        var phase: Batch.Phase
    }

    private let desk: Mutex<Desk>
    private let hints = Mutex<[String: Hint]>([:])
    private let mailbox = Mailbox<String>()

    /// - Parameters:
    ///   - store: the state of every batch.
    ///   - places: the held directories of a batch.
    ///   - beforeArchive: called when results are on disk, before the originals move; they stay while it throws.
    ///   - finished: called when a final status is visible.
    ///   - key: of the keyed hashes that stand for secrets in config.json.
    public convenience init(
        store: Store, places: @escaping @Sendable (Batch) throws -> BatchPlaces,
        beforeArchive: @escaping @Sendable (Batch) throws -> Void, finished: @escaping @Sendable (Batch) -> Void,
        key: [UInt8], logger: Logger
    ) {
        self.init(
            Surroundings(
                store: store, places: places, beforeArchive: beforeArchive, finished: finished, key: key,
                logger: logger, clock: { Clock.now() }, probe: { _ in }))
    }

    init(_ surroundings: Surroundings) { desk = Mutex(Desk(surroundings)) }

    /// Says that a batch changed; from any thread, cheap, and never waits for a disk.
    public func changed(_ batch: Batch) {
        let hint = Hint(status: batch.status, phase: batch.phase)
        let isNews = hints.withLock { hints in
            defer { hints[batch.id] = hint }
            return hints[batch.id] != hint
        }
        if isNews { mailbox.put(batch.id) }
    }

    /// Publishes until `close`; blocks its thread. Running batches are brought up to date before it returns.
    public func run() {
        while !mailbox.isClosed {
            _ = mailbox.take(timeout: desk.withLock { $0.due }.map { max(.zero, $0 - Clock.sinceBoot()) })
            if !mailbox.isClosed { work(at: Clock.sinceBoot()) }
        }
        desk.withLock { desk in
            takeHints(to: &desk)
            let start = Clock.sinceBoot()
            desk.flush(at: start) { Clock.sinceBoot() < start + Limits.flushTime }
        }
    }

    /// Ends `run` after the step in progress; what is left is found again at the next start.
    public func close() { mailbox.close() }

    /// Does everything that is due for one batch before it returns, and throws what stands in the way; for the one-shot
    /// command. A running batch is written at most once a second however often this is called.
    public func publishNow(_ id: String) throws {
        try desk.withLock { desk in try desk.publishDue(id, at: Clock.sinceBoot()) }
    }

    private func work(at now: Duration) {
        desk.withLock { desk in
            takeHints(to: &desk)
            let due = desk.dueBatches(at: now)
            // A hint stays until its batch is looked at, so that more of the same kind wake nobody; it goes before the
            // store is read, so that none is lost.
            hints.withLock { hints in
                for id in due { hints[id] = nil }
            }
            desk.write(due, at: now) { !mailbox.isClosed }
            desk.writePages(at: now)
        }
    }

    private func takeHints(to desk: inout Desk) {
        for (id, hint) in hints.withLock({ $0 }) { desk.changed(id, status: hint.status, phase: hint.phase) }
    }
}
