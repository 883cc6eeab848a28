import Curl
import Model

/// What one kind of request sends and how its answer is read.
struct Question<Reply: Sendable>: Sendable {
    /// Part of the address, as in `chat/completions`.
    var endpoint: String
    /// The part of the work that asks, for failures.
    var stage: Stage
    var model: String?
    /// The content type and the body, in the dialect of the server.
    var body: @Sendable (Dialect) -> (contentType: String, body: HTTPRequest.Body)
    var read: @Sendable (JSONValue) throws(Problem) -> (Reply, Usage)
    /// The model that answered, as prices name it.
    var answering: @Sendable (Reply) -> String? = { _ in nil }
    /// Another dialect after a refusal; nil when none helps.
    var adapt: @Sendable (_ refusal: String, Dialect) -> Dialect?
}

extension Question where Reply == ChatReply {
    static func chat(_ request: ChatRequest, model: String?, stage: Stage) -> Question {
        Question(
            endpoint: "chat/completions", stage: stage, model: model,
            body: { ("application/json", .bytes(ChatBody.bytes(request, model: model, $0))) },
            read: { (json) throws(Problem) in
                let reply = try ChatEnvelope.read(json, asked: request, model: model ?? "")
                return (reply, reply.usage)
            },
            answering: { $0.model },
            adapt: { $1.adapted(to: $0, asking: request) })
    }
}

extension Question where Reply == [[Float]] {
    static func vectors(_ texts: ArraySlice<String>, model: String?, dimensions: Int?, stage: Stage) -> Question {
        Question(
            endpoint: "embeddings", stage: stage, model: model,
            body: { _ in ("application/json", .bytes(EmbeddingEnvelope.body(texts, model: model))) },
            read: { (json) throws(Problem) in
                let vectors = try EmbeddingEnvelope.read(json, texts: texts, dimensions: dimensions)
                if let usage = Envelope.usage(json) { return (vectors, usage) }
                var usage = Usage()
                usage.inputTokens = texts.reduce(0) { $0 + PriceTable.tokens(of: $1) }
                usage.isEstimated = true
                return (vectors, usage)
            },
            adapt: { _, _ in nil })
    }
}

extension Question where Reply == TranscriptionReply {
    static func transcript(_ request: TranscriptionRequest, model: String?, stage: Stage) -> Question {
        let boundary =
            "dropmill-" + String(UInt64.random(in: .min ... .max), radix: 36)
            + String(UInt64.random(in: .min ... .max), radix: 36)
        return Question(
            endpoint: "audio/transcriptions", stage: stage, model: model,
            body: { TranscriptionEnvelope.form(request, model: model, $0, boundary: boundary) },
            read: { (json) throws(Problem) in
                let reply = try TranscriptionEnvelope.read(json, model: model ?? "")
                return (reply, TranscriptionEnvelope.usage(json, reply, request.audio))
            },
            adapt: { refusal, dialect in
                guard dialect.asksForSegments else { return nil }
                var next = dialect
                next.asksForSegments = false
                return next
            })
    }
}
