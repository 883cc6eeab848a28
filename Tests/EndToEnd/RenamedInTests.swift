import Foundation
import Model
import TestSupport
import Testing

/// A finished directory is moved into the inbox.
struct RenamedInTests {
    @Test func directoryBecomesResultsAndAnArchive() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("letters", Samples.letters)
            let batch = try await agent.finished("letters")

            #expect(batch.word == "completed")
            #expect(batch.status?["status_v2"]?.string == "COMPLETED")
            #expect(batch.status?["progress"]?.number == 100)
            #expect(batch.results.map { $0["path"]?.string } == ["letter.pdf", "notes/note.txt"])
            #expect(batch.result("letter.pdf")?["mime_type"]?.string == "application/pdf")
            #expect(batch.result("letter.pdf")?["page_count"]?.integer == 2)
            let text = String(decoding: batch.bytes("files/letter.pdf/document.txt") ?? [], as: UTF8.self)
            #expect(text.contains("Dear miller"))
            #expect(text.contains("\u{0C}"), "pages are separated by form feeds")
            #expect(batch.bytes("files/notes/note.txt/document.md")?.isEmpty == false)
            #expect(batch.text.contains("letters"))
            #expect(agent.inboxNames == [])
            #expect(FileManager.default.fileExists(atPath: "\(agent.archive)/letters/notes/note.txt"))
        }
    }

    @Test func itemsAreInNaturalOrder() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("pages", ["page10.txt": "ten", "page9.txt": "nine", "page1.txt": "one"])
            let batch = try await agent.finished("pages")
            #expect(batch.results.map { $0["path"]?.string } == ["page1.txt", "page9.txt", "page10.txt"])
        }
    }

    @Test func secondDirectoryOfOneNameGetsANumber() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("same", ["a.txt": "first"])
            try await agent.finished("same")
            try agent.drop("same", ["a.txt": "second"])
            let second = try await agent.finished("same (2)")
            #expect(
                second.bytes("files/a.txt/document.txt").map { String(decoding: $0, as: UTF8.self) }?
                    .contains("second") == true)
            #expect(
                agent.batch("same").bytes("files/a.txt/document.txt")
                    .map { String(decoding: $0, as: UTF8.self) }?.contains("first") == true)
        }
    }

    @Test func litterAndPartialNamesAreIgnoredAndListed() async throws {
        try await AgentProcess.with { agent in
            try agent.drop(
                "shared", ["a.txt": "text", "Thumbs.db": "x", "._a.txt": "x", ".DS_Store": "x", "b.pdf.part": "x"])
            let batch = try await agent.finished("shared")
            #expect(batch.word == "completed")
            #expect(batch.results.count == 1)
            let ignored = (batch.status?["intake"]?["ignored"]?.array ?? []).compactMap(\.string)
            #expect(ignored.contains("b.pdf.part"))
            #expect(FileManager.default.fileExists(atPath: "\(agent.archive)/shared/Thumbs.db"), "kept as dropped")
        }
    }

    @Test func outboxListsItsBatches() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("one", .notes(1))
            try agent.drop("two", .notes(2))
            try await agent.finished("one")
            try await agent.finished("two")
            try await eventually("both in the outbox STATUS.txt") {
                let text = try? String(contentsOfFile: "\(agent.outbox)/STATUS.txt", encoding: .utf8)
                return text?.contains("one") == true && text?.contains("two") == true
            }
        }
    }

    @Test func fileWrittenIntoTheClaimedTreeBecomesASupplement() async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            try await agent.withFrozenWorkers {
                try agent.drop("late", .notes(3))
                try await agent.reaches("processing", "late")
                let tree = "\(agent.root)/.dropmill/work/\(agent.batch("late").id)/tree"
                try FileTree(dictionaryLiteral: ("more.txt", "one more")).write(below: tree)
            }
            let batch = try await agent.finished("late")
            #expect(batch.results.count == 3)
            let supplement = try await agent.finished("late (2)")
            #expect(supplement.results.map { $0["path"]?.string } == ["more.txt"])
        }
    }
}
