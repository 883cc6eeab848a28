/// How much of a document a model may be asked about, and what becomes of longer ones; nothing is cut in silence.
public struct TokenLimit: Sendable, Equatable {
    /// What happens to a document that has more tokens.
    public enum Policy: String, Sendable {
        /// It is asked about in parts of so many.
        case chunk
        /// Only its beginning is sent, and a warning says so.
        case truncate
        /// It fails with `file_too_large`.
        case reject
    }

    /// Estimated tokens.
    public var most: Int
    public var policy: Policy

    public init(most: Int, policy: Policy) {
        self.most = most
        self.policy = policy
    }

    /// Reads `max_tokens` and `token_policy` of a job; nil where no number is set.
    public init?(_ parameters: JSONObject) {
        guard let most = parameters["max_tokens"]?.integer else { return nil }
        self.init(
            most: Int(clamping: most),
            policy: parameters["token_policy"]?.string.flatMap(Policy.init(rawValue:)) ?? .chunk)
    }

    /// Why a document of so many tokens is not read; nil where it is.
    public func refusal(of name: String, tokens: Int) -> Failure? {
        guard tokens > most, policy == .reject else { return nil }
        return Failure(
            .fileTooLarge,
            "\(printable(name)) has about \(tokens) tokens; at most \(most) may be sent to a model",
            stage: .extract, details: ["estimated_tokens": .optional(tokens), "max_tokens": .optional(most)],
            resolution: "Raise max_tokens of the job, or set token_policy to chunk or truncate.")
    }

    /// What people are told of a document of so many tokens; nil where it is no longer than allowed.
    public func warning(tokens: Int) -> String? {
        guard tokens > most else { return nil }
        switch policy {
        case .truncate:
            return "The model sees only the first \(most) of about \(tokens) tokens (token_policy: truncate)."
        case .chunk: return "The model is asked in parts: about \(tokens) tokens, \(most) allowed at once."
        case .reject: return nil
        }
    }
}
