import Curl
import Model
import Synchronization
import TestSupport
import Testing

@testable import Providers

/// A key no message may hold.
let secret = "sk-test-0123456789abcdef"

/// A client of one test server.
func client(
    _ server: ProviderServer, _ change: (inout ProviderSettings) -> Void = { _ in },
    holds: @escaping @Sendable (ProviderHold) -> Void = { _ in }
) throws -> ProviderClient {
    var settings = ProviderSettings(
        name: "local", baseURL: server.baseURL, key: ProviderKey(secret), model: "test-model")
    settings.prices = PriceTable([
        "*": .init(
            input: Money(microUnits: 1_000_000), output: Money(microUnits: 2_000_000), minute: Money(microUnits: 60_000)
        )
    ])
    change(&settings)
    return try ProviderClient([settings], holds: holds)
}

extension ProviderClient {
    func chat(_ request: ChatRequest) async -> ProviderOutcome<ChatReply> {
        await withCheckedContinuation { continuation in
            chat(request, stage: .extract) { continuation.resume(returning: $0) }
        }
    }
}

let question = ChatRequest(
    provider: "local", messages: [.init(.system, "You read invoices."), .init(.user, "What is the total?")],
    schema: [
        "type": "object", "properties": ["total": ["type": "number"]], "required": ["total"],
        "additionalProperties": false,
    ])

@Suite struct ChatTests {
    @Test func anAnswerInTheAskedForm() async throws {
        let server = try ProviderServer(["key": .string(secret)])
        let client = try client(server)
        let outcome = await client.chat(question)
        let reply = try outcome.result.get()
        #expect(reply.content == #"{"total": 1.5}"#)
        #expect(reply.finishReason == "stop")
        #expect(reply.usage.inputTokens == 100)
        #expect(!outcome.usage.isEstimated)
        #expect(outcome.cost == Money("0.00014"))
        #expect(outcome.attempts == 1)
        let asked = try #require(try server.log().first)
        #expect(asked["path"] == "/v1/chat/completions")
        #expect(asked["body"]?["response_format"]?["json_schema"]?["strict"] == true)
        #expect(asked["body"]?["model"] == "test-model")
    }

    @Test func parametersAreSent() async throws {
        let server = try ProviderServer()
        let client = try client(server)
        var request = question
        request.model = "other"
        request.maxTokens = 50
        request.temperature = 0
        request.seed = 7
        _ = try await client.chat(request).result.get()
        let body = try #require(try server.log().first?["body"])
        #expect(body["model"] == "other")
        #expect(body["max_tokens"] == 50)
        #expect(body["temperature"]?.number == 0)
        #expect(body["seed"] == 7)
    }

    @Test func simplerFormsAreFoundAndRemembered() async throws {
        let server = try ProviderServer(["formats": []])
        let client = try client(server)
        let first = await client.chat(question)
        _ = try first.result.get()
        #expect(first.attempts == 3)
        let second = await client.chat(question)
        #expect(second.attempts == 1)
        let asked = try server.log().map { $0["body"]?["response_format"]?["type"] ?? .null }
        #expect(asked == ["json_schema", "json_object", .null, .null])
        let told = try #require(try server.log().last?["body"]?["messages"]?.array?.first?["content"]?.string)
        #expect(told.hasPrefix("You read invoices.\n\nAnswer with one JSON document"))
        #expect(told.contains(#""total":{"type":"number"}"#))
    }

    @Test func aRefusedSchemaSaysNothingAboutOthers() async throws {
        let server = try ProviderServer([
            "script": [["status": 400, "body": ["error": ["message": "Invalid schema for response_format 'answer'"]]]]
        ])
        let client = try client(server)
        _ = try await client.chat(question).result.get()
        _ = try await client.chat(question).result.get()
        let asked = try server.log().map { $0["body"]?["response_format"]?["type"] ?? .null }
        #expect(asked == ["json_schema", "json_object", "json_schema"])
    }

    @Test func otherNamesOfTheLimitAreLearnt() async throws {
        let words =
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
        let server = try ProviderServer(["script": [["status": 400, "body": ["error": ["message": .string(words)]]]]])
        let client = try client(server)
        var request = question
        request.maxTokens = 10
        _ = try await client.chat(request).result.get()
        #expect(try server.log().last?["body"]?["max_completion_tokens"] == 10)
        #expect(try server.log().last?["body"]?["response_format"]?["type"] == "json_schema")
    }

    @Test func usageIsEstimatedWhenAbsent() async throws {
        let server = try ProviderServer(["usage": false])
        let client = try client(server)
        let outcome = await client.chat(question)
        #expect(outcome.usage.isEstimated)
        #expect(outcome.usage.inputTokens == question.estimatedTokens)
        #expect(outcome.usage.outputTokens == 4)
    }

    @Test(arguments: [
        ("refusal", FailureCode.providerRefused), ("content_filter", .providerRefused), ("length", .outputTruncated),
    ])
    func unusableAnswersAreNotTriedAgainAndCost(kind: String, code: FailureCode) async throws {
        let server = try ProviderServer(["script": [["kind": .string(kind)]]])
        let client = try client(server)
        let outcome = await client.chat(question)
        #expect(outcome.result.problem?.code == code)
        #expect(outcome.result.problem?.stage == .extract)
        #expect(outcome.attempts == 1)
        #expect(outcome.usage.inputTokens == 100)
        #expect(outcome.cost == Money("0.00014"))
    }

    @Test(arguments: ["garbage", "cut", "close", "error200", "empty"])
    func brokenAnswersAreTriedAgain(kind: String) async throws {
        let server = try ProviderServer(["script": [["kind": .string(kind)]]])
        let client = try client(server)
        let outcome = await client.chat(question)
        _ = try outcome.result.get()
        #expect(outcome.attempts == 2)
    }

    @Test(arguments: [
        (401, "Incorrect API key provided: \(secret)", FailureCode.providerError),
        (404, "no such model", .providerError),
        (402, "pay first", .insufficientFunds), (429, "insufficient_quota", .insufficientFunds),
        (400, "This model's maximum context length is 8192 tokens", .providerError),
        (400, "content_policy_violation", .providerRefused), (302, "", .providerError),
    ])
    func finalRefusals(status: Int, message: String, code: FailureCode) async throws {
        let server = try ProviderServer([
            "script": [["status": .integer(Int64(status)), "body": ["error": ["message": .string(message)]]]]
        ])
        let client = try client(server)
        let outcome = await client.chat(question)
        let failure = try #require(outcome.result.problem)
        #expect(failure.code == code)
        #expect(outcome.attempts == 1)
        #expect(try server.log().count == 1)
        #expect(!"\(failure.json)".contains(secret))
        #expect(!failure.message.contains("0123456789abcdef"))
    }

    @Test func aServerThatNeverAnswers() async throws {
        let server = try ProviderServer(["script": [["kind": "silent", "times": 9]]])
        let client = try client(server) { $0.answerTime = .milliseconds(300) }
        let outcome = await client.chat(question)
        #expect(outcome.result.problem?.code == .timeout)
        #expect(outcome.attempts == 2)
        #expect(outcome.result.problem?.details["attempts"]?.array?.count == 2)
    }

    @Test func anUnknownProviderIsNamed() async throws {
        let server = try ProviderServer()
        let client = try client(server)
        var request = question
        request.provider = "nobody"
        let outcome = await client.chat(request)
        #expect(outcome.result.problem?.code == .validationError)
    }

    @Test func theKeyIsHidden() throws {
        let key = try #require(ProviderKey(" \(secret)\n"))
        var shown = "\(key) \(String(reflecting: key))"
        dump(key, to: &shown)
        dump(ProviderSettings(name: "a", baseURL: "b", key: key), to: &shown)
        #expect(!shown.contains("0123"))
        #expect(ProviderKey("two words") == nil)
        #expect(ProviderKey("") == nil)
    }
}
