import Model
import Providers
import Synchronization

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
        _ request: ChatRequest, key: String?, done: @escaping @Sendable (ErrandAnswer) -> Void
    ) -> ErrandTicket {
        let ticket = state.withLock { state in
            state.last += 1
            return state.last
        }
        let call = client.chat(request, stage: .extract, key: key.flatMap { ProviderKey($0) }) { [self] outcome in
            state.withLock { state in
                if state.calls.removeValue(forKey: ticket) == nil { state.over.insert(ticket) }
            }
            let model = (try? outcome.result.get())?.model
            let spending = Spending(usage: outcome.usage, cost: outcome.cost ?? .zero, model: model)
            done(ErrandAnswer(outcome.result, spending: spending))
        }
        state.withLock { state in
            // It may be over before it is known.
            if state.over.remove(ticket) == nil { state.calls[ticket] = call }
        }
        return ticket
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

    public func stop() { client.stop() }
}
