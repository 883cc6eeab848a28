import Foundation
import Model
import TestSupport
import Testing

/// An agent that is killed at any moment and started again ends with the same outbox.
struct KillTests {
    /// Files of the batch and kills; `DROPMILL_TEST_KILLS` raises the latter for a long run.
    private static let files = 60
    private static let kills = ProcessInfo.processInfo.environment["DROPMILL_TEST_KILLS"].flatMap { Int($0) } ?? 6

    @Test func killedAgentLosesAndDoublesNothing() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("undisturbed", Self.tree)
            let expected = Self.essence(try await agent.finished("undisturbed", as: "completed"))
            for round in 0..<Self.kills {
                let name = "round-\(round)"
                let moment = Duration.milliseconds(Int.random(in: 1...900))
                try agent.drop(name, Self.tree)
                try await Task.sleep(for: moment)
                await agent.kill()
                try await agent.start()
                let batch = try await agent.finished(name, as: "completed")
                #expect(Self.essence(batch) == expected, "killed \(moment) after the drop")
            }
        }
    }

    @Test func terminatedAgentEndsInTimeAndGoesOnLater() async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            try await agent.withFrozenWorkers {
                try agent.drop("interrupted", .notes(20))
                try await agent.reaches("processing", "interrupted")
                let began = ContinuousClock.now
                let code = try await agent.stop()
                #expect(code == 0)
                #expect(ContinuousClock.now - began < .seconds(10))
            }
            try await agent.start()
            let batch = try await agent.finished("interrupted", as: "completed")
            #expect(batch.results.count == 20)
        }
    }

    /// Text files and PDFs, in directories; read in every round, though the content is always the same.
    private static let tree = FileTree(
        (0..<files).map { number in
            number.isMultiple(of: 10)
                ? (BytePath("papers/paper-\(number).pdf"), .file(Samples.pdf("paper \(number)", "its second page")))
                : (BytePath("notes/note-\(number).txt"), .file(Array("note \(number)\n".utf8)))
        } + [(BytePath("job.json"), "{\"force_overwrite\": true}")])

    /// What must be the same however often the agent died: outcome and content of every item.
    private static func essence(_ batch: PublishedBatch) -> [String] {
        batch.results.map { line in
            let text = batch.bytes(line["outputs"]?["text"]?.string ?? "") ?? []
            let parts = [line["index"], line["path"], line["state"], line["sha256"], line["mime_type"]]
            return parts.map { "\($0 ?? .null)" }.joined(separator: " ") + " " + String(decoding: text, as: UTF8.self)
        }
    }
}
