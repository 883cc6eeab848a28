import Model

/// What models answered: the second member of the file that comes with `conclude`, after the working copy.
public struct ModelReplies: Sendable, Equatable {
    /// The answer to one question.
    public struct Reply: Sendable, Equatable {
        /// That of the question.
        public var number: Int
        public var content: String
        /// As the provider says: `stop`, `length`, `content_filter`, ...
        public var finishReason: String
        /// Why the model would not answer, in its words.
        public var refusal: String?
        /// The model that answered.
        public var model: String
        public var inputTokens: Int64
        public var outputTokens: Int64

        public init(
            number: Int, content: String, finishReason: String, refusal: String? = nil, model: String,
            inputTokens: Int64 = 0, outputTokens: Int64 = 0
        ) {
            self.number = number
            self.content = content
            self.finishReason = finishReason
            self.refusal = refusal
            self.model = model
            self.inputTokens = inputTokens
            self.outputTokens = outputTokens
        }
    }

    /// Name of the provider in the settings.
    public var provider: String
    /// Of the questions last asked.
    public var attempt: Int
    public var replies: [Reply]

    public init(provider: String, attempt: Int, replies: [Reply]) {
        self.provider = provider
        self.attempt = attempt
        self.replies = replies
    }

    /// The form in the file.
    public var json: JSONValue {
        [
            "schema_version": 1, "provider": .string(provider), "attempt": .integer(Int64(attempt)),
            "replies": .array(
                replies.map { reply in
                    [
                        "number": .integer(Int64(reply.number)), "content": .string(reply.content),
                        "finish_reason": .string(reply.finishReason), "refusal": .optional(reply.refusal),
                        "model": .string(reply.model), "input_tokens": .integer(reply.inputTokens),
                        "output_tokens": .integer(reply.outputTokens),
                    ]
                }),
        ]
    }

    /// Reads what `json` wrote; nil for anything else.
    public init?(json: JSONValue) {
        guard json["schema_version"]?.integer == 1, let provider = json["provider"]?.string,
            let attempt = json["attempt"]?.integer.flatMap(Int.init(exactly:)), let entries = json["replies"]?.array,
            entries.count <= Limits.modelQuestions
        else { return nil }
        let replies = entries.compactMap { entry -> Reply? in
            guard let number = entry["number"]?.integer.flatMap(Int.init(exactly:)),
                let content = entry["content"]?.string, let reason = entry["finish_reason"]?.string
            else { return nil }
            return Reply(
                number: number, content: content, finishReason: reason, refusal: entry["refusal"]?.string,
                model: entry["model"]?.string ?? "", inputTokens: entry["input_tokens"]?.integer ?? 0,
                outputTokens: entry["output_tokens"]?.integer ?? 0)
        }
        guard replies.count == entries.count else { return nil }
        self.init(provider: provider, attempt: attempt, replies: replies)
    }
}
