import Foundation
import Model
import TestSupport
import Testing

/// What makes two files duplicates, and what a person does so that they are worked all the same.
struct DuplicateKeyTests {
    private static func states(of batch: PublishedBatch) -> [String] {
        batch.results.compactMap { $0["state"]?.string }
    }

    @Test func theKey() async throws {
        await Scenario.run("duplicates: other collection or reading is worked", short: 1, long: 3) { _ in
            try await AgentProcess.with(.folder("allow_collections: [c1, c2]")) { agent in
                let table: FileTree.Content = "a,b\n1,2\n3,4\n"
                try agent.drop("first", ["t.csv": table])
                try await agent.finished("first", as: "completed")
                for (name, collection, state) in [
                    ("c1", "c1", "succeeded"), ("c2", "c2", "succeeded"), ("c1 again", "c1", "skipped"),
                ] {
                    let job = "{\"collection_id\": \"\(collection)\"}"
                    try agent.drop(name, ["t.csv": table, "job.json": .file(Array(job.utf8))])
                    let batch = try await agent.finished(name, as: "completed")
                    try check(Self.states(of: batch) == [state], "\(name): \(Self.states(of: batch))")
                }
                // The bytes of a table under the name of a note are read in another way.
                try agent.drop("note", ["t.txt": table])
                let note = try await agent.finished("note", as: "completed")
                let sameType = note.results.first?["mime_type"]?.string == "text/csv"
                try check(Self.states(of: note) == [sameType ? "skipped" : "succeeded"], "\(note.results)")
            }
        }
    }

    @Test func anotherFolderIsNeverNamed() async throws {
        await Scenario.run("duplicates: another folder is never named", short: 1, long: 3) { _ in
            try await AgentProcess.with(started: false) { agent in
                let other = "\(agent.place)/other"
                for name in ["inbox", "outbox", "archive"] {
                    try FileManager.default.createDirectory(
                        atPath: "\(other)/\(name)", withIntermediateDirectories: true)
                }
                if let user = TestUser.agent {
                    try AgentProcess.execute("/usr/bin/chown", ["-R", "\(user.uid):\(user.gid)", other])
                }
                let folder = "  - name: other\n    root: \(other)\n    job: {type: parse_v2}\n    batch_settle: 1s\n"
                let settings = try String(contentsOfFile: agent.configuration, encoding: .utf8) + folder
                try settings.write(toFile: agent.configuration, atomically: false, encoding: .utf8)
                try await agent.start()
                try agent.drop("first", ["a.txt": "same in both"])
                try await agent.finished("first", as: "completed")
                try FileTree(dictionaryLiteral: ("a.txt", "same in both")).write(below: agent.prepare("moved", [:]))
                try FileManager.default.moveItem(atPath: "\(agent.place)/incoming/moved", toPath: "\(other)/inbox/b")
                let batch = PublishedBatch(path: "\(other)/outbox/b")
                try await eventually("the end of the batch in the other folder") { batch.isFinal }
                try check(Self.states(of: batch) == ["succeeded"], "\(batch.results)")
                try check(batch.results[0]["duplicate_of"]?.isNull == true, "duplicate_of of another folder")
            }
        }
    }

    @Test func whatAPersonAsksForIsWorked() async throws {
        await Scenario.run("duplicates: force_overwrite, FORCE, RERUN and RETRY work everything", short: 1, long: 3) {
            _ in
            try await AgentProcess.with { agent in
                let tree: FileTree = ["a.txt": "said twice", "b.txt": "said twice", "c.pdf": "%PDF-1.4 damaged"]
                try agent.drop("first", tree)
                let first = try await agent.finished("first", as: "partially_failed")
                try check(Self.states(of: first) == ["succeeded", "skipped", "failed"], "\(Self.states(of: first))")

                let job = FileTree.Content.file(Array(#"{"force_overwrite": true}"#.utf8))
                try agent.drop("forced", FileTree(tree.entries + [(BytePath("job.json"), job)]))
                let forced = try await agent.finished("forced", as: "partially_failed")
                try check(
                    Self.states(of: forced) == ["succeeded", "succeeded", "failed"], "\(Self.states(of: forced))")
                try check(forced.status?["settings"]?["force_overwrite"] == true, "settings of status.json")

                for (word, runs) in [("FORCE", 2), ("RETRY", 3)] {
                    try agent.control("first", word)
                    try await Self.finished(runs, agent.batch("first"))
                    let states = Self.states(of: agent.batch("first"))
                    try check(states == ["succeeded", "succeeded", "failed"], "\(word): \(states)")
                }
                let old = agent.batch("first").lines("versions/1/results.jsonl").compactMap { $0["state"]?.string }
                try check(old == ["succeeded", "skipped", "failed"], "versions/1: \(old)")

                try agent.control("first", "RERUN")
                let again = try await agent.finished("first (2)", as: "partially_failed")
                try check(Self.states(of: again) == ["succeeded", "succeeded", "failed"], "\(Self.states(of: again))")
                try check(again.status?["rerun_of"]?.string == first.id, "rerun_of")
            }
        }
    }

    @Test func changedContentIsANewVersion() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("letter", ["a.txt": "version one"])
            let first = try await agent.finished("letter", as: "completed")
            try agent.drop("letter", ["a.txt": "version two"])
            let second = try await agent.finished("letter (2)", as: "completed")
            #expect(Self.states(of: second) == ["succeeded"])
            #expect(String(decoding: first.bytes("files/a.txt/document.txt") ?? [], as: UTF8.self).contains("one"))
            #expect(String(decoding: second.bytes("files/a.txt/document.txt") ?? [], as: UTF8.self).contains("two"))
        }
    }

    static func finished(_ runs: Int, _ batch: PublishedBatch, within limit: Duration = .seconds(60)) async throws {
        try await eventually("the end of run \(runs)", within: limit) {
            batch.isFinal && batch.eventNames.filter { $0 == "batch.completed" }.count == runs
        }
    }
}
