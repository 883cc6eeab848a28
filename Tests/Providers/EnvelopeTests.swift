import Curl
import Model
import Testing

@testable import Providers

@Suite struct EnvelopeTests {
    private let now = Timestamp(milliseconds: 1_800_000_000_000)

    private func read(_ status: Int, _ text: String) -> Result<JSONValue, Problem> {
        Result { () throws(Problem) in
            try Envelope.read(HTTPResponse(head: HTTPHead(status: status), body: Array(text.utf8)), now: now)
        }
    }

    private func problem(_ status: Int, _ text: String) -> Problem? {
        if case .failure(let problem) = read(status, text) { return problem }
        return nil
    }

    @Test(arguments: [
        (#"{"error": {"message": "words", "type": "invalid_request_error", "code": null}}"#),
        (#"{"error": "words"}"#), (#"{"object": "error", "message": "words", "code": 400}"#), (#"{"detail": "words"}"#),
        ("words"),
    ])
    func whatServersSayIsRepeated(text: String) {
        #expect(problem(400, text)?.message == "HTTP 400: words")
    }

    @Test func listsOfProblemsAreRepeatedToo() {
        let text = #"{"detail": [{"loc": ["body", "response_format"], "msg": "Input should be 'text'"}]}"#
        #expect(problem(422, text)?.message.contains("Input should be 'text'") == true)
        #expect(problem(422, text)?.remedy == .otherwise)
    }

    @Test func errorsInsideASuccess() {
        #expect(problem(200, #"{"error": {"message": "slow down", "code": 429}}"#)?.code == .rateLimited)
        #expect(problem(200, #"{"error": {"message": "slow down", "code": "429"}}"#)?.code == .rateLimited)
        #expect(problem(200, #"{"error": {"message": "no credit", "code": 402}}"#)?.code == .insufficientFunds)
        #expect(problem(200, #"{"error": "broken"}"#)?.remedy == .again)
        #expect(problem(200, #"{"error": null, "choices": []}"#) == nil)
    }

    @Test func longWordsAreCutAndControlsShown() {
        let message = problem(400, String(repeating: "é", count: 5000) + "\u{1B}")?.message ?? ""
        #expect(message.utf8.count < 500)
        #expect(problem(400, "a\u{1B}[31m")?.message == "HTTP 400: a\\u{1b}[31m")
    }

    @Test func contentInPartsIsJoined() throws {
        let text =
            #"{"choices": [{"message": {"content": [{"type": "text", "text": "{\"a\""}, {"type": "text", "text": ": 1}"}]}}]}"#
        let request = ChatRequest(provider: "p", messages: [])
        let reply = try ChatEnvelope.read(try JSONParser.parse(Array(text.utf8)), asked: request, model: "m")
        #expect(reply.content == #"{"a": 1}"#)
        #expect(reply.model == "m")
    }

    @Test(arguments: [
        ##"{"data": [{"index": 0, "embedding": [1]}]}"##,
        ##"{"data": [{"index": 5, "embedding": [1]}, {"embedding": [1]}]}"##,
        ##"{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]}"##,
        ##"{"data": [{"embedding": [1]}, {"embedding": []}]}"##,
        ##"{"data": [{"embedding": [1]}, {"embedding": ["x"]}]}"##,
        ##"{"data": [{"embedding": [1]}, {"embedding": [1, 2]}]}"##,
        ##"{"data": [{"embedding": [1e300]}, {"embedding": [1]}]}"##,
        "{}",
    ])
    func vectorsThatAreNotWhole(text: String) throws {
        let json = try JSONParser.parse(Array(text.utf8))
        #expect(throws: Problem.self) { try EmbeddingEnvelope.read(json, texts: ["a", "b"], dimensions: nil) }
    }

    /// Answers with bytes changed, cut and doubled: whatever comes, there is a reply or a problem.
    @Test func noAnswerEndsTheAgent() throws {
        let answers = [
            #"{"model":"m","choices":[{"message":{"content":"{}","refusal":null},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":9}}"#,
            #"{"data":[{"index":0,"embedding":[0.5,-1e-3]}],"usage":{"prompt_tokens":1}}"#,
            #"{"text":"a","language":"en","duration":1.5,"segments":[{"start":0,"end":1.5,"text":"a"}],"usage":{"type":"duration","seconds":2}}"#,
            #"{"error":{"message":"m","code":429,"type":"t"}}"#,
        ].map { Array($0.utf8) }
        var random = SystemRandomNumberGenerator()
        let request = ChatRequest(provider: "p", messages: [])
        let audio = TranscriptionRequest.Audio(name: "a", mediaType: "b", length: 0) { _, _ in 0 }
        for round in 0..<4000 {
            var bytes = answers[round % answers.count]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8(ascii: Array("0123456789{}[]\",:.-e".unicodeScalars).randomElement()!)
                case 1: bytes.insert(contentsOf: [0x39, 0x39, 0x39, 0x39, 0x39, 0x39, 0x39], at: place)
                default: bytes.remove(at: place)
                }
            }
            let response = HTTPResponse(head: HTTPHead(status: [200, 400, 500].randomElement()!), body: bytes)
            guard let json = try? Envelope.read(response, now: now) else { continue }
            _ = try? ChatEnvelope.read(json, asked: request, model: "m")
            _ = try? EmbeddingEnvelope.read(json, texts: ["a"], dimensions: nil)
            if let reply = try? TranscriptionEnvelope.read(json, model: "m") {
                let usage = TranscriptionEnvelope.usage(json, reply, audio)
                _ = PriceTable(["*": .init(minute: Money(microUnits: .max))]).cost(of: usage, model: "m")
            }
        }
    }
}
