import Model
import Providers

/// Names a question that was asked.
public typealias ErrandTicket = UInt64

/// Asks models for items that wait; nothing here blocks its caller, and nothing is a thread per request.
public protocol Errands: Sendable {
    /// The name of a provider, of the default one for nil; nil when there is none of that name.
    func provider(named name: String?) -> String?

    /// Begins to ask. `done` is called once, from any thread, also after `withdraw`.
    func ask(_ request: ErrandRequest, key: String?, done: @escaping @Sendable (ErrandAnswer) -> Void) -> ErrandTicket

    /// Begins to ask what is said in a recording; the content of the answer is the JSON of the transcript.
    func transcribe(
        _ request: TranscriptionRequest, key: String?, done: @escaping @Sendable (ErrandAnswer) -> Void
    ) -> ErrandTicket

    /// Ends a question that was not sent yet, or that waits to be sent again, with code `cancelled`; one that is under
    /// way ends by itself.
    func withdraw(_ ticket: ErrandTicket)

    /// What so many tokens cost.
    func price(provider: String, model: String?, inputTokens: Int64, outputTokens: Int64) -> Money

    /// What so many seconds of a recording cost.
    func price(provider: String, model: String?, seconds: Double) -> Money

    /// Ends everything with code `cancelled`, also what is under way.
    func stop()
}

/// What a model is asked for.
public enum ErrandRequest: Sendable {
    /// Words.
    case chat(ChatRequest)
    /// Vectors of texts; the content of the reply is a `VectorList`.
    case vectors(EmbeddingRequest)

    /// Bytes of what is sent.
    var textBytes: Int {
        switch self {
        case .chat(let request): request.messages.reduce(0) { $0 + $1.content.utf8.count }
        case .vectors(let request): request.texts.reduce(0) { $0 + $1.utf8.count }
        }
    }

    /// Tokens an answer may be expected to have.
    var expectedAnswerTokens: Int64 {
        switch self {
        case .chat: Limits.expectedAnswerTokens
        case .vectors: 0
        }
    }
}

/// How a question ended, and what it took.
public struct ErrandAnswer: Sendable {
    public var result: Result<ChatReply, Failure>
    public var spending: Spending

    public init(_ result: Result<ChatReply, Failure>, spending: Spending = Spending()) {
        self.result = result
        self.spending = spending
    }
}

/// No provider is configured, or `offline` is true: whatever is asked fails.
public struct NoErrands: Errands {
    public init() {}

    public func provider(named name: String?) -> String? { nil }

    public func ask(_ request: ErrandRequest, key: String?, done: @escaping @Sendable (ErrandAnswer) -> Void)
        -> ErrandTicket
    {
        refuse(done)
    }

    public func transcribe(
        _ request: TranscriptionRequest, key: String?, done: @escaping @Sendable (ErrandAnswer) -> Void
    ) -> ErrandTicket { refuse(done) }

    private func refuse(_ done: (ErrandAnswer) -> Void) -> ErrandTicket {
        let failure = Failure(
            .offline, "No provider of models is configured, or `offline` is true.", stage: .extract)
        done(ErrandAnswer(.failure(failure)))
        return 0
    }

    public func withdraw(_ ticket: ErrandTicket) {}
    public func price(provider: String, model: String?, inputTokens: Int64, outputTokens: Int64) -> Money { .zero }
    public func price(provider: String, model: String?, seconds: Double) -> Money { .zero }
    public func stop() {}
}
