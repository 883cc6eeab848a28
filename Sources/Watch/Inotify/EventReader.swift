import Dispatch
import Linux
import Model
import Synchronization

/// Drains inotify on a thread of its own and parses nothing, so that the kernel's queue stays short.
final class EventReader: Sendable {
    /// What the watcher thread gets to hear.
    enum Message: Sendable {
        /// The records of one read.
        case events([UInt8])
        /// Records were dropped, because too many wait.
        case dropped
        /// No more events will come.
        case failed(SystemError)
    }

    private struct Backlog {
        var bytes = 0
        var isDropping = false
    }

    /// Where watches are added.
    let inotify: Inotify
    private let source: Inotify
    private let backlog = Mutex(Backlog())
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the thread; `deliver` is called on it. Tests read the events of another instance, which has none.
    init(_ inotify: Inotify, reads source: Inotify? = nil, deliver: @escaping @Sendable (Message) -> Void) {
        self.inotify = inotify
        self.source = source ?? inotify
        BlockingThread.start("watch-reader") { [self] in
            read(deliver)
            ended.signal()
        }
    }

    private func read(_ deliver: (Message) -> Void) {
        do throws(SystemError) {
            while let records = try source.read() {
                let message: Message? = backlog.withLock { backlog in
                    guard backlog.bytes + records.count <= Limits.watchBacklogBytes else {
                        defer { backlog.isDropping = true }
                        return backlog.isDropping ? nil : .dropped
                    }
                    backlog.bytes += records.count
                    return .events(records)
                }
                if let message { deliver(message) }
            }
        } catch {
            deliver(.failed(error))
        }
    }

    /// Says that a message was dealt with and makes room for more.
    func finished(_ message: Message) {
        backlog.withLock { backlog in
            switch message {
            case .events(let records): backlog.bytes -= records.count
            case .dropped: backlog.isDropping = false
            case .failed: break
            }
        }
    }

    /// Ends the thread and waits for its end.
    func stop() {
        source.stop()
        ended.wait()
    }
}
