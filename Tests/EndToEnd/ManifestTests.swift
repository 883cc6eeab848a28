import Foundation
import Model
import TestSupport
import Testing

/// A `manifest.csv` in the dropped directory, or a CSV file as a batch: rows instead of files.
struct ManifestTests {
    private static let records = [
        "title,file_source_type,file_path,description,file_size,note",
        "\"First, of \"\"all\"\"\",local,a.txt,\"two\nlines\",5 MB,=1+1", "Second,,sub/b.txt,,,-",
        "Remote,url,https://example.com/doc1.pdf,,,", "Remote,url,https://example.com/doc1.pdf,,,",
        "Outside,local,../../etc/passwd,,,", "Again,local,a.txt,,,", "Gone,local,gone.txt,,,",
    ]
    private static let manifest = records.map { $0 + "\r\n" }.joined()

    private static let tree: FileTree = [
        "a.txt": "the first", "sub/b.txt": "the second", "unnamed.txt": "nobody names me",
        "manifest.csv": .file(Array(manifest.utf8)),
    ]

    @Test func rowsAreTheItemsInTheirOrder() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("rows", Self.tree)
            let batch = try await agent.finished("rows", as: "partially_failed")
            #expect(batch.results.compactMap { $0["row"]?.integer } == Array(1...7))
            #expect(
                batch.results.compactMap { $0["path"]?.string } == [
                    "a.txt", "sub/b.txt", "doc1.pdf", "doc1 (row 4).pdf", "Outside", "a (row 6).txt", "gone.txt",
                ])
            try #require(batch.results.count == 7)
            #expect(batch.results[0]["title"] == "First, of \"all\"")
            #expect(batch.results[0]["warnings"]?.array?.first?.string?.hasPrefix("file_size says 5 MB") == true)
            #expect(batch.results[5]["duplicate_of"]?.string != nil)
            #expect(batch.errorCode("doc1.pdf") == "offline")
            #expect(batch.errorCode("Outside") == "validation_error")
            #expect(batch.results[6]["error"]?["details"]?["line"] == 9)
            #expect(batch.results[6]["error"]?["code"] == "file_not_found")
            #expect(batch.text.contains("1 file is not named by manifest.csv and left alone: unnamed.txt"))
            let errors = batch.json("summary.json")?["summary_report"]?["errors"]?.array
            #expect(errors?.compactMap { $0["row"]?.integer } == [3, 4, 5, 7])
            try Self.expectRepeats(batch)
            #expect(AgentProcess.schemaProblems(of: [batch]) == [])
            let originals = try FileManager.default.contentsOfDirectory(atPath: agent.archive + "/rows")
            #expect(Set(originals) == ["a.txt", "sub", "unnamed.txt", "manifest.csv"])
        }
    }

    /// results.csv with the bytes of our cells taken out is the manifest.
    private static func expectRepeats(_ batch: PublishedBatch) throws {
        var rest = try #require(batch.bytes("results.csv").map { String(decoding: $0, as: UTF8.self) })[...]
        for record in records {
            try #require(rest.hasPrefix(record + ","), "\(record) is missing in \(rest)")
            let end = try #require(rest.firstRange(of: "\r\n"))
            rest = rest[end.upperBound...]
        }
        #expect(rest.isEmpty)
    }

    @Test func rerunAndForceKeepRowsAndTable() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("rows", Self.tree)
            let first = try await agent.finished("rows", as: "partially_failed")
            try agent.control("rows", "FORCE")
            try await eventually("the end of the second run") {
                agent.batch("rows").eventNames.filter { $0 == "batch.completed" }.count == 2
                    && agent.batch("rows").isFinal
            }
            #expect(first.results.compactMap { $0["row"]?.integer } == Array(1...7))
            try Self.expectRepeats(agent.batch("rows"))
            try agent.control("rows", "RERUN")
            let again = try await agent.finished("rows (2)", as: "partially_failed")
            #expect(
                again.results.compactMap { $0["title"]?.string } == first.results.compactMap { $0["title"]?.string })
            try Self.expectRepeats(again)
        }
    }

    @Test(arguments: [
        ("", "empty_manifest", "Empty CSV file"),
        ("title,file_source_type,file_path\n", "empty_manifest", "Empty CSV file"),
        ("name,path\na,b\n", "validation_error", "manifest.csv lacks the columns title and file_path."),
        ("title,file_path\n\"a,b\n", "validation_error", "A quote that is opened in the row at line 2"),
        ("PK\u{3}\u{4}\0", "validation_error", "Invalid file type: manifest.csv"),
    ])
    func aManifestThatCannotBeFollowedRefusesTheBatch(text: String, code: String, message: String) async throws {
        try await AgentProcess.with { agent in
            try agent.drop("refused", ["a.txt": "a", "manifest.csv": .file(Array(text.utf8))])
            let batch = try await agent.finished("refused", as: "failed")
            #expect(batch.status?["error"]?["code"]?.string == code)
            #expect(batch.status?["error"]?["message"]?.string?.hasPrefix(message) == true)
            #expect(!batch.contains("files"))
            #expect(agent.inboxNames == ["refused"])
            try Data("title,file_path\nA,a.txt\n".utf8)
                .write(to: URL(fileURLWithPath: "\(agent.inbox)/refused/manifest.csv"))
            try await agent.reaches("completed", "refused")
        }
    }

    @Test func aDirectoryIsNoManifest() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("refused", ["a.txt": "a", "manifest.csv/b.txt": "b"])
            let batch = try await agent.finished("refused", as: "failed")
            #expect(batch.status?["error"]?["message"]?.string?.hasPrefix("Invalid file type: manifest.csv") == true)
        }
    }

    @Test func aTableInAnInboxOfTablesIsABatch() async throws {
        try await AgentProcess.with(.folder("loose_files: manifest")) { agent in
            let text = "title,file_source_type,file_path\nA,url,https://example.com/a.pdf\nB,local,b.pdf\n"
            try agent.dropFile("Orders.csv", Array(text.utf8))
            let batch = try await agent.finished("Orders.csv", as: "failed")
            #expect(batch.results.compactMap { $0["error"]?["code"]?.string } == ["offline", "validation_error"])
            try agent.dropFile("letter.txt", Array("no table".utf8))
            let refused = try await agent.finished("letter.txt", as: "failed")
            #expect(refused.status?["error"]?["message"]?.string?.hasPrefix("Invalid file type") == true)
            #expect(refused.status?["status_v2"] == "FAILED")
        }
    }

    /// The directory grows in place, and its quiet time is far longer than the test.
    @Test func aManifestSealsWhenAllItNamesIsThere() async throws {
        try await AgentProcess.with(.folder("seal: manifest", "batch_settle: 200s")) { agent in
            try agent.copyInPlace("grows", ["manifest.csv": "title,file_path\nA,a.txt\nB,b.txt\n", "a.txt": "a"])
            try await eventually("the missing file being named") {
                agent.batch("grows").text.contains("b.txt: named by manifest.csv, not there yet")
            }
            try agent.copyInPlace("grows", ["b.txt": "b"])
            let batch = try await agent.finished("grows", as: "completed")
            #expect(batch.results.count == 2)
            try agent.copyInPlace("bare", ["a.txt": "a"])
            try await eventually("the manifest being missed") {
                agent.batch("bare").text.contains("manifest.csv: not there yet")
            }
        }
    }

    @Test func onceAndCheckFollowTheRows() async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.prepare("papers", Self.tree)
            let result = try await agent.once("papers")
            #expect(result.code == 10, "\(result.errors)")
            try Self.expectRepeats(agent.results)
            let check = try await agent.command(["check", "\(agent.place)/incoming/papers"], within: .seconds(60))
            #expect(check.code == 10)
            #expect(check.output.contains("Line 9 of manifest.csv names gone.txt, which is not in the batch."))
        }
    }

    /// What is printed is followed as it stands, once its local file is there.
    @Test func theTemplateIsAManifest() async throws {
        try await AgentProcess.with(started: false) { agent in
            let template = try await agent.command(["template", "csv"], within: .seconds(20))
            #expect(template.code == 0)
            try agent.prepare(
                "papers", ["training/manual.pdf": "text", "manifest.csv": .file(Array(template.output.utf8))])
            let result = try await agent.once("papers")
            #expect(result.code == 10, "\(result.errors)")
            #expect(agent.results.results.compactMap { $0["row"]?.integer } == [1, 2, 3])
            #expect(agent.results.results.first?["state"] == "succeeded")
        }
    }

    /// A row says how its own document is read; the type that is demanded is in the warnings.
    @Test func aRowSetsTypeAndParametersOfItsDocument() async throws {
        try await AgentProcess.with(started: false) { agent in
            let pages = Samples.pdf("one", "two", "three")
            try agent.prepare(
                "papers",
                [
                    "a.json": #"{"a": 1}"#, "b.pdf": .file(pages), "c.pdf": .file(pages),
                    "manifest.csv": """
                    title,file_path,mime_type,target_pages
                    A,a.json,text/plain,
                    B,b.pdf,,2-3
                    C,c.pdf,,

                    """,
                ])
            let result = try await agent.once("papers")
            #expect(result.code == 0, "\(result.errors)")
            let lines = agent.results.results
            try #require(lines.count == 3)
            #expect(lines[0]["mime_type"] == "text/plain")
            #expect(lines[0]["warnings"]?.array?.first?.string?.contains("as demanded") == true)
            let texts = ["b.pdf", "c.pdf"].map { agent.results.bytes("files/\($0)/document.txt") ?? [] }
            #expect(texts.map { String(decoding: $0, as: UTF8.self).contains("one") } == [false, true])
        }
    }

    @Test func aKilledAgentKeepsRowsAndTable() async throws {
        let files = (0..<40).map { (BytePath("note-\($0).txt"), FileTree.Content.file(Array("note \($0)\n".utf8))) }
        let table = (0..<40).reversed().map { "Note \($0),note-\($0).txt\n" }.joined()
        let tree = FileTree(
            files + [
                (BytePath("job.json"), "{\"force_overwrite\": true}"),
                (BytePath("manifest.csv"), .file(Array(("title,file_path\n" + table).utf8))),
            ])
        try await AgentProcess.with { agent in
            for round in 0..<4 {
                try agent.drop("round-\(round)", tree)
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...700)))
                await agent.kill()
                try await agent.start()
                let batch = try await agent.finished("round-\(round)", as: "completed")
                #expect(batch.results.compactMap { $0["title"]?.string } == (0..<40).reversed().map { "Note \($0)" })
                #expect(batch.results.compactMap { $0["row"]?.integer } == Array(1...40))
                let rows = String(decoding: batch.bytes("results.csv") ?? [], as: UTF8.self).split(separator: "\n")
                #expect(
                    rows.map { $0.split(separator: ",").prefix(2).joined(separator: ",") }.joined(separator: "\n")
                        + "\n"
                        == "title,file_path\n" + table)
            }
        }
    }
}
