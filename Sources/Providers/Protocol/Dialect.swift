import Model

/// What one model of one server takes, as found out from its refusals.
struct Dialect: Sendable, Equatable {
    /// How the form of an answer is asked for.
    enum Format: String, Sendable { case jsonSchema = "json_schema", jsonObject = "json_object", plain = "text" }

    /// The member that bounds the answer.
    enum TokenLimit: String, Sendable { case maxTokens = "max_tokens", maxCompletionTokens = "max_completion_tokens" }

    var format = Format.jsonSchema
    var tokenLimit = TokenLimit.maxTokens
    var sendsTemperature = true
    var sendsSeed = true
    /// Transcripts with the places of their passages.
    var asksForSegments = true

    /// Another way to ask after a refusal; nil when the refusal has nothing to do with the way.
    func adapted(to refusal: String, asking request: ChatRequest) -> Dialect? {
        let text = refusal.lowercased()
        var next = self
        if request.maxTokens != nil, tokenLimit == .maxTokens, text.contains("max_completion_tokens") {
            next.tokenLimit = .maxCompletionTokens
        } else if request.maxTokens != nil, tokenLimit == .maxCompletionTokens, text.contains("max_completion_tokens") {
            next.tokenLimit = .maxTokens
        } else if request.temperature != nil, sendsTemperature, text.contains("temperature") {
            next.sendsTemperature = false
        } else if request.seed != nil, sendsSeed, text.contains("seed") {
            next.sendsSeed = false
        } else if request.schema != nil, format != .plain, !Self.isAboutContent(text) {
            // Servers refuse a form in many words, and some in none: the next simpler one is worth a request.
            next.format = format == .jsonSchema ? .jsonObject : .plain
        } else {
            return nil
        }
        return next
    }

    /// True when the schema itself was refused, which says nothing about other schemas.
    static func isAboutSchema(_ refusal: String) -> Bool {
        let text = refusal.lowercased()
        return ["invalid schema", "invalid_json_schema", "json schema error"].contains { text.contains($0) }
    }

    private static func isAboutContent(_ text: String) -> Bool {
        ["model_not_found", "does not exist", "api key", "api_key"].contains { text.contains($0) }
    }
}
