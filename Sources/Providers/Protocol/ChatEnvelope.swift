import Model

/// The answer of `chat/completions`.
enum ChatEnvelope {
    /// Reads the first choice; refusals and answers that were cut off are problems with what they cost.
    static func read(_ json: JSONValue, asked request: ChatRequest, model: String) throws(Problem) -> ChatReply {
        guard let choice = json["choices"]?.array?.first else { throw .unusable("the answer has no choices") }
        if let error = choice["error"], error != .null {
            throw ErrorEnvelope(error).problem(status: 500, rates: RateHeaders())
        }
        let message = choice["message"] ?? .null
        let content = text(message["content"])
        let reason = choice["finish_reason"]?.string ?? "stop"
        let usage = Envelope.usage(json) ?? estimate(request, content ?? "")
        if let problem = problem(message, reason) {
            var problem = problem
            problem.usage = usage
            throw problem
        }
        guard let content else {
            var problem = Problem.unusable("the answer is empty")
            problem.usage = usage
            throw problem
        }
        return ChatReply(
            content: content, finishReason: reason, model: json["model"]?.string ?? model, usage: usage)
    }

    private static func problem(_ message: JSONValue, _ reason: String) -> Problem? {
        if let refusal = message["refusal"]?.string, !refusal.isEmpty {
            let kept = String(decoding: refusal.utf8.prefix(Limits.providerMessageBytes), as: UTF8.self)
            return Problem(.providerRefused, "the model declined: \(printable(kept))")
        }
        switch reason {
        case "content_filter", "SAFETY", "safety":
            return Problem(.providerRefused, "the answer was withheld by a content filter")
        case "length", "max_tokens", "MAX_TOKENS":
            return Problem(.outputTruncated, "the answer reached the model's limit before it was complete")
        default: return nil
        }
    }

    /// A text, or the texts of a list of parts.
    private static func text(_ content: JSONValue?) -> String? {
        if let text = content?.string { return text }
        guard let parts = content?.array else { return nil }
        return parts.compactMap { $0["text"]?.string }.joined()
    }

    private static func estimate(_ request: ChatRequest, _ content: String) -> Usage {
        var usage = Usage()
        usage.inputTokens = request.estimatedTokens
        usage.outputTokens = PriceTable.tokens(of: content)
        usage.isEstimated = true
        return usage
    }
}

extension ChatRequest {
    /// Tokens that will be sent, estimated, for what is to be reserved of a budget.
    public var estimatedTokens: Int64 {
        let schema = schema.map { Int64(JSONWriter.bytes(of: $0).count / Limits.bytesPerToken) } ?? 0
        // Each message brings a few tokens of its own.
        return messages.reduce(schema) { $0 + PriceTable.tokens(of: $1.content) + 4 }
    }
}
