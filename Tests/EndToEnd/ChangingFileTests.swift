import Foundation
import Glibc
import Linux
import Model
import TestSupport
import Testing

/// Files that change under the agent's hands after they were claimed.
struct ChangingFileTests {
    @Test func deletedChangedAndReplacedFilesFailAlone() async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            try await agent.withFrozenWorkers {
                try agent.drop("moving", .notes(12))
                try await agent.reaches("processing", "moving")
                let tree = "\(agent.root)/.dropmill/work/\(agent.batch("moving").id)/tree"
                try FileManager.default.removeItem(atPath: "\(tree)/note-9.txt")
                let writer = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(tree)/note-10.txt"))
                try writer.seekToEnd()
                try writer.write(contentsOf: Data("added later\n".utf8))
                try writer.close()
                try FileManager.default.removeItem(atPath: "\(tree)/note-11.txt")
                try FileManager.default.createSymbolicLink(
                    atPath: "\(tree)/note-11.txt", withDestinationPath: "/etc/hostname")
            }
            let batch = try await agent.finished("moving", as: "partially_failed")
            #expect(batch.errorCode("note-9.txt") == "vanished")
            #expect(batch.errorCode("note-10.txt") == "changed_during_processing")
            let replaced = try #require(batch.errorCode("note-11.txt"))
            #expect(["symlink_refused", "changed_during_processing", "vanished"].contains(replaced))
            #expect(batch.status?["completed_files"]?.integer == 9)
        }
    }

    @Test func writerThatKeptItsDescriptorIsNoticed() async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            let path = try agent.prepare("elsewhere", ["report.txt": "first edition"]) + "/report.txt"
            try await agent.withFrozenWorkers {
                try agent.drop("kept", ["a.txt": "a"])
                try await agent.reaches("processing", "kept")
                // A hard link from outside is a second way into the claimed tree.
                let tree = "\(agent.root)/.dropmill/work/\(agent.batch("kept").id)/tree"
                #expect(link(path, "\(tree)/report.txt") == 0)
            }
            try await agent.finished("kept", as: "completed")
            let supplement = try await agent.finished("kept (2)")
            #expect(supplement.results.map { $0["path"]?.string } == ["report.txt"])
        }
    }
}
