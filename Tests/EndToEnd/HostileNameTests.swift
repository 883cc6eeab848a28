import Foundation
import Model
import TestSupport
import Testing

/// Names are bytes: none of them stops a batch, and none of them reaches a terminal unescaped.
struct HostileNameTests {
    @Test func everyLegalNameIsAnItem() async throws {
        let long = String(repeating: "n", count: 251) + ".txt"
        let composed = "caf\u{E9}.txt"
        let decomposed = "cafe\u{301}.txt"
        let broken = BytePath(bytes: Array("broken-".utf8) + [0xFF, 0xFE] + Array(".txt".utf8))
        let names =
            [
                "two\nlines.txt", "-rf.txt", "--help.txt", "quote\"'`$(id).txt", "tab\there.txt", " .txt", "a,b;c.txt",
                "=1+1.txt", long, composed, decomposed, "right\u{202E}txt.txt",
            ].map { BytePath($0) } + [broken]
        try await AgentProcess.with { agent in
            try agent.drop(
                "names", FileTree(names.enumerated().map { ($1, .file(Array("content \($0)".utf8))) }))
            let batch = try await agent.finished("names", as: "completed")
            #expect(batch.results.count == names.count)
            for name in names {
                let line = try #require(batch.result(named: name), "no line for \(name)")
                let number = try #require(names.firstIndex(of: name))
                let path = BytePath("files").appending(name).appending("document.txt")
                let text = try #require(batch.bytes(path), "no text of \(name)")
                #expect(batch.outputs(of: line).contains(path))
                #expect(String(decoding: text, as: UTF8.self).contains("content \(number)"))
                #expect((line["path_b64"]?.string != nil) == (name == broken))
            }
            let brokenLine = try #require(batch.result(named: broken))
            #expect(brokenLine["path"]?.string?.contains("\\xFF\\xFE") == true)
        }
    }

    @Test func namesOfBatchesAreBytesToo() async throws {
        try await AgentProcess.with { agent in
            let prepared: FileTree = ["a.txt": "a"]
            for name in ["-rf", "line\nbreak", String(repeating: "d", count: 255)] {
                try agent.drop(name, prepared)
            }
            try await eventually("three final batches") { agent.finalBatches.count == 3 }
            #expect(agent.finalBatches.allSatisfy { $0.word == "completed" })
        }
    }

    @Test func controlCharactersAreEscapedForPeople() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("bell \u{1B}[31m", ["evil\u{1B}]0;title\u{07}\u{202E}.pdf": "", "fine.txt": "fine"])
            try await eventually("a final batch") { agent.finalBatches.count == 1 }
            let batch = try #require(agent.finalBatches.first)
            let outbox = try String(contentsOfFile: "\(agent.outbox)/STATUS.txt", encoding: .utf8)
            for text in [batch.text, outbox, agent.log] {
                #expect(!text.contains { $0 == "\u{1B}" || $0 == "\u{07}" })
                #expect(!text.unicodeScalars.contains("\u{202E}"))
            }
            #expect(batch.text.contains("evil"))
        }
    }

    @Test func formulasInTheTableAreDefused() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("table", ["=cmd|' /C calc'!A0.txt": "text", "@sum.txt": "text"])
            let batch = try await agent.finished("table", as: "completed")
            let table = String(decoding: batch.bytes("results.csv") ?? [], as: UTF8.self)
            #expect(table.contains("'=cmd"))
            #expect(table.contains("'@sum"))
            #expect(!table.contains(",=cmd") && !table.contains(",@sum"))
        }
    }
}

extension PublishedBatch {
    /// The result line of an item by the bytes of its path.
    fileprivate func result(named name: BytePath) -> JSONValue? {
        guard name.utf8 == nil else { return result(name.display) }
        let encoded = Base64.encode(name.bytes)
        return results.first { $0["path_b64"]?.string == encoded }
    }
}
