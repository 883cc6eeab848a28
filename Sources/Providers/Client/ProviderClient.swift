import Curl
import Linux
import Model
import Synchronization

/// The providers of the settings: asks their models, no more at once than each takes, and again when that helps.
///
/// Made only when the settings are not offline: it starts libcurl and a thread. All functions may be called from any
/// thread. Completions come exactly once, on the client's thread or the one that asked or cancelled, and must be short.
public final class ProviderClient: Sendable {
    private struct LaneName: Hashable {
        var provider: String
        var model: String?
        var endpoint: String
    }

    private struct State {
        var lanes: [LaneName: Lane] = [:]
        var lastID: UInt64 = 0
        var holds: [String: ProviderHold] = [:]
        /// How to end each request that is not over.
        var running: [UInt64: ProviderCall] = [:]
    }

    private let providers: [String: ProviderSettings]
    private let exchange: Exchange
    private let holds: @Sendable (ProviderHold) -> Void
    private let state = Mutex(State())

    /// Starts the client; `holds` is told when a provider takes no more requests for a while.
    public init(
        _ providers: [ProviderSettings], holds: @escaping @Sendable (ProviderHold) -> Void = { _ in }
    ) throws(TransferError) {
        self.providers = Dictionary(providers.map { ($0.name, $0) }) { first, _ in first }
        self.holds = holds
        let exchange = try Exchange(idleConnections: Limits.providerIdleConnections)
        self.exchange = exchange
        BlockingThread.start("providers") { exchange.run() }
    }

    deinit { stop() }

    /// Ends all requests as `cancelled` and the thread.
    public func stop() {
        for call in state.withLock({ Array($0.running.values) }) { call.cancel() }
        exchange.stop()
    }

    /// Asks a model; with `key` in place of the provider's own.
    @discardableResult
    public func chat(
        _ request: ChatRequest, stage: Stage, key: ProviderKey? = nil,
        completion: @escaping @Sendable (ProviderOutcome<ChatReply>) -> Void
    ) -> ProviderCall {
        let model = request.model ?? providers[request.provider]?.model
        return ask(.chat(request, model: model, stage: stage), request.provider, key) { outcome in
            var outcome = outcome
            outcome.result = outcome.result.map { reply in
                var reply = reply
                reply.attempts = outcome.attempts
                return reply
            }
            completion(outcome)
        }
    }

    /// Turns texts into vectors, in as many requests as it takes.
    @discardableResult
    public func embed(
        _ request: EmbeddingRequest, stage: Stage = .embed, key: ProviderKey? = nil,
        completion: @escaping @Sendable (ProviderOutcome<EmbeddingReply>) -> Void
    ) -> ProviderCall {
        let settings = providers[request.provider]
        let model = request.model ?? settings?.embeddingModel ?? settings?.model
        let groups = EmbeddingEnvelope.groups(request.texts)
        let joined = VectorGroups(count: groups.count, model: model ?? "", stage: stage, completion)
        let calls = groups.enumerated().map { place, range in
            let question = Question.vectors(
                request.texts[range], model: model, dimensions: request.dimensions, stage: stage)
            return ask(question, request.provider, key) { joined.settle(place, $0) }
        }
        return ProviderCall { underWay in for call in calls { call.end(underWay) } }
    }

    /// Writes down what is said in a recording.
    @discardableResult
    public func transcribe(
        _ request: TranscriptionRequest, stage: Stage = .parse, key: ProviderKey? = nil,
        completion: @escaping @Sendable (ProviderOutcome<TranscriptionReply>) -> Void
    ) -> ProviderCall {
        let settings = providers[request.provider]
        let model = request.model ?? settings?.transcriptionModel ?? settings?.model
        return ask(.transcript(request, model: model, stage: stage), request.provider, key, completion)
    }

    /// Asks a provider once which models it has, as `doctor` does.
    public func probe(_ name: String, completion: @escaping @Sendable (Result<ProviderState, Failure>) -> Void) {
        guard let provider = providers[name] else { return completion(.failure(unknown(name, .detect))) }
        var request = HTTPRequest(.get, provider.url("models"))
        request.prepare(for: provider, key: provider.key, contentType: nil)
        request.limits.total = Limits.providerProbe
        let start = Clock.sinceBoot()
        exchange.send(request) { result in
            let time = (Clock.sinceBoot() - start).milliseconds
            completion(ProviderProbe.read(result, provider, milliseconds: time))
        }
    }

    /// The holds that last, one for each model that is held.
    public func currentHolds() -> [ProviderHold] {
        let now = Clock.now()
        return state.withLock { state in
            state.holds = state.holds.filter { $0.value.resumeAt > now }
            return state.holds.values.sorted { ($0.provider, $0.model) < ($1.provider, $1.model) }
        }
    }

    private func ask<Reply>(
        _ question: Question<Reply>, _ name: String, _ key: ProviderKey? = nil,
        _ completion: @escaping @Sendable (ProviderOutcome<Reply>) -> Void
    ) -> ProviderCall {
        guard let provider = providers[name] else {
            let failure = unknown(name, question.stage)
            completion(ProviderOutcome(result: .failure(failure), usage: Usage(), cost: nil, attempts: 0))
            return ProviderCall { _ in }
        }
        let (id, lane) = state.withLock { state in
            state.lastID += 1
            let laneName = LaneName(provider: name, model: question.model, endpoint: question.endpoint)
            let lane =
                state.lanes[laneName]
                ?? Lane(provider, model: question.model, exchange) { [weak self] in self?.keep($0) }
            state.lanes[laneName] = lane
            return (state.lastID, lane)
        }
        let conversation = Conversation(id, question, lane, key: key, exchange) { [weak self] outcome in
            self?.forget(id)
            completion(outcome)
        }
        let call = ProviderCall { conversation.cancel(underWay: $0) }
        state.withLock { $0.running[id] = call }
        conversation.begin()
        return call
    }

    private func forget(_ id: UInt64) {
        _ = state.withLock { $0.running.removeValue(forKey: id) }
    }

    private func keep(_ hold: ProviderHold) {
        state.withLock { $0.holds[hold.provider + "\n" + hold.model] = hold }
        holds(hold)
    }

    private func unknown(_ name: String, _ stage: Stage) -> Failure {
        Failure(
            .validationError, "There is no provider \"\(printable(name))\" in the settings.", stage: stage,
            resolution: "Name one of: \(providers.keys.sorted().joined(separator: ", ")).")
    }
}
