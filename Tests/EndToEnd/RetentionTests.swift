import Foundation
import Model
import TestSupport
import Testing

/// Removing, bringing back, keeping for a time and comparing, with the real agent and the command line.
struct RetentionTests {
    @Test func aRemovedBatchComesBackByTheCommandLine() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("papers", .notes(2))
            let batch = try await agent.finished("papers", as: "completed")
            let removed = try await agent.dropmill("rm", "papers")
            #expect(removed.code == 0, "\(removed.errors)")
            #expect(!FileManager.default.fileExists(atPath: batch.path))
            #expect(!FileManager.default.fileExists(atPath: "\(agent.root)/archive/papers"))
            #expect(try await agent.dropmill("show", "papers").code == 4)
            #expect(try await !agent.dropmill("list").output.contains("papers"))
            #expect(try await agent.dropmill("list", "--removed").output.contains("papers"))
            #expect(try await agent.dropmill("history", "--batch", "papers").output.contains("succeeded"))
            let back = try await agent.dropmill("rm", "--undo", "papers")
            #expect(back.code == 0, "\(back.errors)")
            #expect(agent.batch("papers").word == "completed")
            #expect(FileManager.default.fileExists(atPath: "\(agent.root)/archive/papers"))
            try agent.control("papers", "FORCE")
            try await eventually("the second run of what came back") {
                agent.batch("papers").eventNames.filter { $0 == "batch.completed" }.count == 2
                    && agent.batch("papers").isFinal
            }
        }
    }

    @Test func deleteInControlMovesABatchIntoTheTrashAndPurgeEndsIt() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("papers", .notes(1))
            let batch = try await agent.finished("papers", as: "completed")
            let trash = "\(agent.root)/.dropmill/trash/\(batch.id)"
            try agent.control("papers", "delete.txt")
            try await eventually("the removal") { !FileManager.default.fileExists(atPath: batch.path) }
            #expect(FileManager.default.fileExists(atPath: trash))
            let purged = try await agent.dropmill("rm", "--purge", "papers", "--json")
            #expect(purged.code == 0, "\(purged.errors)")
            #expect(!FileManager.default.fileExists(atPath: trash))
            #expect(try await agent.dropmill("rm", "--undo", "papers").code != 0)
            #expect(try await agent.dropmill("rm", "nothing").code == 4)
        }
    }

    @Test func retentionRemovesWhatIsOldAndASecondAgentGoesOn() async throws {
        let options = AgentProcess.Options.folder("retention: {outbox: 10s, trash: 15s}")
        try await AgentProcess.with(options) { agent in
            try agent.drop("papers", .notes(1))
            let batch = try await agent.finished("papers", as: "completed")
            let trash = "\(agent.root)/.dropmill/trash/\(batch.id)"
            try await eventually("the end of its time") { !FileManager.default.fileExists(atPath: batch.path) }
            await agent.kill()
            try await agent.start()
            try await eventually("the end of the trash") { !FileManager.default.fileExists(atPath: trash) }
            #expect(FileManager.default.fileExists(atPath: "\(agent.root)/archive/papers"))
        }
    }

    @Test func diffNamesWhatChangedSinceTheBatchBefore() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("papers", ["a.txt": "one\ntwo\nthree", "b.txt": "the same"])
            try await agent.finished("papers", as: "completed")
            try agent.drop("papers", ["a.txt": "one\n2\nthree", "b.txt": "the same", "c.txt": "new"])
            let second = try await agent.finished("papers (2)", as: "completed")
            #expect(second.result("b.txt")?["state"]?.string == "skipped")
            #expect(second.result("a.txt")?["state"]?.string == "succeeded")
            #expect(agent.batch("papers").bytes("files/a.txt/document.txt") != second.bytes("files/a.txt/document.txt"))
            let diff = try await agent.dropmill("diff", "papers (2)", "--json")
            let json = try JSONParser.parse(Array(diff.output.utf8))
            let differences = json["differences"]?.array ?? []
            #expect(differences.compactMap { $0["path"]?.string } == ["a.txt", "b.txt", "c.txt"])
            #expect(differences.first?["text"]?["lines_added"]?.integer == 1)
            #expect(differences.last?["change"]?.string == "added")
            try agent.control("papers (2)", "FORCE")
            try await eventually("the second run") {
                agent.batch("papers (2)").eventNames.filter { $0 == "batch.completed" }.count == 2
                    && agent.batch("papers (2)").isFinal
            }
            let version = try await agent.dropmill("diff", "papers (2)", "--version", "1")
            #expect(version.output.contains("b.txt\n  state: skipped -> succeeded"), "\(version.output)")
            let first = agent.batch("papers").id
            #expect(try await agent.dropmill("diff", first).code == 4, "it is the first of its name")
            // The name of a directory counts for more than a display name that both have.
            #expect(try await agent.dropmill("rm", "papers").code == 0)
            #expect(!agent.batch("papers").contains("status.json"))
            #expect(agent.batch("papers (2)").contains("status.json"))
        }
    }

    @Test func aRerunTakesAnotherConfigurationThatTheFolderAllows() async throws {
        let options = AgentProcess.Options.folder("allow_configurations: [cfg-short]")
        try await AgentProcess.with(options, started: false) { agent in
            let directory = "\(agent.place)/configurations"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            try Data("id: cfg-short\ntype: parse_v2\nparameters: {outputs: [text]}\n".utf8)
                .write(to: URL(fileURLWithPath: directory + "/cfg-short.yaml"))
            try await agent.start()
            try agent.drop("papers", .notes(1))
            let first = try await agent.finished("papers", as: "completed")
            let refused = try await agent.dropmill("rerun", "papers", "--configuration", "cfg-other")
            #expect(refused.code == 1)
            #expect(refused.errors.contains("known are cfg-short"), "\(refused.errors)")
            let again = try await agent.dropmill("rerun", "papers", "--configuration", "cfg-short")
            #expect(again.code == 0, "\(again.errors)")
            let second = try await agent.finished("papers (2)", as: "completed")
            #expect(second.status?["rerun_of"]?.string == first.id)
            #expect(second.status?["job"]?["configuration_id"]?.string == "cfg-short")
            #expect(second.json("config.json")?["sha256"] != first.json("config.json")?["sha256"])
        }
    }

    @Test(.enabled(if: TestUser.agent == nil)) func twoProjectsMayUseTheSameName() async throws {
        try await withTemporaryDirectory { place in
            try FileManager.default.createDirectory(atPath: "\(place)/other/inbox", withIntermediateDirectories: true)
            var options = AgentProcess.Options.folder("project_id: org-1/first")
            options.otherFolders = [
                "  - {name: other, root: \(place)/other, job: {type: parse_v2}, project_id: org-1/second}"
            ]
            try await AgentProcess.with(options) { agent in
                try agent.drop("papers", .notes(1))
                let first = try await agent.finished("papers", as: "completed")
                let papers = try agent.prepare("papers", .notes(2))
                try FileManager.default.moveItem(atPath: papers, toPath: "\(place)/other/inbox/papers")
                let second = PublishedBatch(path: "\(place)/other/outbox/papers")
                try await eventually("the end of the other batch") { second.isFinal }
                #expect(first.id != second.id)
                #expect(first.json("batch.json")?["project_id"]?.string == "org-1/first")
                #expect(second.json("batch.json")?["project_id"]?.string == "org-1/second")
                let list = try await agent.dropmill("history", "--batches", "--folder", "other", "--json")
                let batches = try JSONParser.parse(Array(list.output.utf8))["batches"]?.array ?? []
                #expect(batches.map { $0["project_id"]?.string } == ["org-1/second"])
            }
        }
    }
}
