import Model

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
    init?(_ parameters: JSONObject) {
        guard let most = parameters["max_tokens"]?.integer else { return nil }
        self.init(
            most: Int(clamping: most),
            policy: parameters["token_policy"]?.string.flatMap(Policy.init(rawValue:)) ?? .chunk)
    }

    /// Tokens of one question at most.
    var partTokens: Int { policy == .chunk ? min(most, Limits.promptTokens) : Limits.promptTokens }

    /// About how many tokens a document has.
    public static func estimate(of document: SourceDocument) -> Int {
        document.pages.reduce(0) { $0 + TextParts.tokens($1.text) }
    }

    /// What a model is asked about; throws where the document is refused.
    func fitted(_ document: SourceDocument) throws(Failure) -> SourceDocument {
        let estimate = Self.estimate(of: document)
        guard estimate > most else { return document }
        switch policy {
        case .chunk: return document
        case .truncate: return beginning(of: document)
        case .reject:
            throw Failure(
                .fileTooLarge,
                "\(printable(document.name)) has about \(estimate) tokens; at most \(most) may be sent to a model",
                stage: .extract, details: ["estimated_tokens": .optional(estimate), "max_tokens": .optional(most)],
                resolution: "Raise max_tokens of the job, or set token_policy to chunk or truncate.")
        }
    }

    /// What extract.meta.json says of it.
    public func record(of document: SourceDocument) -> JSONValue {
        let estimate = Self.estimate(of: document)
        return [
            "estimated": .optional(estimate), "max_tokens": .optional(most), "policy": .string(policy.rawValue),
            "applied": .bool(estimate > most),
        ]
    }

    /// What people are told where it was applied.
    public func warning(about document: SourceDocument) -> String? {
        let estimate = Self.estimate(of: document)
        guard estimate > most else { return nil }
        switch policy {
        case .truncate:
            return "The model saw only the first \(most) of about \(estimate) tokens (token_policy: truncate)."
        case .chunk: return "The model was asked in parts: about \(estimate) tokens, \(most) allowed at once."
        case .reject: return nil
        }
    }

    private func beginning(of document: SourceDocument) -> SourceDocument {
        var left = most
        var cut = document
        cut.pages = []
        for page in document.pages {
            let tokens = TextParts.tokens(page.text)
            guard tokens > left else {
                left -= tokens
                cut.pages.append(page)
                continue
            }
            var last = page
            last.text = Self.beginning(of: page.text, tokens: left)
            if !last.text.isEmpty { cut.pages.append(last) }
            break
        }
        return cut
    }

    // Whole lines as long as they fit; of a line that alone does not fit, its beginning.
    private static func beginning(of text: String, tokens: Int) -> String {
        var left = tokens
        var kept = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let size = TextParts.tokens(line)
            guard size <= left else { return kept.isEmpty && left > 0 ? String(line.prefix(left)) : kept }
            left -= size
            kept += line + "\n"
        }
        return kept
    }
}
