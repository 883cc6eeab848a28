import Foundation
import Glibc
import TestSupport
import Testing

/// `min_free_bytes`: nothing is claimed while a disk has too little room, and everything is when it has again.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct LoadSpaceTests {
    @Test func nothingIsClaimedBelowMinFreeBytes() async throws {
        await Scenario.run("min_free_bytes: too little room where the inbox lies", long: 5) { _ in
            try await AgentProcess.with(Self.options, started: false) { agent in
                try Self.mountDisk(agent.root)
                defer { umount2(agent.root, Int32(MNT_DETACH)) }
                for name in ["inbox", "outbox", "archive"] { try Self.makeDirectory("\(agent.root)/\(name)") }
                try await agent.start()
                try await waitForRoom(agent, on: agent.root)
                try await agent.checkInvariants()
            }
        }
        await Scenario.run("min_free_bytes: too little room in the outbox", long: 5) { _ in
            try await withDisk { disk in
                try Self.makeDirectory("\(disk)/outbox")
                var options = Self.options
                options.outbox = "\(disk)/outbox"
                try await AgentProcess.with(options) { agent in try await waitForRoom(agent, on: disk) }
            }
        }
    }

    @Test func aBatchThatWasPausedWhileALimitHeldItGoesOn() async throws {
        await Scenario.run("paused and resumed while the disk is full", long: 3) { _ in
            try await withDisk { disk in
                try Self.makeDirectory("\(disk)/outbox")
                var options = Self.options
                options.outbox = "\(disk)/outbox"
                options.global = ["workers: 2", "min_free_bytes: 0"]
                try await AgentProcess.with(options) { agent in
                    let filler = try Self.fill(disk, until: 256 << 10)
                    let page = [UInt8](repeating: UInt8(ascii: "x"), count: 100 << 10)
                    try agent.drop(
                        "large", FileTree((0..<6).map { (path: .init("page-\($0).txt"), content: .file(page)) }))
                    try await agent.reaches("throttled", "large")
                    try agent.control("large", "PAUSE")
                    try await agent.reaches("paused", "large")
                    try FileManager.default.removeItem(atPath: filler)
                    try agent.control("large", "RESUME")
                    try await agent.finished("large", as: "completed")
                }
            }
        }
    }

    private static var options: AgentProcess.Options {
        var options = AgentProcess.Options()
        options.global = ["workers: 2", "min_free_bytes: 4MB"]
        return options
    }

    private func waitForRoom(_ agent: AgentProcess, on disk: String) async throws {
        try agent.copyInPlace("before", .notes(2))
        try await agent.finished("before", as: "completed")
        let filler = try Self.fill(disk, until: 2 << 20)
        try agent.copyInPlace("waiting", .notes(3))
        let waiting = try await agent.reaches("throttled", "waiting")
        let throttled = waiting.status?["throttled"]
        let reason = throttled?["reason"]?.string ?? ""
        try check(reason.contains("min_free_bytes") && reason.contains("4 MB"), "the reason is: \(reason)")
        try check(throttled?["resume_at"]?.string != nil, "nothing says when it looks again")
        try check(waiting.status?["status_v2"]?.string == "THROTTLED", "status_v2 is another word")
        try await eventually("the reason in STATUS.txt", within: .seconds(30)) {
            waiting.text.contains("On hold: the disk of")
        }
        try check(agent.inboxNames == ["waiting"], "the batch left the inbox: \(agent.inboxNames)")
        try check(waiting.eventNames.contains("batch.throttled"), "no event tells of it")
        try FileManager.default.removeItem(atPath: filler)
        let done = try await agent.finished("waiting", as: "completed")
        try check(done.status?["throttled"] == .null, "throttled stays after the end")
        try check(done.eventNames.filter { $0 == "batch.throttled" }.count == 1, "it was told more than once")
        try check(done.results.count == 3, "not every file has a result")
    }

    private func withDisk(_ body: (String) async throws -> Void) async throws {
        try await withTemporaryDirectory { disk in
            try Self.mountDisk(disk)
            defer { umount2(disk, Int32(MNT_DETACH)) }
            try await body(disk)
        }
    }

    private static func mountDisk(_ path: String) throws {
        try check(
            mount("tmpfs", path, "tmpfs", 0, "size=12m,mode=0755") == 0, "no disk can be mounted: errno \(errno)")
        if let user = TestUser.agent { chown(path, user.uid, user.gid) }
    }

    private static func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        if let user = TestUser.agent { chown(path, user.uid, user.gid) }
    }

    /// Writes a file that leaves only so many bytes free; its path.
    private static func fill(_ disk: String, until free: Int) throws -> String {
        let path = "\(disk)/filler"
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: disk)
        let available = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
        try Data(count: max(0, available - free)).write(to: URL(fileURLWithPath: path))
        return path
    }
}
