import Linux
import Model
import Synchronization
import TestSupport
import Testing

@testable import Providers

@Suite struct ClientTests {
    /// Many chats at once; the codes of those that failed.
    private func ask(_ client: ProviderClient, _ count: Int) async -> [ProviderOutcome<ChatReply>] {
        await withTaskGroup(of: ProviderOutcome<ChatReply>.self) { group in
            for _ in 0..<count { group.addTask { await client.chat(question) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func noMoreAtOnceThanTheSettingsSay() async throws {
        let server = try ProviderServer(["closed": true])
        let client = try client(server) { $0.maxInFlight = 4 }
        // Asked from here: a task of its own may wait long for a thread beside the other tests.
        let outcomes = Mutex<[ProviderOutcome<ChatReply>]>([])
        for _ in 0..<30 {
            client.chat(question, stage: .extract) { outcome in outcomes.withLock { $0.append(outcome) } }
        }
        try await eventually("four requests") { try server.state()["active"] == 4 }
        try server.set(["closed": false])
        try await eventually("all answers") { outcomes.withLock { $0.count == 30 } }
        #expect(outcomes.withLock { $0.filter { $0.result.problem != nil }.isEmpty })
        #expect(try server.state()["most_at_once"] == 4)
    }

    @Test func aRefusalHoldsTheOthersAndIsTold() async throws {
        let server = try ProviderServer([
            "script": [["status": 429, "headers": ["Retry-After": "1"], "body": ["error": ["message": "Slow down"]]]]
        ])
        let told = Mutex<[ProviderHold]>([])
        let client = try client(server, { $0.maxInFlight = 1 }, holds: { hold in told.withLock { $0.append(hold) } })
        let start = Clock.sinceBoot()
        let outcomes = await ask(client, 3)
        #expect(outcomes.filter { $0.result.problem != nil }.isEmpty)
        #expect(Clock.sinceBoot() - start >= .seconds(1))
        let holds = told.withLock { $0 }
        #expect(holds.count == 1)
        #expect(holds.first?.reason == "local: HTTP 429: Slow down")
        #expect(client.currentHolds().isEmpty)
        #expect(try server.log().count == 4)
    }

    @Test func aRateIsKeptWithoutAStorm() async throws {
        let server = try ProviderServer(["rate": 20, "delay": 0.02])
        let client = try client(server) { $0.maxInFlight = 30 }
        let outcomes = await ask(client, 80)
        #expect(outcomes.filter { $0.result.problem != nil }.isEmpty)
        let refused = try #require(try server.state()["refused"]?.integer)
        #expect(refused < 60, "\(refused) refusals")
    }

    @Test func aHoldOfADayFailsAtOnce() async throws {
        let server = try ProviderServer([
            "script": [
                ["status": 429, "headers": ["Retry-After": "86400"], "body": ["error": ["message": "Tomorrow"]]]
            ]
        ])
        let client = try client(server)
        let outcome = await client.chat(question)
        #expect(outcome.result.problem?.code == .rateLimited)
        #expect(client.currentHolds().count == 1)
        let next = await client.chat(question)
        #expect(next.result.problem?.code == .rateLimited)
        #expect(try server.log().count == 1)
    }

    @Test func cancelledWhereverItIs() async throws {
        let server = try ProviderServer(["closed": true])
        let client = try client(server) { $0.maxInFlight = 1 }
        let codes = await withTaskGroup(of: FailureCode?.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        let call = client.chat(question, stage: .extract) {
                            continuation.resume(returning: $0.result.problem?.code)
                        }
                        call.cancel()
                        call.cancel()
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes == [.cancelled, .cancelled, .cancelled])
    }

    @Test func whatIsUnderWayIsNotWithdrawn() async throws {
        let server = try ProviderServer(["closed": true])
        let client = try client(server) { $0.maxInFlight = 1 }
        let ended = Mutex<[FailureCode?]>([])
        let calls = (0..<2).map { _ in
            client.chat(question, stage: .extract) { outcome in
                ended.withLock { $0.append(outcome.result.problem?.code) }
            }
        }
        try await eventually("a request under way") { try server.log().count >= 1 }
        for call in calls { call.withdraw() }
        try server.set(["closed": false])
        try await eventually("both ends") { ended.withLock { $0.count == 2 } }
        #expect(ended.withLock { $0 } == [.cancelled, nil])
        #expect(try server.log().count == 1)
    }

    @Test func aJobMayBringItsOwnKey() async throws {
        let server = try ProviderServer(["key": "the-job's-own"])
        let client = try client(server)
        let failure = await client.chat(question).result.problem
        #expect(failure?.code == .providerError)
        let outcome = await withCheckedContinuation { continuation in
            client.chat(question, stage: .extract, key: ProviderKey("the-job's-own")) {
                continuation.resume(returning: $0)
            }
        }
        _ = try outcome.result.get()
    }

    @Test func stoppingEndsAllOnce() async throws {
        let server = try ProviderServer([
            "closed": true, "script": [["status": 500], ["status": 500]],
        ])
        let client = try client(server) { $0.maxInFlight = 2 }
        let ended = Mutex(0)
        for _ in 0..<50 {
            client.chat(question, stage: .extract) { outcome in
                #expect(outcome.result.problem?.code == .cancelled)
                ended.withLock { $0 += 1 }
            }
        }
        try await eventually("requests under way") { try server.log().count >= 4 }
        client.stop()
        try await eventually("the end of all") { ended.withLock { $0 } == 50 }
        let late = await client.chat(question)
        #expect(late.result.problem?.code == .cancelled)
        #expect(ended.withLock { $0 } == 50)
    }

    @Test func aServerThatIsNotThereIsNamed() async throws {
        let server = try ProviderServer()
        let client = try client(server) { $0.baseURL = "http://127.0.0.1:1/v1" }
        let failure = await withCheckedContinuation { continuation in
            client.probe("local") { continuation.resume(returning: $0.problem) }
        }
        #expect(failure?.code == .providerError)
        #expect(failure?.message.hasPrefix("Provider local: ") == true)
    }

    @Test func theProbeTellsModels() async throws {
        let server = try ProviderServer()
        let client = try client(server)
        let state = await withCheckedContinuation { continuation in
            client.probe("local") { continuation.resume(returning: try? $0.get()) }
        }
        #expect(state?.models == ["test-model"])
        #expect(state?.hasModel == true)
    }
}

@Suite struct EmbeddingTests {
    private func embed(_ client: ProviderClient, _ request: EmbeddingRequest) async -> ProviderOutcome<EmbeddingReply> {
        await withCheckedContinuation { continuation in
            client.embed(request) { continuation.resume(returning: $0) }
        }
    }

    @Test func manyTextsInTheirOrder() async throws {
        let server = try ProviderServer()
        let client = try client(server)
        let texts = (0..<150).map { "text \($0)" }
        let outcome = await embed(client, EmbeddingRequest(provider: "local", texts: texts, dimensions: 8))
        let reply = try outcome.result.get()
        #expect(reply.vectors.count == 150)
        #expect(Set(reply.vectors.map(\.count)) == [8])
        #expect(outcome.usage.inputTokens == 1050)
        #expect(try server.log().count == 3)
        let alone = await embed(client, EmbeddingRequest(provider: "local", texts: [texts[149]]))
        #expect(try alone.result.get().vectors[0] == reply.vectors[149])
    }

    @Test func anotherLengthIsRefused() async throws {
        let server = try ProviderServer()
        let client = try client(server)
        let outcome = await embed(client, EmbeddingRequest(provider: "local", texts: ["a"], dimensions: 9))
        #expect(outcome.result.problem?.code == .providerError)
        #expect(outcome.result.problem?.message.contains("8 numbers instead of 9") == true)
    }

    @Test func noTextsNoRequest() async throws {
        let server = try ProviderServer()
        let client = try client(server)
        let outcome = await embed(client, EmbeddingRequest(provider: "local", texts: []))
        #expect(try outcome.result.get().vectors.isEmpty)
        #expect(try server.log().isEmpty)
    }

    @Test func groupsAreBoundedByTextsAndBytes() {
        #expect(EmbeddingEnvelope.groups(Array(repeating: "a", count: 65)) == [0..<64, 64..<65])
        let large = String(repeating: "x", count: Limits.embeddingBytes)
        #expect(EmbeddingEnvelope.groups([large, "a", large]) == [0..<1, 1..<2, 2..<3])
    }
}

@Suite struct TranscriptionTests {
    private func transcribe(
        _ client: ProviderClient, _ request: TranscriptionRequest
    ) async -> ProviderOutcome<TranscriptionReply> {
        await withCheckedContinuation { continuation in
            client.transcribe(request) { continuation.resume(returning: $0) }
        }
    }

    private func recording(bytes: Int) -> TranscriptionRequest.Audio {
        TranscriptionRequest.Audio(name: "a \"b\".mp3", mediaType: "audio/mpeg", length: Int64(bytes)) { offset, room in
            let count = min(room.count, bytes - Int(offset))
            for place in 0..<count { room[place] = UInt8(ascii: "s") }
            return count
        }
    }

    @Test func passagesAndPrice() async throws {
        let server = try ProviderServer()
        let client = try client(server)
        var request = TranscriptionRequest(provider: "local", audio: recording(bytes: 3000))
        request.language = "en"
        let outcome = await transcribe(client, request)
        let reply = try outcome.result.get()
        #expect(reply.text == "Hello there. Good bye.")
        #expect(
            reply.segments == [
                .init(start: 0, end: 1.5, text: "Hello there."), .init(start: 1.5, end: 3.5, text: "Good bye."),
            ])
        #expect(outcome.usage.audioSeconds == 3.5)
        #expect(outcome.cost == Money("0.0035"))
        let sent = try #require(try server.log().first)
        let form = sent["body"]?.string ?? ""
        #expect(form.contains("name=\"response_format\"\r\n\r\nverbose_json\r\n"))
        #expect(form.contains("filename=\"a__b_.mp3\""))
        #expect(form.contains("name=\"language\"\r\n\r\nen\r\n"))
        #expect(form.contains(String(repeating: "s", count: 3000) + "\r\n--dropmill-"))
    }

    @Test func serversWithoutPassages() async throws {
        let server = try ProviderServer([
            "script": [
                ["status": 400, "body": ["error": ["message": "response_format 'verbose_json' is not compatible"]]],
                ["body": ["text": "Only text", "usage": ["type": "duration", "seconds": 9]]],
            ]
        ])
        let client = try client(server)
        let outcome = await transcribe(client, TranscriptionRequest(provider: "local", audio: recording(bytes: 10)))
        #expect(try outcome.result.get().text == "Only text")
        #expect(outcome.usage.audioSeconds == 9)
        #expect(outcome.attempts == 2)
    }
}
