import Foundation
import Linux
import Model
import TestSupport
import Testing

/// Content that was read before is not read again: the file is skipped and has a copy of the result.
struct DuplicateTests {
    /// What a duplicate of an item must look like.
    static func checkDuplicate(
        _ path: String, in batch: PublishedBatch, of original: JSONValue?, in first: PublishedBatch
    ) throws {
        let line = try found(batch.result(path), "\(path) of \(batch.name)")
        let original = try found(original, "the first result")
        try check(line["state"]?.string == "skipped", "\(path) of \(batch.name) is \(line["state"] ?? .null)")
        try check(
            line["duplicate_of"] == original["source_directory_file_id"], "\(path) of \(line["duplicate_of"] ?? .null)")
        try check(line["cost"] == 0, "cost \(line["cost"] ?? .null)")
        for member in ["sha256", "mime_type", "page_count"] {
            try check(line[member] == original[member], "\(member) of \(path)")
        }
        try checkCopies(line, in: batch, of: original, in: first)
        let document = try found(batch.json("files/\(path)/document.json"), "document.json of \(path)")
        try check(document["source"]?["path"]?.string == path, "source.path \(document["source"]?["path"] ?? .null)")
        try check(document["source"]?["sha256"] == line["sha256"], "source.sha256 of \(path)")
        let events = batch.events.filter { $0["path"]?.string == path }
        let names = events.compactMap { $0["event"]?.string }
        try check(names == ["item.started", "item.finished"], "events \(names)")
        try check(events.last?["detail"]?["reason"] == "duplicate", "\(events.last ?? .null)")
    }

    private static func checkCopies(
        _ line: JSONValue, in batch: PublishedBatch, of original: JSONValue, in first: PublishedBatch
    ) throws {
        let copies = batch.outputs(of: line)
        let sources = first.outputs(of: original)
        try check(copies.count == 3 && sources.count == 3, "\(copies.count) outputs of \(sources.count)")
        let (here, there) = (try Directory(path: batch.path), try Directory(path: first.path))
        for (copy, source) in zip(copies, sources) {
            let (status, other) = (try here.status(copy), try there.status(source))
            try check(status.links == 1 && other.links == 1, "\(copy) is a hard link")
            try check(status.signature.inode != other.signature.inode, "\(copy) is the file of the first result")
            if copy.name == BytePath("document.json") { continue }
            try check(batch.bytes(copy) == first.bytes(source), "\(copy) differs")
        }
    }

    private static func found<Value>(_ value: Value?, _ what: String) throws -> Value {
        try check(value != nil, "\(what) is missing")
        return try #require(value)
    }

    @Test func acrossBatches() async throws {
        await Scenario.run("duplicates: across batches, other names", short: 1, long: 5) { _ in
            try await AgentProcess.with { agent in
                let content = UUID().uuidString
                let pdf = PDFFixture(pages: [["One \(content)"], ["Two"]]).bytes()
                try agent.drop("first", ["a.txt": .file(Array(content.utf8)), "deep/b.pdf": .file(pdf)])
                let first = try await agent.finished("first", as: "completed")
                try agent.drop(
                    "second", ["b.pdf": .file(pdf), "c \"d\".txt": .file(Array(content.utf8)), "new.txt": "new"])
                let second = try await agent.finished("second", as: "completed")
                try Self.checkDuplicate("b.pdf", in: second, of: first.result("deep/b.pdf"), in: first)
                try Self.checkDuplicate("c \"d\".txt", in: second, of: first.result("a.txt"), in: first)
                try check(second.result("new.txt")?["state"]?.string == "succeeded", "new content is not worked")
                try check(second.status?["skipped_files"] == 2, "skipped_files")
                try check(second.status?["completed_files"] == 3, "completed_files")
                try check(second.text.contains("2 skipped as duplicates"), second.text)
                try check(second.text.contains("b.pdf has the content of deep/b.pdf of first"), second.text)
                let detail = second.events.last { $0["path"]?.string == "b.pdf" }?["detail"]?["duplicate_of"]
                try check(detail?["batch_id"]?.string == first.id, "batch_id \(detail ?? .null)")
            }
        }
    }

    @Test func withinABatch() async throws {
        await Scenario.run("duplicates: within a batch the lowest index is worked", short: 2, long: 8) { round in
            var options = AgentProcess.Options.folder("max_concurrency: \(round % 2 == 0 ? 4 : 1)")
            options.global = ["workers: 4", "min_free_bytes: 1MB"]
            try await AgentProcess.with(options) { agent in
                let same = Array("the same \(UUID().uuidString)".utf8)
                let names = (0..<30).map { "n\(100 + $0).txt" }
                var entries = names.map { (path: BytePath($0), content: FileTree.Content.file(same)) }
                entries.append((BytePath("other.txt"), "another"))
                try agent.drop("copies", FileTree(entries))
                let batch = try await agent.finished("copies", as: "completed")
                try check(batch.result(names[0])?["state"]?.string == "succeeded", "index 0 is not the one worked")
                for name in names.dropFirst() {
                    try Self.checkDuplicate(name, in: batch, of: batch.result(names[0]), in: batch)
                }
                try check(batch.status?["skipped_files"] == 29, "skipped_files")
                try check(batch.result("other.txt")?["state"]?.string == "succeeded", "other content is not worked")
            }
        }
    }

    @Test func theNextIsWorkedWhenTheFirstFails() async throws {
        await Scenario.run("duplicates: equal files that fail are worked one after the other", short: 1, long: 3) { _ in
            try await AgentProcess.with { agent in
                let damaged = Array("%PDF-1.4 damaged \(UUID().uuidString)".utf8)
                let entries = (0..<60).map { number in
                    (path: BytePath("d\(100 + number).pdf"), content: FileTree.Content.file(damaged))
                }
                try agent.drop("damaged", FileTree(entries))
                let batch = try await agent.finished("damaged", as: "failed")
                for line in batch.results {
                    try check(line["error"]?["code"]?.string == "corrupt_document", "\(line["error"] ?? .null)")
                    try check(line["attempts"] == 1, "\(line["attempts"] ?? .null) attempts")
                    try check(line["duplicate_of"]?.isNull == true, "a duplicate of a failure")
                }
            }
        }
    }

    @Test func manyEqualFiles() async throws {
        let count = Scenario.isLong ? 10_000 : 300
        await Scenario.run("duplicates: \(count) equal files, two at a time", long: 1) { _ in
            try await AgentProcess.with(.folder("max_concurrency: 2")) { agent in
                let same = Array("many \(UUID().uuidString)".utf8)
                let entries = (0..<count).map { number in
                    (path: BytePath("m\(number).txt"), content: FileTree.Content.file(same))
                }
                try agent.drop("many", FileTree(entries))
                let batch = try await agent.finished("many", as: "completed", within: .seconds(900))
                try check(batch.status?["skipped_files"]?.integer == Int64(count - 1), "skipped_files")
                try check(batch.result("m0.txt")?["state"]?.string == "succeeded", "m0.txt is not the one worked")
            }
        }
    }

    @Test func onceSkipsWithinItsDirectory() async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.prepare("papers", ["a.txt": "same", "b.txt": "same", "c.txt": "other"])
            let result = try await agent.once("papers")
            #expect(result.code == 0, "\(result.errors)")
            try Self.checkDuplicate(
                "b.txt", in: agent.results, of: agent.results.result("a.txt"), in: agent.results)
            #expect(AgentProcess.schemaProblems(of: [agent.results]) == [])
        }
    }
}
