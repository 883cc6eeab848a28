import Foundation
import Glibc
import TestSupport
import Testing

/// One of the file systems of the agent is full, of bytes or of inodes, and has room again.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct FullDiskTests {
    /// A place of the agent that lies on a small file system of its own.
    struct Place: Sendable, CustomTestStringConvertible {
        let name: String
        let path: String
        let options: String
        let isOutOfInodes: Bool
        var testDescription: String { name }
    }

    static let places = [
        Place(name: "state directory", path: "state", options: "size=4m", isOutOfInodes: false),
        Place(name: "root, no bytes left", path: "root", options: "size=4m", isOutOfInodes: false),
        Place(name: "root, no inodes left", path: "root", options: "nr_inodes=200", isOutOfInodes: true),
    ]

    @Test(arguments: places)
    func batchGoesOnWhenThereIsRoomAgain(place: Place) async throws {
        await Scenario.run("full and freed: \(place.name)", long: 4) { round in
            var options = AgentProcess.Options()
            options.global = ["workers: 2", "min_free_bytes: 0"]
            try await AgentProcess.with(options, started: false) { agent in
                let disk = "\(agent.place)/\(place.path)"
                try check(mount("tmpfs", disk, "tmpfs", 0, place.options) == 0, "mount: errno \(errno)")
                defer { umount2(disk, Int32(MNT_DETACH)) }
                if place.path == "root" {
                    for name in ["inbox", "outbox", "archive"] { mkdir("\(disk)/\(name)", 0o755) }
                }
                try await agent.start()
                try agent.copyInPlace("before", .notes(1))
                try await agent.finished("before", as: "completed")
                let page = [UInt8](repeating: UInt8(ascii: "x"), count: 60 << 10)
                try agent.copyInPlace(
                    "papers", FileTree((0..<4).map { (path: .init("page-\($0).txt"), content: .file(page)) }))
                // At another moment of its way each time.
                if round > 0 { try await Task.sleep(for: .milliseconds(300 * round)) }
                try Self.fill(disk, inodes: place.isOutOfInodes)
                try await steadily("the agent lives", for: .seconds(4)) { agent.process?.isRunning == true }
                try FileManager.default.removeItem(atPath: "\(disk)/filler")
                try await eventually("the end of papers", within: .seconds(120)) {
                    agent.batchNames.map(agent.batch).contains { $0.name.hasPrefix("papers") && $0.isFinal }
                }
                let ended = agent.batchNames.map(agent.batch).filter { $0.name.hasPrefix("papers") && $0.isFinal }
                try check(ended.map(\.word) == ["completed"], "\(ended.map(\.text))")
                try check(ended.first?.results.count == 4, "\(ended.map(\.results.count)) results")
            }
        }
    }

    private static func fill(_ disk: String, inodes: Bool) throws {
        try FileManager.default.createDirectory(atPath: "\(disk)/filler", withIntermediateDirectories: false)
        if inodes {
            var number = 0
            while case let made = open("\(disk)/filler/\(number)", O_WRONLY | O_CREAT, 0o600), made >= 0 {
                close(made)
                number += 1
            }
        } else {
            let file = open("\(disk)/filler/bytes", O_WRONLY | O_CREAT, 0o600)
            defer { close(file) }
            let block = [UInt8](repeating: 0, count: 4096)
            while write(file, block, block.count) > 0 {}
        }
    }
}
