import Model
import TestSupport
import Testing

/// A program that calls itself a document fails alone.
struct NameTests {
    @Test func program() async throws {
        await Scenario.run("a program named .pdf", long: 2) { _ in
            try await AgentProcess.with { agent in
                let program: [UInt8] = [0x4D, 0x5A] + [UInt8](repeating: 0, count: 200)
                try agent.drop(
                    "mixed",
                    FileTree([
                        (BytePath("program.pdf"), .file(program)), (BytePath("note.txt"), .file(Array("text".utf8))),
                    ]))
                let batch = try await agent.finished("mixed", as: "partially_failed")
                try check(batch.results.map { $0["state"]?.string } == ["succeeded", "failed"], "\(batch.results)")
            }
        }
    }
}
