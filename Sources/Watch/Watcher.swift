import Linux
import Logging
import Model
import Synchronization

/// The watch stage: says where to look, and loses nothing that a later walk would not find.
///
/// `run` blocks on a thread of its own until `close`; every other member may be called from any thread and returns at
/// once. Hints come on the thread of `run`, so `output` must be quick. Hints are not the truth: the walk is.
public final class Watcher: Sendable {
    private enum Message: Sendable {
        case add(WatchedPlace, path: String, below: BytePath, policy: WatchPolicy)
        case remove(WatchedPlace)
        case busy(WatchedPlace, Bool)
        case reader(EventReader.Message)
    }

    private let output: @Sendable (LookHere) -> Void
    private let logger: Logger
    private let seams: Lookout.Seams
    private let mailbox = Mailbox<Message>()
    private let reports = Mutex<[WatchedPlace: BackendReport]>([:])

    /// `output` gets every hint.
    public convenience init(output: @escaping @Sendable (LookHere) -> Void, logger: Logger) {
        self.init(output: output, logger: logger, seams: Lookout.Seams())
    }

    init(output: @escaping @Sendable (LookHere) -> Void, logger: Logger, seams: Lookout.Seams) {
        self.output = output
        self.logger = logger
        self.seams = seams
    }

    /// Watches a directory by its absolute path: an inbox with all below it, a control directory alone.
    ///
    /// `below` leads from there to the directory, byte for byte, for names that people chose.
    /// A `.rescan` hint follows as soon as it is watched, a `.lost` hint when it cannot be reached.
    public func add(_ place: WatchedPlace, path: String, below: BytePath = .here, policy: WatchPolicy) {
        mailbox.put(.add(place, path: path, below: below, policy: policy))
    }

    /// Watches a place no longer.
    public func remove(_ place: WatchedPlace) { mailbox.put(.remove(place)) }

    /// Says that something at a place is unsettled, so that a polled place is looked at more often.
    public func setBusy(_ place: WatchedPlace, _ isBusy: Bool) { mailbox.put(.busy(place, isBusy)) }

    /// How a place is watched and why; nil for a place that is not registered, or not yet looked at.
    public func report(of place: WatchedPlace) -> BackendReport? { reports.withLock { $0[place] } }

    /// Watches until `close`.
    public func run() {
        let lookout = Lookout(
            logger: logger, seams: seams,
            openReader: { [mailbox] () throws(SystemError) in
                EventReader(try Inotify()) { mailbox.put(.reader($0)) }
            }, emit: output)
        while !mailbox.isClosed {
            let wait = lookout.deadline.map { max(.zero, $0 - Clock.sinceBoot()) }
            let messages = mailbox.take(timeout: wait)
            guard !mailbox.isClosed else { break }
            for message in messages { handle(message, lookout) }
            lookout.tick(now: Clock.sinceBoot())
            publishReports(of: lookout)
            lookout.endTurn()
        }
        lookout.stop()
    }

    /// Makes `run` return.
    public func close() { mailbox.close() }

    private func handle(_ message: Message, _ lookout: Lookout) {
        let now = Clock.sinceBoot()
        switch message {
        case .add(let place, let path, let below, let policy):
            lookout.add(place, path: path, below: below, policy: policy, now: now)
        case .remove(let place): lookout.remove(place)
        case .busy(let place, let isBusy): lookout.setBusy(place, isBusy, now: now)
        case .reader(let message): lookout.take(message, now: now)
        }
    }

    private func publishReports(of lookout: Lookout) {
        guard !lookout.touched.isEmpty else { return }
        let current = lookout.touched.map { ($0, lookout.report(of: $0)) }
        reports.withLock { reports in
            for (place, report) in current { reports[place] = report }
        }
    }
}
