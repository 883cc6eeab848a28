import Model
import Synchronization

/// Joins the vectors of several requests; the first failure is the failure of all.
final class VectorGroups: Sendable {
    private struct State {
        var groups: [[[Float]]?]
        var left: Int
        var failure: Failure?
        var usage = Usage()
        var cost: Money? = .zero
        var attempts = 0
    }

    private let model: String
    private let stage: Stage
    private let completion: @Sendable (ProviderOutcome<EmbeddingReply>) -> Void
    private let state: Mutex<State>

    init(
        count: Int, model: String, stage: Stage,
        _ completion: @escaping @Sendable (ProviderOutcome<EmbeddingReply>) -> Void
    ) {
        self.model = model
        self.stage = stage
        self.completion = completion
        state = Mutex(State(groups: Array(repeating: nil, count: count), left: count))
        if count == 0 { finish() }
    }

    func settle(_ place: Int, _ outcome: ProviderOutcome<[[Float]]>) {
        let isLast = state.withLock { state in
            switch outcome.result {
            case .success(let vectors): state.groups[place] = vectors
            case .failure(let failure): state.failure = state.failure ?? failure
            }
            state.usage += outcome.usage
            state.cost = state.cost.flatMap { sum in outcome.cost.map { sum + $0 } }
            state.attempts += outcome.attempts
            state.left -= 1
            return state.left == 0
        }
        if isLast { finish() }
    }

    private func finish() {
        let outcome = state.withLock { state in
            ProviderOutcome(result: result(state), usage: state.usage, cost: state.cost, attempts: state.attempts)
        }
        completion(outcome)
    }

    private func result(_ state: State) -> Result<EmbeddingReply, Failure> {
        if let failure = state.failure { return .failure(failure) }
        let vectors = state.groups.flatMap { $0 ?? [] }
        let lengths = Set(vectors.map(\.count))
        guard lengths.count <= 1 else {
            return .failure(
                Failure(.providerError, "The model \(model) gave vectors of different lengths.", stage: stage))
        }
        return .success(EmbeddingReply(vectors: vectors, model: model))
    }
}
