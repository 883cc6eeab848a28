import Foundation
import TestSupport
import Testing

/// What `dropmill once` says and leaves behind when it cannot start.
struct OnceRefusalTests {
    @Test func aRefusedJobFileWasOnlyAnExitCode() async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.prepare("papers", ["note.txt": "note", "job.json": #"{"nmae": "x"}"#])
            let result = try await agent.once("papers")
            #expect(result.code == 11)
            #expect(result.errors.contains("did you mean name?"), "\(result.errors)")
        }
    }

    @Test func refusedResultsLeftADirectoryInTheSource() async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.prepare("papers", ["note.txt": "note"])
            let papers = "\(agent.place)/incoming/papers"
            let result = try await agent.command(["once", papers, "--out", papers + "/results"])
            #expect(result.code == 2)
            #expect(try FileManager.default.contentsOfDirectory(atPath: papers) == ["note.txt"])
        }
    }
}
