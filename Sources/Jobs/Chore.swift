import Dispatch
import Linux
import Synchronization
import Workers

/// Something short that needs a worker for a moment and that nobody waits for; it is done while no item needs the lane.
final class Chore: Sendable {
    /// When it was asked for.
    let since = Clock.sinceBoot()
    private let use: @Sendable (WorkerSlot) -> Void
    private let isDone = Mutex(false)
    private let over = DispatchSemaphore(value: 0)

    init(_ use: @escaping @Sendable (WorkerSlot) -> Void) { self.use = use }

    /// Does it, on the thread of a lane.
    func perform(with slot: WorkerSlot) {
        use(slot)
        isDone.withLock { $0 = true }
        over.signal()
    }

    /// It will not be done.
    func drop() { over.signal() }

    /// Waits for its end; false when it was not done.
    func wait() -> Bool {
        over.wait()
        return isDone.withLock { $0 }
    }
}
