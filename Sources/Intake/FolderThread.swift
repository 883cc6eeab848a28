import Dispatch
import Folders
import Linux
import Model

/// Serves one watch folder on a thread of its own: a mount that does not answer holds up no other folder.
final class FolderThread: Sendable {
    private let mailbox = Mailbox<IntakeMessage>()
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread; `makeTracker` runs on it, and so does the first join of store and disk.
    init(steering reader: SteeringReader, _ makeTracker: @escaping @Sendable (SteeringDesk) -> FolderTracker) {
        BlockingThread.start("intake-folder") { [mailbox, ended] in
            let steering = SteeringDesk(reader: reader)
            let tracker = makeTracker(steering)
            tracker.recover(at: Clock.sinceBoot())
            while Self.turn(tracker, steering, mailbox) {}
            steering.close()
            ended.signal()
        }
    }

    /// Passes a message on.
    func put(_ message: IntakeMessage) { mailbox.put(message) }

    /// Lets the look in progress be the last.
    func close() { mailbox.close() }

    /// Waits for the end after `close`; not for ever, because its mount may hang.
    func join() { _ = ended.wait(timeout: .now() + .seconds(Limits.folderEndSeconds)) }

    private static func turn(
        _ tracker: FolderTracker, _ steering: SteeringDesk, _ mailbox: Mailbox<IntakeMessage>
    ) -> Bool {
        tracker.work(at: Clock.sinceBoot())
        steering.rest(at: Clock.sinceBoot())
        let next = [tracker.due, steering.due].compactMap(\.self).min()
        let messages = mailbox.take(timeout: next.map { max(.zero, $0 - Clock.sinceBoot()) })
        if mailbox.isClosed, messages.isEmpty { return false }
        for message in messages {
            switch message {
            case .look(let look): tracker.note(look, at: Clock.sinceBoot())
            case .retry(let id): tracker.retry(id, at: Clock.sinceBoot())
            case .supplemented: tracker.noteSupplement()
            case .stop: mailbox.close()
            }
        }
        return true
    }
}
