import Curl
import Linux
import Model
import Synchronization

/// One download under way: does what `Download` decides, with clock, network and disk.
final class FetchRun: Sendable {
    private struct State {
        var download: Download
        var began: ContinuousClock.Instant?
        /// The transfer or the wait that is under way.
        var pending: Exchange.Ticket?
        var isOver = false
    }

    private let state: Mutex<State>
    private let file: File
    private let exchange: Exchange
    private let completion: Fetcher.Completion

    init(_ download: Download, _ file: File, _ exchange: Exchange, _ completion: @escaping Fetcher.Completion) {
        state = Mutex(State(download: download))
        self.file = file
        self.exchange = exchange
        self.completion = completion
    }

    func begin() {
        perform(
            state.withLock { state in
                state.began = .now
                return state.download.begin()
            })
    }

    func cancel() {
        let pending = state.withLock { $0.pending }
        finish(.failure(FetchFailure.cancelled()))
        if let pending { exchange.cancel(pending) }
    }

    private func perform(_ action: Download.Action) {
        guard !state.withLock({ $0.isOver }) else { return }
        switch action {
        case .finish(let result): finish(result)
        case .wait(let time):
            pend(exchange.after(time) { self.perform(self.state.withLock { $0.download.resume() }) })
        case .ask(let ask):
            pend(exchange.send(request(ask)) { self.ended($0) })
        }
    }

    private func pend(_ ticket: Exchange.Ticket) {
        let isOver = state.withLock { state in
            state.pending = ticket
            return state.isOver
        }
        // Cancelled in the meantime, when there was no ticket to cancel yet.
        if isOver { exchange.cancel(ticket) }
    }

    private func finish(_ result: Result<FetchedFile, Failure>) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { completion(result) }
    }

    private func ended(_ result: Result<HTTPResponse, TransferError>) {
        var failure: TransferError?
        if case .failure(let error) = result { failure = error }
        let action = state.withLock { state in
            state.download.ended(failure, elapsed: Self.elapsed(state), jitter: Double.random(in: 0...1))
        }
        perform(action)
    }

    private static func elapsed(_ state: State) -> Duration { state.began.map { .now - $0 } ?? .zero }

    private func request(_ ask: Download.Ask) -> HTTPRequest {
        let (settings, elapsed) = state.withLock { ($0.download.settings, Self.elapsed($0)) }
        var request = HTTPRequest(.get, ask.address.text, headers: ask.headers)
        if let server = ask.signing, let keys = server.keys {
            let signature = S3Signature(settings: server, keys: keys, time: Clock.now())
            request.headers += signature.headers(for: ask.address).map { HTTPHeader($0.name, $0.value) }
        }
        request.firstByte = ask.firstByte
        request.proxy = settings.proxy
        request.certificates = settings.certificates
        request.limits.connect = settings.patience.connect
        request.limits.total = max(.milliseconds(1), settings.patience.total - elapsed)
        request.limits.slowBytes = Limits.fetchSlowBytes
        request.limits.slowFor = settings.patience.silence
        // Counted by the download, which knows what an answer is for.
        request.limits.bodyBytes = .max / 2
        if settings.proxy == nil {
            request.acceptsAddress = { address in self.state.withLock { $0.download.connecting(to: address) } }
        }
        request.responded = { head in self.responded(head) }
        request.received = { bytes in self.received(bytes) }
        return request
    }

    private func responded(_ head: HTTPHead) -> Bool {
        let use = state.withLock { $0.isOver ? .decline : $0.download.responded(head) }
        guard use == .replace else { return use == .append }
        return written { () throws(SystemError) in
            try file.truncate(to: 0)
            try file.seek(to: 0)
        }
    }

    private func received(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard state.withLock({ !$0.isOver && $0.download.received(bytes.count) }) else { return false }
        return written { () throws(SystemError) in try file.write(Array(bytes)) }
    }

    private func written(_ write: () throws(SystemError) -> Void) -> Bool {
        do throws(SystemError) {
            try write()
            return true
        } catch {
            state.withLock { $0.download.verdict = FetchFailure.notWritten(error) }
            return false
        }
    }
}
