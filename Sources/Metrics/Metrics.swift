import Linux
import Logging
import Model
import Store
import Synchronization

/// Numbers about the agent for Prometheus: a text file that is written when something changed, and a port of loopback.
///
/// Owns the thread that `run` blocks and one that listens; neither wakes while nothing changes and nobody asks.
public final class Metrics: Sendable {
    private enum Word: Sendable {
        case changed
        case finished(String)
    }

    private struct State {
        var tally = Tally()
        var ledgerLine: Int64
    }

    private let settings: MetricsSettings
    private let store: Store
    private let surroundings: Surroundings
    private let logger: Logger
    private let started: Timestamp
    private let listener: MetricsListener?
    private let mailbox = Mailbox<Word>()
    /// True while a hint is on its way that nobody has read.
    private let isDirty = Atomic(false)
    private let state: Mutex<State>

    /// Takes the port, if the settings name one; nothing runs yet.
    public init(_ settings: MetricsSettings, store: Store, surroundings: Surroundings, logger: Logger) throws {
        self.settings = settings
        self.store = store
        self.surroundings = surroundings
        self.logger = logger
        started = surroundings.clock()
        state = Mutex(State(ledgerLine: try store.lastLedgerLine()))
        listener = try settings.listen.map { try MetricsListener($0) }
    }

    private var isWanted: Bool { settings.textfile != nil || settings.listen != nil }

    /// The port that is listened on; nil for none.
    public var port: UInt16? { listener?.port }

    /// Something changed; from any thread and cheap.
    public func changed() {
        guard settings.textfile != nil, !isDirty.exchange(true, ordering: .relaxed) else { return }
        mailbox.put(.changed)
    }

    /// A batch has its final status.
    public func finished(_ batch: Batch) {
        if isWanted { mailbox.put(.finished(batch.id)) }
    }

    /// Counts and writes until `close`; blocks its thread.
    public func run() {
        if let listener { BlockingThread.start("metrics http") { [self] in listener.run { page(for: $0) } } }
        var written: Duration?
        if settings.textfile != nil { changed() }
        while !mailbox.isClosed {
            count(mailbox.take())
            guard settings.textfile != nil else { continue }
            // Many changes at once are one page.
            if let written {
                let due = written + Limits.metricsPause
                while !mailbox.isClosed, Clock.sinceBoot() < due {
                    count(mailbox.take(timeout: due - Clock.sinceBoot()))
                }
            }
            isDirty.store(false, ordering: .relaxed)
            writeFile()
            written = Clock.sinceBoot()
        }
    }

    /// Ends `run`.
    public func close() {
        mailbox.close()
        listener?.close()
    }

    private func count(_ words: [Word]) {
        for case .finished(let id) in words {
            guard let batch = try? store.batch(id),
                let run = try? store.lastRun(of: id, bounds: Tally.bounds)
            else { continue }
            state.withLock { $0.tally.add(batch, run) }
        }
    }

    /// The page as it is now.
    func text() throws(StoreError) -> String {
        let last = try store.lastLedgerLine()
        let before = state.withLock { $0.ledgerLine }
        let uses = last > before ? try store.modelUse(after: before, through: last) : []
        let tally = state.withLock { state in
            // Somebody else may have counted the same lines meanwhile.
            if state.ledgerLine == before {
                for use in uses { state.tally.add(use) }
                state.ledgerLine = last
            }
            return state.tally
        }
        return Page(
            started: started, tally: tally, open: try store.openBatches(),
            backlog: try store.deliveryBacklog(), free: surroundings.freeBytes(),
            workers: surroundings.workers()
        ).text
    }

    private func writeFile() {
        guard let path = settings.textfile, let slash = path.lastIndex(of: "/") else { return }
        let name = BytePath(String(path[path.index(after: slash)...]))
        do {
            let directory = try Directory(path: slash == path.startIndex ? "/" : String(path[..<slash]))
            try directory.replace(name, with: Array(try text().utf8), mode: 0o644, durable: false)
        } catch {
            logger.error("The metrics cannot be written: \(error)")
        }
    }

    private func page(for path: String) -> MetricsListener.Answer {
        switch path {
        case "/metrics":
            guard let text = try? text() else { return .unavailable }
            return .text(text)
        case "/healthz": return (try? store.openBatches()) == nil ? .unavailable : .text("ok\n")
        default: return .unknown
        }
    }
}

extension Limits {
    /// Shortest time between two writings of the text file.
    static let metricsPause = Duration.seconds(15)
    /// Until somebody who asks for the page has asked, and has taken it.
    static let metricsPatience = Duration.seconds(2)
    /// Bytes of a question for the page.
    static let metricsQuestionBytes = 8192
}
