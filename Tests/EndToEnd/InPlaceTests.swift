import Foundation
import Glibc
import Linux
import TestSupport
import Testing

/// A directory grows in the inbox while the agent looks on.
struct InPlaceTests {
    @Test func openWriterHoldsTheBatch() async throws {
        try await AgentProcess.with { agent in
            var writer: File? = try agent.openInPlace("slow/report.txt")
            try writer?.write(Array("first half, ".utf8))
            try await agent.reaches("uploading", "slow")
            try await steadily("the batch is unsealed while its writer is silent", for: .seconds(3)) {
                agent.batch("slow").word == "uploading"
            }
            try writer?.write(Array("second half".utf8))
            writer = nil
            let batch = try await agent.finished("slow")
            let text = String(decoding: batch.bytes("files/report.txt/document.txt") ?? [], as: UTF8.self)
            #expect(text.contains("first half, second half"))
        }
    }

    @Test func preallocatedFileIsNotReadBeforeItsData() async throws {
        try await AgentProcess.with { agent in
            var writer: File? = try agent.openInPlace("download/page.txt")
            try writer?.truncate(to: 11)
            try await steadily("the batch waits for the data", for: .seconds(3)) {
                !["processing", "completed", "partially_failed", "failed"].contains(agent.batch("download").word)
            }
            try writer?.write(Array("all the dat".utf8))
            writer = nil
            let batch = try await agent.finished("download")
            #expect(batch.word == "completed")
        }
    }

    @Test func copiedTreeIsOneBatch() async throws {
        try await AgentProcess.with { agent in
            try agent.copyInPlace("copied", ["a/b/c/deep.txt": "deep", "top.pdf": .file(Samples.pdf("top"))])
            let batch = try await agent.finished("copied")
            #expect(batch.word == "completed")
            #expect(batch.results.map { $0["path"]?.string } == ["a/b/c/deep.txt", "top.pdf"])
        }
    }

    @Test func pollingSeesACopiedTreeToo() async throws {
        try await AgentProcess.with(.folder("backend: poll")) { agent in
            try agent.copyInPlace("polled", .notes(3))
            let batch = try await agent.finished("polled")
            #expect(batch.word == "completed")
            #expect(batch.status?["intake"]?["backend"]?.string == "poll")
        }
    }

    @Test func partialNameBlocksUntilItsRename() async throws {
        try await AgentProcess.with { agent in
            try agent.copyInPlace("camera", ["scan.txt.part": "half a page", "cover.txt": "cover"])
            try await eventually("the block being told") {
                let blocked = agent.batch("camera").status?["intake"]?["blocked_by"]?.array ?? []
                return blocked.contains { $0.string?.hasPrefix("scan.txt.part") == true }
            }
            #expect(Glibc.rename("\(agent.inbox)/camera/scan.txt.part", "\(agent.inbox)/camera/scan.txt") == 0)
            let batch = try await agent.finished("camera")
            #expect(batch.results.map { $0["path"]?.string } == ["cover.txt", "scan.txt"])
        }
    }

    @Test func hardLinkBecomesReady() async throws {
        try await AgentProcess.with { agent in
            try agent.makeInPlace("linked")
            let source = "\(agent.place)/incoming/source.txt"
            try Data("linked text".utf8).write(to: URL(fileURLWithPath: source))
            #expect(link(source, "\(agent.inbox)/linked/text.txt") == 0)
            let batch = try await agent.finished("linked")
            #expect(batch.word == "completed")
        }
    }

    @Test func directoryDeletedWhileSettlingIsWithdrawn() async throws {
        try await AgentProcess.with(.folder("max_wait: 20m")) { agent in
            let writer = try agent.openInPlace("mistake/draft.txt")
            try writer.write(Array("not yet".utf8))
            try await agent.reaches("uploading", "mistake")
            try FileManager.default.removeItem(atPath: "\(agent.inbox)/mistake")
            try await eventually("its outbox directory going away") { !agent.batch("mistake").contains("") }
            try agent.drop("after", .notes(1))
            try await agent.finished("after")
        }
    }

    @Test func directoryThatGrowsForTooLongIsStalled() async throws {
        try await AgentProcess.with(.folder("max_wait: 2s")) { agent in
            let writer = try agent.openInPlace("endless/log.txt")
            try writer.write(Array("line".utf8))
            let batch = try await agent.reaches("stalled", "endless")
            #expect(batch.status?["status_v2"]?.string == "PENDING")
            #expect(batch.text.contains("log.txt"))
        }
    }
}
