import Curl
import Model

/// What servers say went wrong: `{"error": {"message", "type", "code"}}` and the forms near it.
struct ErrorEnvelope: Sendable, Equatable {
    var message = ""
    var code = ""
    /// A status that stands in the body instead of the first line.
    var status: Int?
    /// All of it, in lower case, to look for words.
    var text = ""

    /// Reads the body of an answer with an error status.
    static func read(_ body: [UInt8]) -> ErrorEnvelope {
        let kept = String(decoding: body.prefix(64 << 10), as: UTF8.self)
        var envelope = ErrorEnvelope(.string(kept))
        if let json = try? JSONParser.parse(body, maxDepth: Limits.providerAnswerDepth) {
            envelope = ErrorEnvelope(json["error"] ?? json)
        }
        envelope.text = kept.lowercased()
        return envelope
    }

    /// Reads the value of `error`.
    init(_ error: JSONValue) {
        message = error.string ?? Self.words(error["message"]) ?? Self.words(error["detail"]) ?? ""
        for key in ["code", "type"] where code.isEmpty || key == "code" {
            if let word = error[key]?.string { code = word.lowercased() }
        }
        status = (error["code"]?.integer ?? error["status"]?.integer).flatMap { Int(exactly: $0) }
        if let number = error["code"]?.string.flatMap({ Int($0) }), (400...599).contains(number) { status = number }
        text = (message + " " + code).lowercased()
    }

    private static func words(_ value: JSONValue?) -> String? {
        guard let value, value != .null else { return nil }
        return value.string ?? String(decoding: JSONWriter.bytes(of: value), as: UTF8.self)
    }

    func mentions(_ words: String...) -> Bool { words.contains { text.contains($0) } }

    /// The problem of an answer with this status.
    func problem(status: Int, rates: RateHeaders) -> Problem {
        let status = self.status.flatMap { (400...599).contains($0) ? $0 : nil } ?? status
        let said = message.isEmpty ? "HTTP \(status)" : "HTTP \(status): \(shortened)"
        if status == 402
            || mentions("insufficient_quota", "insufficient_funds", "billing_hard_limit", "billing_not_active")
        {
            return Problem(
                .insufficientFunds, said, resolution: "Add credit to the account of the provider, then retry.")
        }
        if [400, 403, 422, 451].contains(status),
            mentions("content_filter", "content_policy", "responsibleaipolicy", "safety system", "moderation")
        {
            return Problem(.providerRefused, said)
        }
        switch status {
        case 429, 529, 503: return Problem(.rateLimited, said, .whenThereIsRoom(after: rates.retryAfter))
        case 401, 403:
            return Problem(
                .providerError, said, resolution: "Check the key of the provider and what it is allowed to do.")
        case 404:
            return Problem(.providerError, said, resolution: "Check `base_url` and `model` of the provider.")
        case 408, 504, 524: return Problem(.timeout, said, .onceMore)
        case 409, 425, 500, 502, 520...523: return Problem(.providerError, said, .again)
        case 400, 415, 422, 501:
            let isFull = mentions(
                "context_length", "context length", "context size", "context_size", "maximum context",
                "too many tokens", "prompt is too long")
            return isFull
                ? Problem(
                    .providerError, said,
                    resolution: "Ask for fewer pages at once, or take a model with a longer context.")
                : Problem(.providerError, said, .otherwise)
        case 300..<400:
            return Problem(.providerError, said, resolution: "The server points elsewhere: correct `base_url`.")
        default: return Problem(.providerError, said)
        }
    }

    private var shortened: String {
        let kept = String(decoding: message.utf8.prefix(Limits.providerMessageBytes), as: UTF8.self)
        return printable(kept) + (kept.utf8.count < message.utf8.count ? "..." : "")
    }
}
