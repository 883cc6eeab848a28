import Model

/// A question to a model.
public struct ChatRequest: Sendable, Equatable {
    /// Who says what.
    public struct Message: Sendable, Equatable {
        public enum Role: String, Sendable { case system, user, assistant }
        public var role: Role
        public var content: String

        public init(_ role: Role, _ content: String) {
            self.role = role
            self.content = content
        }
    }

    /// Name of the provider in the settings.
    public var provider: String
    /// nil for the provider's own.
    public var model: String?
    public var messages: [Message]
    /// JSON Schema of the answer; nil for plain text.
    public var schema: JSONValue?
    public var maxTokens: Int?
    public var temperature: Double?
    public var seed: Int64?

    public init(provider: String, model: String? = nil, messages: [Message], schema: JSONValue? = nil) {
        self.provider = provider
        self.model = model
        self.messages = messages
        self.schema = schema
    }
}

/// What a model answered.
public struct ChatReply: Sendable, Equatable {
    public var content: String
    /// `stop`, `length`, ... as the provider says.
    public var finishReason: String
    /// The model that answered.
    public var model: String
    public var usage: Usage
    public var attempts = 1

    public init(content: String, finishReason: String, model: String, usage: Usage = Usage()) {
        self.content = content
        self.finishReason = finishReason
        self.model = model
        self.usage = usage
    }
}

/// What a request cost.
public struct Usage: Sendable, Equatable {
    public var inputTokens: Int64 = 0
    public var outputTokens: Int64 = 0
    /// Seconds of recordings.
    public var audioSeconds: Double = 0
    /// True when the provider did not say it.
    public var isEstimated = false

    public init() {}

    public static func += (left: inout Usage, right: Usage) {
        left.inputTokens += right.inputTokens
        left.outputTokens += right.outputTokens
        left.audioSeconds += right.audioSeconds
        left.isEstimated = left.isEstimated || right.isEstimated
    }
}
