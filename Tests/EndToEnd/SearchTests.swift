import Foundation
import Model
import TestSupport
import Testing

/// Finished batches are searched with the command line; collections are kept, removed and rebuilt.
struct SearchTests {
    private static func saved(_ parameters: String, at agent: AgentProcess) throws {
        let directory = "\(agent.place)/configurations"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Data("id: cfg-embed\ntype: embed\nparameters: \(parameters)\n".utf8)
            .write(to: URL(fileURLWithPath: directory + "/cfg-embed.yaml"))
    }

    private func found(_ agent: AgentProcess, _ arguments: String...) async throws -> [JSONValue] {
        try await found(agent, arguments)
    }

    private func found(_ agent: AgentProcess, _ arguments: [String]) async throws -> [JSONValue] {
        let result = try await agent.command(["search"] + arguments + ["--json", "--config", agent.configuration])
        return (try? JSONParser.parse(Array(result.output.utf8)))?["results"]?.array ?? []
    }

    /// Waits until a search has so many results; indexing comes after the final status.
    private func eventually(_ count: Int, _ agent: AgentProcess, _ arguments: String...) async throws -> [JSONValue] {
        var last: [JSONValue] = []
        for _ in 0..<150 {
            last = try await found(agent, arguments)
            if last.count == count { return last }
            try await Task.sleep(for: .milliseconds(200))
        }
        try check(last.count == count, "\(arguments): \(last.count) instead of \(count) results")
        return last
    }

    @Test func aPageIsFoundWithSnippetAndBoxUntilItsCollectionIsRemoved() async throws {
        var options = AgentProcess.Options()
        // It takes results out of the outbox itself.
        options.checksInvariants = false
        try await AgentProcess.with(options) { agent in
            let pdf = PDFFixture(pages: [["Nothing here"], ["Delivery of twelve chairs"]]).bytes()
            try agent.drop("letters", ["a.pdf": .file(pdf), "b.txt": "chairs and tables"])
            let batch = try await agent.finished("letters", as: "completed")
            #expect(batch.status?["settings"]?["collection_id"] == "default")
            let hits = try await eventually(2, agent, "chairs")
            let hit = try #require(hits.first { $0["path"] == "a.pdf" })
            #expect(hit["page"]?.integer == 2)
            #expect(hit["snippet"]?.string?.contains("twelve chairs") == true)
            #expect((hit["bbox"]?["w"]?.number ?? 0) > 0)
            #expect(hit["output"]?.string == batch.path + "/files/a.pdf")
            #expect(try await found(agent, "\"twelve chairs\"").count == 1)
            #expect(try await found(agent, "chairs", "--folder", "nowhere").isEmpty)

            // What is gone from the outbox is still found, until the collection is removed.
            try FileManager.default.removeItem(atPath: batch.path + "/files/b.txt")
            #expect(try await found(agent, "tables").count == 1)
            let rebuilt = try await agent.dropmill("collection", "rebuild", "default", "--json")
            #expect(rebuilt.code == 0, "\(rebuilt.errors)")
            #expect(try await found(agent, "tables").isEmpty)
            #expect(try await found(agent, "chairs").count == 1)
            #expect(try await agent.dropmill("collection", "rm", "default").code == 0)
            let gone = try await agent.dropmill("search", "chairs")
            #expect(gone.code == 4)
        }
    }

    @Test func vectorsOfAnEmbedJobAreInItsCollection() async throws {
        var options = AgentProcess.Options.folder("allow_configurations: [cfg-embed]")
        options.folder.append("allow_collections: [finance/office/chairs]")
        try await AgentProcess.with(options, started: false) { agent in
            try Self.saved("{chunk: {size: 20, overlap: 5}}", at: agent)
            try await agent.start()
            let job =
                #"{"config":{"job":{"type":"embed","configuration_id":"cfg-embed"}},"#
                + #""collection_id":"finance/office/chairs"}"#
            try agent.drop(
                "furniture",
                [
                    "a.txt": "An order of furniture for the office", "b.txt": "A recipe of bread with rye flour",
                    "job.json": .file(Array(job.utf8)),
                ])
            let batch = try await agent.finished("furniture", as: "completed")
            #expect(batch.results.allSatisfy { $0["outputs"]?["embedding"] != nil })
            #expect(AgentProcess.schemaProblems(of: [batch]) == [])
            let hits = try await eventually(1, agent, "furnitures", "--collection", "finance/office/chairs")
            #expect(hits.first?["path"] == "a.txt")
            #expect(hits.first?["methods"] == ["vectors"])
            #expect(hits.first?["chunk"]?.integer == 0)
            let shown = try await agent.dropmill("collection", "show", "finance/office/chairs", "--json")
            let summary = try JSONParser.parse(Array(shown.output.utf8))
            #expect(summary["chunks"]?.integer == 2)
            #expect(summary["vectors"]?.array?.first?["dimensions"]?.integer == 384)
        }
    }

    @Test func whatIsDeletedIsFoundNoMoreUntilItComesBack() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("letters", ["a.txt": "armchairs"])
            let id = try await agent.finished("letters", as: "completed").id
            #expect(try await eventually(1, agent, "armchairs").first?["path"] == "a.txt")
            try agent.control("letters", "DELETE")
            _ = try await eventually(0, agent, "armchairs")
            let undone = try await agent.dropmill("rm", "--undo", id)
            #expect(undone.code == 0, "\(undone.errors)")
            #expect(try await eventually(1, agent, "armchairs").first?["path"] == "a.txt")
        }
    }

    @Test func nothingIsIndexedWhereSearchIsOff() async throws {
        try await AgentProcess.with(.folder("search: false")) { agent in
            try agent.drop("quiet", ["a.txt": "whisper"])
            try await agent.finished("quiet", as: "completed")
            try await Task.sleep(for: .seconds(1))
            #expect(!FileManager.default.fileExists(atPath: "\(agent.place)/state/collections"))
        }
    }

    @Test func whatWasNotIndexedWhenTheAgentDiedIsIndexedAfterwards() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("before", ["a.txt": "resurrection"])
            try await agent.finished("before", as: "completed")
            await agent.kill()
            try? FileManager.default.removeItem(atPath: "\(agent.place)/state/collections")
            // As if it had died between the final status and the collection.
            let script =
                "import sqlite3,sys; c = sqlite3.connect(sys.argv[1]); "
                + "c.execute('INSERT OR REPLACE INTO unindexed (batch, position, is_removal) "
                + "SELECT number, 0, 0 FROM batches'); c.commit()"
            let edit = Process()
            edit.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
            edit.arguments = ["-c", script, "\(agent.place)/state/store.sqlite"]
            try edit.run()
            edit.waitUntilExit()
            #expect(edit.terminationStatus == 0)
            try await agent.start()
            _ = try await eventually(1, agent, "resurrection")
        }
    }

    @Test func aProviderMakesTheVectorsOfDocumentsAndQueries() async throws {
        let server = try ProviderServer()
        var options = AgentProcess.Options.folder("allow_configurations: [cfg-embed]")
        options.job = "{type: embed, configuration_id: cfg-embed}"
        options.global += [
            "offline: false",
            "providers: {local: {base_url: '\(server.baseURL)', model: tiny, prices: {input: 1000, output: 2000}}}",
        ]
        try await AgentProcess.with(options, started: false) { agent in
            try Self.saved("{engine: provider}", at: agent)
            try await agent.start()
            try agent.drop("asked", ["a.txt": "An order of furniture"])
            let batch = try await agent.finished("asked", as: "completed")
            let embedding = try #require(batch.json("files/a.txt/embedding.json"))
            #expect(embedding["method"] == "provider")
            #expect(embedding["provider"] == "local")
            #expect(embedding["chunks"]?.array?.count == 1)
            #expect((batch.results.first?["cost"]?.number ?? 0) > 0)
            let hits = try await eventually(1, agent, "furniture")
            #expect(hits.first?["methods"] == ["words", "vectors"])
            #expect(try server.log().filter { $0["path"]?.string?.hasSuffix("embeddings") == true }.count >= 2)
        }
    }
}
