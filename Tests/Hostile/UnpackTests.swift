import Foundation
import Model
import TestSupport
import Testing

/// A dropped .zip is a directory (FEATURES row 153).
struct UnpackTests {
    private static var options: AgentProcess.Options { .folder("batch_settle: 1s", "unpack: true") }

    @Test func twentyFiles() async throws {
        let archive = try ArchiveFixture.make(
            """
            for n in range(18): add('letters/note %02d.txt' % n, b'note %d' % n)
            add('\u{e4}\u{f6}/gr\u{fc}\u{df}e.txt')
            add('inner.zip', b'PK\\x03\\x04 packed once more')
            add('__MACOSX/letters/._note 00.txt')
            add('.DS_Store')
            add('job.json', b'{"name": "May"}')
            add('empty/', b'', 0o040755)
            """)
        await Scenario.run("zip: 20 files are 20 items, the archive is kept", long: 10) { _ in
            try await AgentProcess.with(Self.options) { agent in
                try agent.dropFile("scans.zip", archive)
                let batch = try await agent.finished("scans", as: "partially_failed")
                try check(batch.results.count == 20, "\(batch.results.count) items")
                try check(batch.errorCode("inner.zip") == "unsupported_media", "inner.zip is no item")
                try check(batch.result("äö/grüße.txt")?["state"]?.string == "succeeded", "a name was lost")
                try check(batch.status?["name"]?.string == "May", "job.json was not read")
                let kept = FileManager.default.contents(atPath: "\(agent.archive)/scans/scans.zip").map(Array.init)
                try check(kept == archive, "the archive holds something else than was dropped")
                let names = try FileManager.default.contentsOfDirectory(atPath: "\(agent.archive)/scans")
                try check(names == ["scans.zip"], "\(names) in the archive")
                try check(agent.inboxNames.isEmpty, "\(agent.inboxNames) in the inbox")
            }
        }
    }

    @Test func largerOnes() async throws {
        let archive = try ArchiveFixture.make(
            "for n in range(3000): add('d%d/note-%d.txt' % (n % 50, n), b'note %d' % n)")
        await Scenario.run("zip: 3,000 files beside another batch", short: 1, long: 3) { _ in
            try await AgentProcess.with(Self.options) { agent in
                try agent.dropFile("many.zip", archive)
                try agent.drop("beside", .notes(3))
                try await agent.finished("beside", as: "completed")
                let batch = try await agent.finished("many", as: "completed", within: .seconds(180))
                try check(batch.results.count == 3000, "\(batch.results.count) items")
            }
        }
    }

    @Test func notAsked() async throws {
        await Scenario.run("zip: only where the folder says so, and only archives", long: 3) { _ in
            let archive = try ArchiveFixture.notes(3)
            try await AgentProcess.with { agent in
                try agent.dropFile("scans.zip", archive)
                let batch = try await agent.finished("scans.zip", as: "failed")
                try check(batch.errorCode("scans.zip") == "unsupported_media", "\(batch.results)")
            }
            try await AgentProcess.with(Self.grouping) { agent in
                let document = try ArchiveFixture.make(
                    "add('[Content_Types].xml'); add('word/document.xml', b'<w/>')")
                try agent.dropFile("letter.docx", document)
                try agent.dropFile("note.txt", Array("a note".utf8))
                try agent.dropFile("scans.zip", archive)
                try agent.dropFile("text.zip", Array("no archive at all".utf8))
                try check(try await agent.finished("scans", as: "completed").results.count == 3, "not unpacked")
                let text = try await agent.finished("text")
                try check(text.results.count == 1, "\(text.results)")
                try await eventually("the group") { agent.inboxNames.isEmpty }
            }
        }
    }

    private static var grouping: AgentProcess.Options {
        .folder("batch_settle: 1s", "unpack: true", "loose_files: group")
    }

    @Test func killed() async throws {
        let archive = try ArchiveFixture.make(
            "for n in range(150): add('note-%d.txt' % n, b'note %d ' % n * random.randrange(1, 400))")
        await Scenario.run("zip: SIGKILL of the agent at any moment of it", short: 2, long: 30) { _ in
            try await AgentProcess.with(Self.options) { agent in
                try agent.dropFile("scans.zip", archive)
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...1500)))
                await agent.kill()
                try await agent.start()
                let batch = try await agent.finished("scans", as: "completed", within: .seconds(120))
                try check(batch.results.count == 150, "\(batch.results.count) items")
            }
        }
    }
}
