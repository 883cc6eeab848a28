import Dispatch
import Linux
import Logging
import Model
import Store
import Synchronization

/// Makes every change of a batch visible in its outbox, and the final status when everything else is.
///
/// It owns two threads: the one that `run` blocks, and another for batches so large that others would wait. What it is
/// told are hints: it reads store and disk, so that a lost hint or a crash is made good by the next one. A full disk or a denied write is retried for as long as it lasts.
public final class Publisher: Sendable {
    private struct Hint: Equatable {
        var status: BatchStatus
        var phase: Batch.Phase
    }

    private let desk: Mutex<Desk>
    private let hints = Mutex<[String: Hint]>([:])
    private let mailbox = Mailbox<String>()
    /// Batches whose files are written on a thread of their own.
    private let large = Mailbox<String>()

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

    /// Since when something waits that the stage has not looked at.
    public var unheardSince: Duration? { mailbox.unheardSince }

    /// Publishes until `close`; blocks its thread. Running batches are brought up to date before it returns.
    public func run() {
        let ended = DispatchSemaphore(value: 0)
        BlockingThread.start("publish large") { [self] in
            writeLarge()
            ended.signal()
        }
        while !mailbox.isClosed {
            _ = mailbox.take(timeout: desk.withLock { $0.due }.map { max(.zero, $0 - Clock.sinceBoot()) })
            if !mailbox.isClosed { work(at: Clock.sinceBoot()) }
        }
        large.close()
        ended.wait()
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

    // The files of a large batch take seconds; those of others must not wait for them.
    private func writeLarge() {
        while !large.isClosed {
            for id in large.take() where !mailbox.isClosed {
                guard var writing = desk.withLock({ $0.takeOut(id, at: Clock.sinceBoot()) }) else { continue }
                var failure: (any Error)?
                do {
                    try writing.run { folder in
                        try desk.withLock { try $0.writePage(of: folder, at: Clock.sinceBoot()) }
                    }
                } catch {
                    failure = error
                }
                let written = writing
                desk.withLock { $0.giveBack(written, after: failure, at: Clock.sinceBoot()) }
                // The other thread finds out what is due now.
                mailbox.put(id)
            }
        }
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
            for id in desk.write(due, at: now, while: { !mailbox.isClosed }) { large.put(id) }
            desk.writePages(at: now)
        }
    }

    private func takeHints(to desk: inout Desk) {
        for (id, hint) in hints.withLock({ $0 }) { desk.changed(id, status: hint.status, phase: hint.phase) }
    }
}
