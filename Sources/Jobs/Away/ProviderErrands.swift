import Model
import Providers
import Synchronization
import WorkerProtocol

/// Asks the providers of the settings.
public final class ProviderErrands: Errands {
    private struct State {
        var last: ErrandTicket = 0
        /// Questions that are not over.
        var calls: [ErrandTicket: ProviderCall] = [:]
        var over: Set<ErrandTicket> = []
    }

    private let client: ProviderClient
    private let names: [String]
    private let prices: [String: PriceTable]
    private let state = Mutex(State())

    /// - Parameter providers: those of the client, the default one first.
    public init(_ client: ProviderClient, providers: [ProviderSettings]) {
        self.client = client
        names = providers.map(\.name)
        prices = Dictionary(providers.map { ($0.name, $0.prices) }) { first, _ in first }
    }

    public func provider(named name: String?) -> String? {
        guard let name else { return names.first }
        return names.contains(name) ? name : nil
    }

    public func ask(
        _ request: ErrandRequest, key: String?, done: @escaping @Sendable (ErrandAnswer) -> Void
    ) -> ErrandTicket {
        let key = key.flatMap { ProviderKey($0) }
        return begin(done) { finish in
            switch request {
            case .chat(let request): client.chat(request, stage: .extract, key: key, completion: finish)
            case .vectors(let request):
                client.embed(request, key: key) { outcome in
                    finish(
                        outcome.map { reply in
                            ChatReply(
                                content: VectorList.encode(reply.vectors), finishReason: "stop", model: reply.model,
                                usage: outcome.usage)
                        })
                }
            }
        }
    }

    public func transcribe(
        _ request: TranscriptionRequest, key: String?, done: @escaping @Sendable (ErrandAnswer) -> Void
    ) -> ErrandTicket {
        begin(done) { finish in
            client.transcribe(request, key: key.flatMap { ProviderKey($0) }) { outcome in
                finish(outcome.map { $0.chatReply(outcome.usage) })
            }
        }
    }

    private func begin(
        _ done: @escaping @Sendable (ErrandAnswer) -> Void,
        _ call: (@escaping @Sendable (ProviderOutcome<ChatReply>) -> Void) -> ProviderCall
    ) -> ErrandTicket {
        let ticket = newTicket()
        let begun = call { [self] outcome in
            forget(ticket)
            let model = (try? outcome.result.get())?.model
            let spending = Spending(usage: outcome.usage, cost: outcome.cost ?? .zero, model: model)
            done(ErrandAnswer(outcome.result, spending: spending))
        }
        remember(begun, ticket)
        return ticket
    }

    private func newTicket() -> ErrandTicket {
        state.withLock { state in
            state.last += 1
            return state.last
        }
    }

    private func remember(_ call: ProviderCall, _ ticket: ErrandTicket) {
        state.withLock { state in
            // It may be over before it is known.
            if state.over.remove(ticket) == nil { state.calls[ticket] = call }
        }
    }

    private func forget(_ ticket: ErrandTicket) {
        state.withLock { state in
            if state.calls.removeValue(forKey: ticket) == nil { state.over.insert(ticket) }
        }
    }

    public func withdraw(_ ticket: ErrandTicket) {
        state.withLock { $0.calls[ticket] }?.withdraw()
    }

    public func price(provider: String, model: String?, inputTokens: Int64, outputTokens: Int64) -> Money {
        var usage = Usage()
        usage.inputTokens = inputTokens
        usage.outputTokens = outputTokens
        return prices[provider]?.cost(of: usage, model: model ?? "") ?? .zero
    }

    public func price(provider: String, model: String?, seconds: Double) -> Money {
        var usage = Usage()
        usage.audioSeconds = seconds
        return prices[provider]?.cost(of: usage, model: model ?? "") ?? .zero
    }

    public func stop() { client.stop() }
}
