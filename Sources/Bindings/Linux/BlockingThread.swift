import CLinux
import Dispatch
import Synchronization

/// Runs blocking code on a thread of its own, so that the cooperative pool never waits for a disk.
public enum BlockingThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread with a name of at most 15 bytes.
    public static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let context = Unmanaged.passRetained(Body(body)).toOpaque()
        let result = clinux_start_thread(name, context) { context in
            guard let context else { return }
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        }
        precondition(result == 0, "no thread could be started for \(name)")
    }
}

/// A queue between threads: any thread puts, one thread takes.
///
/// Losing what is in it loses nothing: every content is a hint, the store and the disk are the truth.
public final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages: [Message] = []
        var isClosed = false
        var isSignalled = false
        /// When the first of the messages was put.
        var since: Duration?
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    public init() {}

    /// Adds a message; ignored once the mailbox is closed.
    public func put(_ message: Message) {
        let wakes = state.withLock { state in
            guard !state.isClosed else { return false }
            if state.messages.isEmpty { state.since = Clock.sinceBoot() }
            state.messages.append(message)
            defer { state.isSignalled = true }
            return !state.isSignalled
        }
        if wakes { signal.signal() }
    }

    /// Wakes the taker for good; messages that are in it are still handed out.
    public func close() {
        let wakes = state.withLock { state in
            state.isClosed = true
            defer { state.isSignalled = true }
            return !state.isSignalled
        }
        if wakes { signal.signal() }
    }

    /// True once `close` was called.
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Waits for messages, at most for `timeout` (nil: for ever), and takes all there are; empty on time-out or close.
    public func take(timeout: Duration? = nil) -> [Message] {
        let waits = state.withLock { $0.messages.isEmpty && !$0.isClosed }
        if waits {
            if let timeout {
                let nanoseconds = max(0, timeout / .nanoseconds(1))
                _ = signal.wait(timeout: .now() + .nanoseconds(Int(min(nanoseconds, 1e17))))
            } else {
                signal.wait()
            }
        }
        return state.withLock { state in
            // A signal that was given but not waited for must not wake the next wait for nothing.
            if state.isSignalled, !waits { _ = signal.wait(timeout: .now()) }
            state.isSignalled = state.isClosed
            defer {
                state.messages = []
                state.since = nil
            }
            return state.messages
        }
    }

    /// Since when something is in it that nobody took, as a time since boot: the taker is busy, or hangs.
    public var unheardSince: Duration? { state.withLock { $0.since } }
}
