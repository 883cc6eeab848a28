import Foundation
import Model
import TestSupport
import Testing

/// What a batch and the failures of its files are known by.
struct IdentityTests {
    @Test func renamingTheOutboxDirectoryKeepsTheId() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("before", .notes(2))
            let id = try #require(try await agent.finished("before", as: "completed").status?["id"]?.string)
            try FileManager.default.moveItem(atPath: "\(agent.outbox)/before", toPath: "\(agent.outbox)/after")
            #expect(agent.batch("after").status?["id"]?.string == id)
            let shown = try await agent.dropmill("show", id, "--json")
            #expect(shown.code == 0)
            let status = try JSONParser.parse(Array(shown.output.utf8))
            #expect(status["id"]?.string == id)
            try FileManager.default.moveItem(atPath: "\(agent.outbox)/after", toPath: "\(agent.outbox)/before")
        }
    }

    @Test func aFileThatCannotBeTakenDiffersFromOneThatCannotBeRead() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("two", ["broken.pdf": "%PDF-1.4 damaged", "link.txt": .link(to: "broken.pdf")])
            let batch = try await agent.finished("two", as: "failed")
            let taken = try #require(batch.result("link.txt"))
            #expect(taken["intake_error"]?["code"]?.string == "symlink_refused")
            let read = try #require(batch.result("broken.pdf"))
            #expect(read["intake_error"] == .null)
            #expect(read["error"]?["code"]?.string == "corrupt_document")
        }
    }

    @Test func aConfigurationOfAnotherTypeIsRefusedBeforeAnythingStarts() async throws {
        try await AgentProcess.with(.folder("allow_configurations: [cfg-tags]"), started: false) { agent in
            let saved = "\(agent.place)/configurations"
            try FileManager.default.createDirectory(atPath: saved, withIntermediateDirectories: true)
            try Data("id: cfg-tags\ntype: tag\n".utf8).write(to: URL(fileURLWithPath: "\(saved)/cfg-tags.yaml"))
            try await agent.start()
            let job = #"{"config": {"job": {"type": "extract_v2", "configuration_id": "cfg-tags"}}}"#
            try agent.drop("wrong", ["a.txt": "text", "job.json": .file(Array(job.utf8))])
            let batch = try await agent.finished("wrong", as: "failed")
            #expect(batch.status?["error"]?["code"]?.string == "validation_error")
            let message = batch.status?["error"]?["message"]?.string ?? ""
            #expect(message.contains("cfg-tags") && message.contains("tag"), "\(message)")
            #expect(batch.status?["started_at"] == .null)
        }
    }
}
