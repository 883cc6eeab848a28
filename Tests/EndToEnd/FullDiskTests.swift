import Foundation
import Glibc
import TestSupport
import Testing

/// The outbox runs out of space and gets it back: the batch waits and then ends as if nothing had happened.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct FullDiskTests {
    @Test func batchGoesOnWhenSpaceIsFreed() async throws {
        try await withTemporaryDirectory { disk in
            guard mount("tmpfs", disk, "tmpfs", 0, "size=6m,mode=0755") == 0 else {
                withKnownIssue("this container may not mount a file system") { Issue.record("mount: errno \(errno)") }
                return
            }
            defer { umount2(disk, Int32(MNT_DETACH)) }
            try FileManager.default.createDirectory(atPath: "\(disk)/outbox", withIntermediateDirectories: false)
            if let user = TestUser.agent { chown(disk, user.uid, user.gid) }
            if let user = TestUser.agent { chown("\(disk)/outbox", user.uid, user.gid) }
            var options = AgentProcess.Options()
            options.outbox = "\(disk)/outbox"
            options.global = ["workers: 2", "min_free_bytes: 0"]
            try await AgentProcess.with(options) { agent in
                try agent.drop("before", .notes(1))
                try await agent.finished("before", as: "completed")

                let filler = "\(disk)/filler"
                try Self.fill(filler, until: 256 << 10, on: disk)
                let page = [UInt8](repeating: UInt8(ascii: "x"), count: 100 << 10)
                try agent.drop(
                    "large", FileTree((0..<6).map { (path: .init("page-\($0).txt"), content: .file(page)) }))
                let waiting = try await agent.reaches("throttled", "large")
                let reason = waiting.status?["throttled"]?["reason"]?.string ?? ""
                #expect(reason.contains("space"), "\(reason)")
                #expect(waiting.text.contains("space"))
                #expect(agent.process?.isRunning == true)
                try await steadily("no final word without results", for: .seconds(2)) { !agent.batch("large").isFinal }
                try FileManager.default.removeItem(atPath: filler)
                let batch = try await agent.finished("large", as: "completed")
                #expect(batch.results.count == 6)
            }
        }
    }

    /// Writes a file that leaves only so many bytes free.
    private static func fill(_ path: String, until free: Int, on disk: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: disk)
        let available = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        try handle.write(contentsOf: Data(count: max(0, available - free)))
        try handle.close()
    }
}
