import Curl
import Linux
import Model
import Synchronization

/// One question until it is answered or given up: its turns, attempts and changes.
///
/// Completes exactly once, on the thread of the exchange, or on the caller's when it ends at once.
final class Conversation<Reply: Sendable>: Sendable {
    private struct State {
        var dialect: Dialect
        /// True when the dialect differs from the lane's because of what the server takes.
        var hasLearnt = false
        var tally = AttemptTally()
        var usage = Usage()
        /// Of what runs.
        var ticket: Exchange.Ticket?
        /// Of the wait before another attempt.
        var alarm: Exchange.Ticket?
        var isCancelled = false
        var isOver = false
    }

    private let id: UInt64
    private let question: Question<Reply>
    private let lane: Lane
    private let key: ProviderKey?
    private let exchange: Exchange
    private let completion: @Sendable (ProviderOutcome<Reply>) -> Void
    private let state: Mutex<State>

    init(
        _ id: UInt64, _ question: Question<Reply>, _ lane: Lane, key: ProviderKey?, _ exchange: Exchange,
        _ completion: @escaping @Sendable (ProviderOutcome<Reply>) -> Void
    ) {
        self.id = id
        self.question = question
        self.lane = lane
        self.key = key ?? lane.provider.key
        self.exchange = exchange
        self.completion = completion
        state = Mutex(State(dialect: lane.dialect))
    }

    /// Waits for a turn.
    func begin(again: Bool = false) {
        lane.enter(id, first: again) { self.turn($0) }
        // It may have been cancelled while it was in no one's hands.
        if again, state.withLock({ $0.isCancelled }), lane.leave(id) {
            finish(.failure(Problem(.cancelled, "cancelled")))
        }
    }

    /// Ends it; what is under way only when that is meant too, else it has no further attempt.
    func cancel(underWay: Bool) {
        let (ticket, alarm) = state.withLock { state in
            state.isCancelled = true
            return (state.ticket, state.alarm)
        }
        if let alarm { exchange.cancel(alarm) }
        if lane.leave(id) || alarm != nil {
            finish(.failure(Problem(.cancelled, "cancelled")))
        } else if let ticket, underWay {
            exchange.cancel(ticket)
        }
    }

    private func turn(_ turn: Lane.Turn) {
        switch turn {
        case .full:
            finish(.failure(Problem(.rateLimited, "more than \(Limits.providerWaiting) requests wait for it")))
        case .held(let until):
            let time = Clock.now().adding(milliseconds: (until - Clock.sinceBoot()).milliseconds)
            finish(.failure(Problem(.rateLimited, "it takes no requests before \(time)")))
        case .go(let permit):
            guard !state.withLock({ $0.isCancelled }) else {
                lane.ended(permit)
                return finish(.failure(Problem(.cancelled, "cancelled")))
            }
            send(permit)
        }
    }

    private func send(_ permit: RequestLimiter.Permit) {
        let dialect = state.withLock { $0.dialect }
        let (contentType, body) = question.body(dialect)
        var request = HTTPRequest(.post, lane.provider.url(question.endpoint), body: body)
        request.prepare(for: lane.provider, key: key, contentType: contentType)
        let ticket = exchange.send(request) { self.answered(permit, $0) }
        let isCancelled = state.withLock { state in
            state.ticket = ticket
            return state.isCancelled
        }
        // It was cancelled between the turn and here.
        if isCancelled { exchange.cancel(ticket) }
    }

    private func answered(_ permit: RequestLimiter.Permit, _ result: Result<HTTPResponse, TransferError>) {
        state.withLock { $0.ticket = nil }
        switch result {
        case .failure(let error):
            lane.ended(permit)
            settle(Problem(error))
        case .success(let response): read(permit, response)
        }
    }

    private func read(_ permit: RequestLimiter.Permit, _ response: HTTPResponse) {
        let now = Clock.now()
        do throws(Problem) {
            let (reply, usage) = try question.read(try Envelope.read(response, now: now))
            let learnt = state.withLock { state in
                state.usage += usage
                state.tally.count += 1
                return state.hasLearnt ? state.dialect : nil
            }
            if let learnt { lane.remember(learnt) }
            lane.succeeded(permit, RateHeaders(response.head, now: now))
            finish(.success(reply))
        } catch {
            if case .whenThereIsRoom(let after) = error.remedy {
                lane.overloaded(permit, retryAfter: after, reason: hidden(error.message))
            } else {
                lane.ended(permit)
            }
            settle(error)
        }
    }

    /// Tries again after a problem, or ends with it.
    private func settle(_ problem: Problem) {
        let (step, isCancelled) = state.withLock { state in
            state.usage += problem.usage
            let adapted = problem.remedy == .otherwise ? question.adapt(problem.message, state.dialect) : nil
            let step = state.tally.next(after: problem, canAdapt: adapted != nil, jitter: .random(in: 0...1))
            if step == .adapt, let adapted {
                state.dialect = adapted
                state.hasLearnt = !Dialect.isAboutSchema(problem.message)
            }
            return (step, state.isCancelled)
        }
        if isCancelled { return finish(.failure(Problem(.cancelled, "cancelled"))) }
        switch step {
        case .giveUp: finish(.failure(problem))
        case .adapt, .enterAgain: begin(again: true)
        case .wait(let delay):
            let alarm = exchange.after(delay) {
                self.state.withLock { $0.alarm = nil }
                self.begin(again: true)
            }
            let isCancelled = state.withLock { state in
                state.alarm = alarm
                return state.isCancelled
            }
            if isCancelled { cancel(underWay: false) }
        }
    }

    private func finish(_ result: Result<Reply, Problem>) {
        let (tally, usage, wasOver) = state.withLock { state in
            defer { state.isOver = true }
            return (state.tally, state.usage, state.isOver)
        }
        guard !wasOver else { return }
        let outcome = result.mapError { failure($0, tally) }
        let model = question.model ?? (try? result.get()).flatMap(question.answering) ?? ""
        let cost = lane.provider.prices.cost(of: usage, model: model)
        completion(ProviderOutcome(result: outcome, usage: usage, cost: cost, attempts: tally.count))
    }

    private func failure(_ problem: Problem, _ tally: AttemptTally) -> Failure {
        var details: JSONObject = ["provider": .string(lane.provider.name), "model": .optional(question.model)]
        details["attempts"] = .array(tally.notes.map { .string(hidden($0)) })
        let message =
            problem.code == .cancelled
            ? "The request to the provider \(lane.provider.name) was cancelled."
            : "Provider \(lane.provider.name): \(hidden(problem.message))"
        return Failure(
            problem.code, message, stage: question.stage, details: details, resolution: problem.resolution)
    }

    private func hidden(_ text: String) -> String {
        key?.hidden(in: text) ?? text
    }
}

extension HTTPRequest {
    /// Key, limits and way of a provider.
    mutating func prepare(for provider: ProviderSettings, key: ProviderKey?, contentType: String?) {
        if let contentType { headers.append(HTTPHeader("Content-Type", contentType)) }
        headers.append(HTTPHeader("Accept", "application/json"))
        headers.append(HTTPHeader("User-Agent", "dropmill"))
        if let key { headers.append(HTTPHeader("Authorization", "Bearer \(key.text)")) }
        limits.connect = provider.connectTime
        limits.total = provider.answerTime
        limits.bodyBytes = Limits.providerAnswerBytes
        proxy = provider.proxy
        certificates = provider.certificates
    }
}
