import Foundation
import Model
import TestSupport
import Testing

/// `dropmill once`: one directory, in place, without an agent.
struct OnceTests {
    @Test func writesWhatAnOutboxHolds() async throws {
        try await prepared(Samples.letters) { agent in
            let result = try await agent.once("papers")
            #expect(result.code == 0, "\(result.errors)")
            #expect(agent.results.word == "completed")
            #expect(agent.results.results.count == 2)
            for name in [
                "STATUS.txt", "config.json", "batch.json", "results.csv", "summary.json", "events.jsonl", "report.html",
            ] {
                #expect(agent.results.contains(name), "\(name) is missing")
            }
            #expect(agent.results.contains("files/letter.pdf/document.md"))
            #expect(AgentProcess.schemaProblems(of: [agent.results]) == [])
        }
    }

    /// The code pages of RTF are files of the system, which the sandbox must let the worker read.
    @Test func codePagesAreReadInTheSandbox() async throws {
        try await prepared(["letter.rtf": #"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2\par}"#]) { agent in
            let result = try await agent.once("papers")
            #expect(result.code == 0, "\(result.errors)")
            let text = agent.results.bytes("files/letter.rtf/document.txt")
            #expect(text.map { String(decoding: $0, as: UTF8.self) } == "Привет\n")
        }
    }

    @Test func leavesTheDirectoryAsItIs() async throws {
        try await prepared(Samples.letters) { agent in
            _ = try await agent.once("papers")
            let papers = "\(agent.place)/incoming/papers"
            let left = try FileManager.default.subpathsOfDirectory(atPath: papers)
            #expect(Set(left) == ["letter.pdf", "notes", "notes/note.txt"])
        }
    }

    @Test(arguments: [
        ("all.json", "{\"status\": \"completed\"}", 0),
        ("damaged.pdf", "%PDF-1.4 and nothing else", 10),
    ])
    func exitCodeTellsTheOutcome(name: String, content: String, code: Int32) async throws {
        try await prepared(["good.txt": "good"]) { agent in
            try Data(content.utf8).write(to: URL(fileURLWithPath: "\(agent.place)/incoming/papers/\(name)"))
            let result = try await agent.once("papers")
            #expect(result.code == code, "\(result.errors)")
        }
    }

    @Test func allFailedIsElevenAndNothingFoundIsFour() async throws {
        try await prepared(["empty.pdf": ""]) { agent in
            let failed = try await agent.once("papers")
            #expect(failed.code == 11)
            let missing = try await agent.once("nowhere")
            #expect(missing.code == 4)
        }
    }

    @Test func jsonGoesToStandardOutputAndProgressDoesNot() async throws {
        try await prepared(Samples.letters) { agent in
            let result = try await agent.once("papers", "--json")
            let value = try JSONParser.parse(Array(result.output.utf8))
            #expect(value["success"]?.bool == true)
            #expect(value["processed_count"]?.integer == 2)
        }
    }

    @Test func resultsAreNeverMixedWithOlderOnes() async throws {
        try await prepared(Samples.letters) { agent in
            let first = try await agent.once("papers")
            #expect(first.code == 0)
            let again = try await agent.once("papers")
            #expect(again.code == 2)
            #expect(again.errors.contains("results"), "the message names the directory: \(again.errors)")
        }
    }

    private func prepared(_ tree: FileTree, _ body: (AgentProcess) async throws -> Void) async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.prepare("papers", tree)
            try await body(agent)
        }
    }
}
