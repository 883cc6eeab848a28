import Foundation
import Model
import TestSupport
import Testing

/// What is said in recordings, written down by a server that speaks the OpenAI protocol.
struct TranscriptTests {
    private static let price = "{minute: 0.60, input: 1000, output: 2000}"

    private func options(_ server: ProviderServer, job: String = "{type: parse_v2}") -> AgentProcess.Options {
        var options = AgentProcess.Options()
        options.job = job
        options.global += [
            "offline: false",
            "providers: {local: {base_url: '\(server.baseURL)', model: tiny, transcription_model: ears, "
                + "prices: \(Self.price)}}",
        ]
        return options
    }

    /// One channel of 8 bits at 8000 Hz.
    private static func wave(seconds: Int) -> [UInt8] {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> (8 * $0) & 0xFF) } }
        let count = 8000 * seconds
        let format = little(1, 2) + little(1, 2) + little(8000, 4) + little(8000, 4) + little(1, 2) + little(8, 2)
        let samples = (0..<count).map { UInt8(128 + ($0 / 9 % 2) * 40) }
        return Array("RIFF".utf8) + little(36 + count, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + format
            + Array("data".utf8) + little(count, 4) + samples
    }

    @Test func wordsOfARecordingStandInItsDocumentWithTheirTimes() async throws {
        let server = try ProviderServer()
        try await AgentProcess.with(options(server)) { agent in
            try agent.drop("calls", ["talk.wav": .file(Self.wave(seconds: 3)), "note.txt": "A note.\n"])
            let batch = try await agent.finished("calls", as: "completed")
            let document = try #require(batch.json("files/talk.wav/document.json"))
            let page = try #require(document["pages"]?.array?.first)
            #expect(
                page["segments"]?.array?.first == ["start": 0, "end": 1.5, "text": "Hello there."])
            #expect(
                page["markdown"]?.string?.contains("\n## Transcript\n\n[00:00] Hello there.\n\n[00:01] Good bye.\n")
                    == true)
            #expect(page["text"]?.string?.contains("Hello there.\n\nGood bye.") == true)
            #expect(document["metadata"]?["language"] == "english")
            #expect(document["metadata"]?["duration_seconds"]?.number == 3)
            #expect(document["metadata"]?["transcript"]?["model"] == "ears")
            #expect(document["metadata"]?["transcript"]?["provider"] == "local")
            #expect(batch.result("talk.wav")?["page_count"]?.integer == 1)
            let asked = try server.log().filter { $0["path"]?.string?.hasSuffix("audio/transcriptions") == true }
            #expect(asked.count == 1)
            // Three seconds at 16 kHz of two bytes, and the form around them.
            #expect((96_044...100_000).contains(asked.first?["bytes"]?.integer ?? 0))
            // The server says 3.5 seconds, at 0.60 a minute.
            #expect(batch.result("talk.wav")?["cost"]?.number == 0.035)
            let cost = try await agent.dropmill("cost", batch.id, "--json")
            let lines = try JSONParser.parse(Array(cost.output.utf8))["lines"]?.array ?? []
            #expect(lines.contains { $0["kind"] == "reserve" && $0["amount"]?.number == 0.03 })
            #expect(lines.contains { $0["kind"] == "settle" && $0["amount"]?.number == 0.035 })
            #expect(AgentProcess.schemaProblems(of: [batch]) == [])
        }
    }

    @Test func fieldsAreExtractedFromWhatIsSaid() async throws {
        let server = try ProviderServer([
            "answer": #"{"total": 12.5}"#,
            "script": [
                [
                    "match": "audio/wav",
                    "body": [
                        "text": "Total 12.50", "language": "en", "duration": 2,
                        "segments": [["start": 0, "end": 2, "text": "Invoice 7. Total 12.50"]],
                    ],
                ]
            ],
        ])
        try await AgentProcess.with(options(server, job: "{type: extract_v2}")) { agent in
            try agent.drop(
                "spoken",
                [
                    "call.wav": .file(Self.wave(seconds: 2)),
                    "schema.json": #"{"type": "object", "properties": {"total": {"type": "number"}}}"#,
                    "job.json": #"{"config": {"job": {"type": "extract_v2"}}}"#,
                ])
            let batch = try await agent.finished("spoken", as: "completed")
            #expect(batch.json("files/call.wav/extract.json")?["total"]?.number == 12.5)
            #expect(batch.json("files/call.wav/document.json")?["pages"]?.array?.first?["segments"] != nil)
            #expect(AgentProcess.schemaProblems(of: [batch]) == [])
        }
    }

    @Test func whatTheServerSaysWrongIsTheErrorOfTheFileAndRetryAsksAgain() async throws {
        let server = try ProviderServer([
            "script": [["match": "audio/wav", "status": 400, "times": 2, "body": ["error": ["message": "bad sound"]]]]
        ])
        try await AgentProcess.with(options(server)) { agent in
            try agent.drop("calls", ["talk.wav": .file(Self.wave(seconds: 1)), "note.txt": "A note.\n"])
            let failed = try await agent.finished("calls", as: "partially_failed")
            #expect(failed.errorCode("talk.wav") == "provider_error")
            try agent.control("calls", "RETRY")
            let batch = try await agent.reaches("completed", "calls")
            #expect(batch.json("files/talk.wav/document.json")?["pages"]?.array?.first?["segments"] != nil)
        }
    }

    @Test func whatIsTooLongIsRefusedWithItsDurationBeforeAnyCall() async throws {
        let server = try ProviderServer()
        try await AgentProcess.with(options(server)) { agent in
            try agent.drop("long", ["talk.wav": .file(Self.wave(seconds: 610)), "note.txt": "A note.\n"])
            let batch = try await agent.finished("long", as: "partially_failed")
            #expect(batch.errorCode("talk.wav") == "duration_too_long")
            #expect(batch.result("talk.wav")?["error"]?["details"]?["duration"]?.number == 610)
            #expect(try server.log().isEmpty)
        }
    }

    @Test func offlineARecordingIsDescribedAndSaysWhyThereAreNoWords() async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.prepare("calls", ["talk.wav": .file(Self.wave(seconds: 1))])
            let result = try await agent.once("calls")
            #expect(result.code == 0, "\(result.errors)")
            let warnings = agent.results.result("talk.wav")?["warnings"]?.array?.compactMap(\.string) ?? []
            #expect(
                warnings == ["no transcript: no provider with a transcription_model is configured, or offline is true"])
            #expect(agent.results.json("files/talk.wav/document.json")?["metadata"]?["duration_seconds"]?.number == 1)
        }
    }
}
