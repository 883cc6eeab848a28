import CCurl
import Synchronization

/// Many transfers on one thread (libcurl's multi interface), and actions that wait for their time.
///
/// `send`, `after`, `cancel` and `stop` may be called from any thread. Completions and actions run on the thread that
/// runs `run`; they must be short and must not block. Each completion is called exactly once, whatever happens.
public final class Exchange: Sendable {
    /// Names what was sent or put off, for `cancel`.
    public struct Ticket: Sendable, Hashable {
        let number: UInt64
    }

    public typealias Completion = @Sendable (Result<HTTPResponse, TransferError>) -> Void

    struct Arrival: Sendable {
        let ticket: Ticket
        let request: HTTPRequest
        let completion: Completion
    }

    struct Timer: Sendable {
        let ticket: Ticket
        let time: ContinuousClock.Instant
        let action: @Sendable () -> Void
    }

    /// What other threads leave for the thread of the exchange.
    struct Inbox: Sendable {
        var nextNumber: UInt64 = 1
        var arrivals: [Arrival] = []
        var timers: [Timer] = []
        var cancelled: [Ticket] = []
        var isStopped = false
    }

    let inbox = Mutex(Inbox())
    let multi: MultiHandle

    /// Makes an exchange that keeps so many connections for later requests; `run` must be called once, on a thread.
    public init(idleConnections: Int = 64) throws(TransferError) {
        multi = try MultiHandle(idleConnections: idleConnections)
    }

    /// Sends a request.
    @discardableResult
    public func send(_ request: HTTPRequest, _ completion: @escaping Completion) -> Ticket {
        let (ticket, isStopped) = inbox.withLock { inbox in
            let ticket = inbox.takeTicket()
            if !inbox.isStopped {
                inbox.arrivals.append(Arrival(ticket: ticket, request: request, completion: completion))
            }
            return (ticket, inbox.isStopped)
        }
        if isStopped {
            completion(.failure(.stopped))
        } else {
            multi.wake()
        }
        return ticket
    }

    /// Runs an action after a time; not at all when the exchange is stopped before.
    @discardableResult
    public func after(_ delay: Duration, _ action: @escaping @Sendable () -> Void) -> Ticket {
        let time = ContinuousClock.now + delay
        let ticket = inbox.withLock { inbox in
            let ticket = inbox.takeTicket()
            inbox.timers.append(Timer(ticket: ticket, time: time, action: action))
            return ticket
        }
        multi.wake()
        return ticket
    }

    /// Ends a transfer as `cancelled`, or forgets an action; nothing when it is over.
    public func cancel(_ ticket: Ticket) {
        inbox.withLock { $0.cancelled.append(ticket) }
        multi.wake()
    }

    /// Ends all transfers as `stopped` and makes `run` return.
    public func stop() {
        inbox.withLock { $0.isStopped = true }
        multi.wake()
    }

    /// Runs transfers and actions until `stop`; waits without waking while there is nothing to do.
    public func run() {
        var loop = Loop(self)
        while loop.turn() {}
    }
}

extension Exchange.Inbox {
    mutating func takeTicket() -> Exchange.Ticket {
        defer { nextNumber += 1 }
        return Exchange.Ticket(number: nextNumber)
    }

    /// Everything there is; numbers and the stop stay.
    mutating func takeAll() -> Exchange.Inbox {
        defer {
            arrivals = []
            timers = []
            cancelled = []
        }
        return self
    }
}

extension TransferError {
    static let stopped = TransferError(.stopped, "the agent is stopping")
}
