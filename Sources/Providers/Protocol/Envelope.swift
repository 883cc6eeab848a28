import Curl
import Model

/// The frame of every answer: JSON with a status that is true, or an error in one of several places.
enum Envelope {
    /// The document of an answer that is a success, errors inside HTTP 200 found out.
    static func read(_ response: HTTPResponse, now: Timestamp) throws(Problem) -> JSONValue {
        let rates = RateHeaders(response.head, now: now)
        guard (200..<300).contains(response.status) else {
            throw ErrorEnvelope.read(response.body).problem(status: response.status, rates: rates)
        }
        guard let json = try? JSONParser.parse(response.body, maxDepth: Limits.providerAnswerDepth), json.object != nil
        else {
            throw .unusable("the answer is not JSON")
        }
        if let error = json["error"], error != .null {
            throw ErrorEnvelope(error).problem(status: 500, rates: rates)
        }
        return json
    }

    /// Tokens of the `usage` of an answer; nil when it has none.
    static func usage(_ json: JSONValue) -> Usage? {
        guard let told = json["usage"], told.object != nil else { return nil }
        func count(_ names: String...) -> Int64? {
            names.lazy.compactMap { told[$0]?.integer }.first { (0...1_000_000_000).contains($0) }
        }
        let input = count("prompt_tokens", "input_tokens")
        let output = count("completion_tokens", "output_tokens")
        let seconds = told["seconds"]?.number.flatMap { (0...1e6).contains($0) ? $0 : nil }
        guard input != nil || output != nil || seconds != nil else { return nil }
        var usage = Usage()
        usage.inputTokens = input ?? 0
        usage.outputTokens = output ?? 0
        usage.audioSeconds = seconds ?? 0
        return usage
    }
}
