import Foundation
import Model
import TestSupport
import Testing

@testable import Providers

private let address = ProcessInfo.processInfo.environment["DROPMILL_REAL_SERVER"]

/// Against llama.cpp's server with a model of random numbers; Tests/Providers/real_server starts it and these.
@Suite(.serialized, .enabled(if: address != nil)) struct RealServerTests {
    private func client() throws -> ProviderClient {
        try ProviderClient([ProviderSettings(name: "local", baseURL: address ?? "")])
    }

    private func ask(_ schema: JSONValue, tokens: Int = 400) async throws -> ProviderOutcome<ChatReply> {
        var request = ChatRequest(provider: "local", messages: [.init(.user, "Invoice 7, total 12.50")], schema: schema)
        request.maxTokens = tokens
        request.temperature = 0.5
        request.seed = 3
        return await (try client()).chat(request)
    }

    private let bounded: JSONValue = [
        "type": "object",
        "properties": [
            "total": ["type": "integer", "minimum": 0, "maximum": 99], "kind": ["enum": ["invoice", "letter"]],
        ],
        "required": ["total", "kind"], "additionalProperties": false,
    ]

    @Test func anAnswerFollowsTheSchema() async throws {
        let outcome = try await ask(bounded)
        let reply = try outcome.result.get()
        let answer = try JSONParser.parse(Array(reply.content.utf8))
        let total = try #require(answer["total"]?.integer)
        #expect((0...99).contains(total))
        #expect(["invoice", "letter"].contains(answer["kind"]?.string))
        #expect(outcome.usage.inputTokens > 0 && outcome.usage.outputTokens > 0)
        #expect(!outcome.usage.isEstimated)
        #expect(outcome.attempts == 1)
    }

    @Test func anAnswerThatReachesTheLimitIsNoAnswer() async throws {
        let outcome = try await ask(bounded, tokens: 3)
        #expect(outcome.result.problem?.code == .outputTruncated)
        #expect(outcome.usage.outputTokens == 3)
    }

    @Test func aSchemaTheServerCannotTakeIsToldInWords() async throws {
        let outcome = try await ask(["type": "nonsense"], tokens: 5)
        // Any JSON may come, and hardly within five tokens; the server took the request in the end.
        #expect(outcome.result.problem.map { $0.code == .outputTruncated } ?? true)
        #expect(outcome.attempts > 1)
    }

    @Test func whatIsLongerThanItsContextIsFinal() async throws {
        let text = String(repeating: "word ", count: 20_000)
        let outcome = await (try client()).chat(ChatRequest(provider: "local", messages: [.init(.user, text)]))
        #expect(outcome.result.problem?.code == .providerError)
        #expect(outcome.attempts == 1)
    }

    @Test func itTellsItsModels() async throws {
        let client = try client()
        let state = await withCheckedContinuation { continuation in
            client.probe("local") { continuation.resume(returning: try? $0.get()) }
        }
        #expect(state?.models.count == 1)
    }
}
