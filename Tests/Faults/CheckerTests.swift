import Foundation
import TestSupport
import Testing

/// The one checker of the scenarios sees what it is there to see.
struct CheckerTests {
    @Test func brokenBatchesAreSeen() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("papers", .notes(2))
            let batch = try await agent.finished("papers", as: "completed")
            #expect(try await agent.brokenRules(of: nil).isEmpty)
            _ = try await agent.stop()
            let note = "files/note-0.txt/document.json"
            for (path, text, expected) in [
                ("\(batch.path)/\(note)", "{", "no whole JSON"),
                ("\(batch.path)/files/stray.txt", "", "no line names"),
                ("\(batch.path)/results.jsonl", "", "result lines"),
                ("\(agent.archive)/papers/note-1.txt", "changed", "another one than its result's"),
                ("\(agent.inbox)/papers/note-1.txt", "twice", "found in 2 places"),
            ] {
                let url = URL(fileURLWithPath: path)
                let old = try? Data(contentsOf: url)
                let parent = url.deletingLastPathComponent()
                try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
                let broken = try await agent.brokenRules(of: nil).joined(separator: "\n")
                #expect(broken.contains(expected), "\(path): \(broken)")
                if let old { try old.write(to: url) } else { try FileManager.default.removeItem(at: url) }
            }
            try FileManager.default.removeItem(atPath: "\(agent.inbox)/papers")
        }
    }
}
