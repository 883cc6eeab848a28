import Curl
import Linux
import Model
import Synchronization

/// Downloads files for rows of manifests, many at a time, on the thread of an exchange.
///
/// Under `offline: true` there is none. Completions run on that thread or on the one that cancels, exactly once each,
/// and must be short.
public final class Fetcher: Sendable {
    /// Names a download, for `cancel`.
    public struct Ticket: Sendable, Hashable {
        let number: UInt64
    }

    public typealias Completion = @Sendable (Result<FetchedFile, Failure>) -> Void

    private struct State: Sendable {
        var nextNumber: UInt64 = 1
        var queue = FetchQueue<Ticket>()
        var runs: [Ticket: FetchRun] = [:]
        var isStopped = false
    }

    private let settings: FetchSettings
    private let exchange: Exchange
    private let state = Mutex(State())

    /// Makes a fetcher; somebody else runs the exchange.
    public init(_ settings: FetchSettings, over exchange: Exchange) {
        self.settings = settings
        self.exchange = exchange
    }

    /// Downloads into an empty file that is open for writing. It holds the whole file after success, and anything
    /// after a failure.
    @discardableResult
    public func fetch(_ request: FetchRequest, into file: File, _ completion: @escaping Completion) -> Ticket {
        let ticket = state.withLock { state in
            defer { state.nextNumber += 1 }
            return Ticket(number: state.nextNumber)
        }
        let run = FetchRun(Download(request, settings), file, exchange) { result in
            self.ended(ticket)
            completion(result)
        }
        let isStopped = state.withLock { state in
            guard !state.isStopped else { return true }
            state.runs[ticket] = run
            state.queue.add(ticket, host: request.host)
            return false
        }
        if isStopped { run.cancel() } else { beginNext() }
        return ticket
    }

    /// Ends a download as `cancelled`; nothing when it is over.
    public func cancel(_ ticket: Ticket) {
        state.withLock { $0.runs[ticket] }?.cancel()
    }

    /// Ends all downloads as `cancelled`, and each that is begun later.
    public func stop() {
        let runs = state.withLock { state in
            state.isStopped = true
            return Array(state.runs.values)
        }
        for run in runs { run.cancel() }
    }

    private func ended(_ ticket: Ticket) {
        state.withLock { state in
            state.runs[ticket] = nil
            state.queue.remove(ticket)
        }
        beginNext()
    }

    private func beginNext() {
        while let run = state.withLock({ state in state.queue.next().flatMap { state.runs[$0] } }) { run.begin() }
    }
}

extension FetchRequest {
    /// Whose load a download is.
    fileprivate var host: String {
        switch source {
        case .url(let text): (try? WebAddress(text))?.host ?? ""
        case .s3: "s3"
        }
    }
}
