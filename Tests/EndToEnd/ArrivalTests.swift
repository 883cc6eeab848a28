import Foundation
import Glibc
import TestSupport
import Testing

/// The other ways things arrive: markers, empty directories, loose files, permanent drop folders.
struct ArrivalTests {
    @Test func markerSealsAtOnce() async throws {
        try await AgentProcess.with(.folder("batch_settle: 10m")) { agent in
            try agent.copyInPlace("marked", ["a.txt": "a", "b.txt": "b"])
            try await agent.reaches("uploading", "marked")
            try agent.copyMarker(into: "marked")
            let batch = try await agent.finished("marked")
            #expect(batch.results.count == 2, "the marker is no item")
            #expect(FileManager.default.fileExists(atPath: "\(agent.archive)/marked/_READY"))
        }
    }

    @Test func withSealMarkerNothingElseStartsABatch() async throws {
        try await AgentProcess.with(.folder("seal: marker")) { agent in
            try agent.drop("waiting", .notes(2))
            try await agent.reaches("uploading", "waiting")
            try await steadily("no start without the marker", for: .seconds(3)) {
                agent.batch("waiting").word == "uploading"
            }
            try agent.copyMarker(into: "waiting")
            try await agent.finished("waiting", as: "completed")
        }
    }

    @Test func emptyDirectoryReservesABatchAndMayBeRenamed() async throws {
        try await AgentProcess.with { agent in
            try agent.makeInPlace("New folder")
            let reserved = try await agent.reaches("uploading", "New folder")
            let id = reserved.id
            #expect(reserved.status?["total_files"]?.integer == 0)
            #expect(Glibc.rename("\(agent.inbox)/New folder", "\(agent.inbox)/Letters") == 0)
            try await agent.reaches("uploading", "Letters")
            #expect(agent.batch("Letters").id == id)
            #expect(!agent.batch("New folder").contains(""))
            try await steadily("an empty directory starts nothing", for: .seconds(2)) {
                agent.batch("Letters").word == "uploading"
            }
            try FileTree.notes(1).write(below: "\(agent.inbox)/Letters")
            try await agent.finished("Letters", as: "completed")
        }
    }

    @Test func looseFileIsItsOwnBatch() async throws {
        try await AgentProcess.with { agent in
            try agent.dropFile("scan.pdf", Samples.pdf("loose"))
            let batch = try await agent.finished("scan.pdf")
            #expect(batch.results.map { $0["path"]?.string } == ["scan.pdf"])
            #expect(FileManager.default.fileExists(atPath: "\(agent.archive)/scan.pdf/scan.pdf"))
        }
    }

    @Test func looseFileWrittenInPlaceStartsAfterItsClose() async throws {
        try await AgentProcess.with { agent in
            try agent.openInPlace("copied.txt").write(Array("copied".utf8))
            try await agent.finished("copied.txt", as: "completed")
        }
    }

    @Test func looseFilesAreGrouped() async throws {
        try await AgentProcess.with(.folder("loose_files: group")) { agent in
            for number in 1...3 { try agent.dropFile("scan\(number).txt", Array("page \(number)".utf8)) }
            try await eventually("one batch of three") { agent.finalBatches.first?.results.count == 3 }
            let batch = try #require(agent.finalBatches.first)
            #expect(batch.name.wholeMatch(of: /Batch \d{4}-\d\d-\d\d \d\d\.\d\d/) != nil)
            #expect(batch.status?["name"]?.string?.wholeMatch(of: /Batch \d{4}-\d\d-\d\d \d\d:\d\d/) != nil)
        }
    }

    @Test func looseFileIsRenamedFromItsPartialName() async throws {
        try await AgentProcess.with { agent in
            try agent.openInPlace("upload.txt.part").write(Array("whole".utf8))
            try await steadily("a partial name has no outbox directory", for: .seconds(1)) { agent.batchNames == [] }
            #expect(Glibc.rename("\(agent.inbox)/upload.txt.part", "\(agent.inbox)/upload.txt") == 0)
            try await agent.finished("upload.txt", as: "completed")
        }
    }

    @Test func permanentFoldersStay() async throws {
        try await AgentProcess.with(.folder("subfolders: inboxes"), started: false) { agent in
            try agent.makeInPlace("alice")
            try await agent.start()
            try agent.openInPlace("alice/scan.txt").write(Array("from the copier".utf8))
            try await eventually("the batch of the scan") { agent.finalBatches.count == 1 }
            try agent.openInPlace("alice/scan.txt").write(Array("a second one".utf8))
            try await eventually("the batch of the second scan") { agent.finalBatches.count == 2 }
            #expect(agent.inboxNames == ["alice"])
            #expect(agent.finalBatches.allSatisfy { $0.word == "completed" })
        }
    }

    @Test func dropsWhileNoAgentRunsAreFoundAtTheStart() async throws {
        try await AgentProcess.with(started: false) { agent in
            try agent.drop("early", Samples.letters)
            try agent.dropFile("early.txt", Array("loose".utf8))
            try await agent.start()
            try await agent.finished("early", as: "completed")
            try await agent.finished("early.txt", as: "completed")
        }
    }
}

extension AgentProcess {
    /// Writes the empty file that says everything is there.
    fileprivate func copyMarker(into name: String) throws {
        try FileTree(dictionaryLiteral: ("_READY", "")).write(below: "\(inbox)/\(name)")
    }
}
