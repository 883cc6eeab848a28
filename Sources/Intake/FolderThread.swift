import Dispatch
import Folders
import Linux
import Model

/// Serves one watch folder on a thread of its own: a mount that does not answer holds up no other folder.
final class FolderThread: Sendable {
    private let mailbox = Mailbox<IntakeMessage>()
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread; `makeTurns` runs on it, and with it the first join of store and disk.
    init(_ makeTurns: @escaping @Sendable (Mailbox<IntakeMessage>) -> FolderTurns) {
        BlockingThread.start("intake-folder") { [mailbox, ended] in
            makeTurns(mailbox).run()
            ended.signal()
        }
    }

    /// Passes a message on.
    func put(_ message: IntakeMessage) { mailbox.put(message) }

    /// Lets the look in progress be the last.
    func close() { mailbox.close() }

    /// Waits for the end after `close`; not for ever, because its mount may hang.
    func join() { _ = ended.wait(timeout: .now() + .seconds(Limits.folderEndSeconds)) }
}

/// What the thread of one watch folder does in turn: what is due, then what it is told.
final class FolderTurns {
    private let tracker: FolderTracker
    private let steering: SteeringDesk
    private let mailbox: Mailbox<IntakeMessage>
    private var departures: Departures
    private let lookBack: (String) -> Bool
    /// Hints about a tree that is being looked at wait until the look is over.
    private var deferred: [IntakeMessage] = []

    init(
        _ tracker: FolderTracker, _ steering: SteeringDesk, _ mailbox: Mailbox<IntakeMessage>,
        _ departures: Departures, lookBack: @escaping (String) -> Bool
    ) {
        self.tracker = tracker
        self.steering = steering
        self.mailbox = mailbox
        self.departures = departures
        self.lookBack = lookBack
        tracker.interlude.body = { [unowned self] in interlude() }
    }

    /// Serves until the mailbox is closed and empty.
    func run() {
        while turn() {}
        steering.close()
    }

    private func turn() -> Bool {
        tracker.work(at: Clock.sinceBoot())
        for id in departures.take(at: Clock.sinceBoot()) where lookBack(id) { tracker.noteSupplement() }
        steering.rest(at: Clock.sinceBoot())
        let next = [tracker.due, steering.due, departures.due].compactMap(\.self).min()
        let wait = deferred.isEmpty ? next.map { max(.zero, $0 - Clock.sinceBoot()) } : .zero
        let messages = deferred + mailbox.take(timeout: wait)
        deferred = []
        if mailbox.isClosed, messages.isEmpty { return false }
        for message in messages { take(message) }
        return true
    }

    // In a break of a long look: what is small goes on.
    private func interlude() {
        for message in mailbox.take(timeout: .zero) {
            if case .look(let look) = message, tracker.isAboutBusy(look) {
                deferred.append(message)
            } else {
                take(message)
            }
        }
        tracker.workAside(at: Clock.sinceBoot())
    }

    private func take(_ message: IntakeMessage) {
        let now = Clock.sinceBoot()
        switch message {
        case .look(let look): tracker.note(look, at: now)
        case .retry(let id): tracker.retry(id, at: now)
        case .supplemented: tracker.noteSupplement()
        case .finished(_, let id): departures.add(id, since: now, at: now)
        case .unpacked(let report): tracker.take(report, at: now)
        case .stop: mailbox.close()
        }
    }
}
