import Model

extension TokenLimit {
    /// Tokens of one question at most.
    var partTokens: Int { policy == .chunk ? min(most, Limits.promptTokens) : Limits.promptTokens }

    /// About how many tokens a document has.
    public static func estimate(of document: SourceDocument) -> Int {
        document.pages.reduce(0) { $0 + TextParts.tokens($1.text) }
    }

    /// What a model is asked about; throws where the document is refused.
    func fitted(_ document: SourceDocument) throws(Failure) -> SourceDocument {
        let estimate = Self.estimate(of: document)
        if let refusal = refusal(of: document.name, tokens: estimate) { throw refusal }
        return estimate > most && policy == .truncate ? beginning(of: document) : document
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
    public func warning(about document: SourceDocument) -> String? { warning(tokens: Self.estimate(of: document)) }

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
