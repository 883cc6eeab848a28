import Dispatch
import Linux
import Synchronization

/// Work on the disk beside the watcher, on a thread of its own.
final class BackgroundWriter: Sendable {
    private let ended = DispatchSemaphore(value: 0)
    private let hasFailed = Mutex(false)

    func start(_ body: @escaping @Sendable () throws -> Void) {
        BlockingThread.start("writer") { [self] in
            do { try body() } catch { hasFailed.withLock { $0 = true } }
            ended.signal()
        }
    }

    /// Waits for the end; false when the work failed.
    func wait() -> Bool {
        ended.wait()
        return hasFailed.withLock { !$0 }
    }
}
