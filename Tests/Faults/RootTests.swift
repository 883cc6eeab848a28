import Foundation
import Glibc
import TestSupport
import Testing

/// Directories go away under a running agent and come back: nothing is taken for deleted, and nobody has to restart.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct RootTests {
    @Test func rootIsRenamedAwayAndBack() async throws {
        await Scenario.run("root renamed away, made anew, and back again", long: 6) { _ in
            try await AgentProcess.with(.oneWorker) { agent in
                try await agent.withFrozenWorkers {
                    try agent.drop("held", .notes(3))
                    try await agent.reaches("processing", "held")
                    try Self.move(agent.root, "\(agent.place)/away")
                    try await Self.noticed("is gone", by: agent)
                    for name in ["", "/inbox", "/outbox", "/archive"] {
                        try FileManager.default.createDirectory(
                            atPath: agent.root + name, withIntermediateDirectories: false)
                    }
                    try await Self.noticed("is back", by: agent)
                }
                try agent.drop("meanwhile", .notes(2))
                try await agent.finished("meanwhile", as: "completed")
                try check(
                    !agent.batch("held").isFinal, "a final word without the originals: \(agent.batch("held").text)")
                try Self.move(agent.root, "\(agent.place)/second")
                try Self.move("\(agent.place)/away", agent.root)
                let batch = try await agent.finished("held", as: "completed", within: .seconds(120))
                try check(batch.results.count == 3, "\(batch.results.count) results")
                try check(agent.batch("warm-up").isFinal, "an earlier batch is gone")
            }
        }
    }

    @Test func deletedOutboxIsMadeAgain() async throws {
        await Scenario.run("outbox deleted under the agent", long: 6) { _ in
            try await AgentProcess.with { agent in
                try agent.drop("before", .notes(1))
                try await agent.finished("before", as: "completed")
                // The agent may still write there while it is being deleted.
                try await eventually("the outbox is gone") {
                    try? FileManager.default.removeItem(atPath: agent.outbox)
                    return !FileManager.default.fileExists(atPath: agent.outbox)
                }
                try agent.drop("after", .notes(2))
                try await agent.finished("after", as: "completed", within: .seconds(30))
            }
        }
    }

    @Test func inboxReplacedByALinkOrFileIsNotFollowedAndNothingIsLost() async throws {
        await Scenario.count("inbox replaced by a file", long: 4) { times in
            for _ in 0..<times {
                try await AgentProcess.with { agent in
                    try agent.copyInPlace("kept", ["a.txt": "a", "b.part": "unfinished"])
                    try await agent.reaches("uploading", "kept")
                    try Self.move(agent.inbox, "\(agent.root)/inbox-away")
                    try Data().write(to: URL(fileURLWithPath: agent.inbox))
                    try await Self.noticed("is gone", by: agent)
                    try check(agent.process?.isRunning == true, "the agent ended")
                    try FileManager.default.removeItem(atPath: agent.inbox)
                    try Self.move("\(agent.root)/inbox-away", agent.inbox)
                    try await Self.noticed("is back", by: agent)
                    try Self.move("\(agent.inbox)/kept/b.part", "\(agent.inbox)/kept/b.txt")
                    let batch = try await agent.finished("kept", as: "completed")
                    try check(batch.results.count == 2, "\(batch.results.count) results")
                }
            }
            return []
        }
    }

    @Test func unmountedRootIsNotAnEmptyOne() async throws {
        await Scenario.run("root unmounted and mounted again", long: 6) { _ in
            var options = AgentProcess.Options.oneWorker
            // Below, while the root is still mounted.
            options.checksInvariants = false
            try await AgentProcess.with(options, started: false) { agent in
                let disk = "\(agent.place)/disk"
                try Self.move(agent.root, disk)
                try FileManager.default.createDirectory(atPath: agent.root, withIntermediateDirectories: false)
                try Self.bind(disk, agent.root)
                defer { umount2(agent.root, Int32(MNT_DETACH)) }
                try await agent.start()
                try agent.copyInPlace("warm-up", .notes(1))
                try await agent.finished("warm-up")
                try await agent.workersRest()
                for worker in agent.workers { Glibc.kill(worker, SIGSTOP) }
                try agent.copyInPlace("held", .notes(3))
                try await agent.reaches("processing", "held")
                try agent.copyInPlace("open", ["a.txt": "a", "b.part": "unfinished"])
                try await agent.reaches("uploading", "open")
                await agent.kill()
                umount2(agent.root, Int32(MNT_DETACH))
                // What every mount point may hold: it must not pass for an empty root.
                try FileManager.default.createDirectory(atPath: agent.inbox, withIntermediateDirectories: true)
                try await agent.start()
                try check(!agent.batch("held").isFinal, "a final word without the originals")
                try Self.bind(disk, agent.root)
                let batch = try await agent.finished("held", as: "completed", within: .seconds(150))
                try check(batch.results.count == 3, "\(batch.results.count) results")
                try Self.move("\(agent.inbox)/open/b.part", "\(agent.inbox)/open/b.txt")
                try await eventually("the end of the open batch", within: .seconds(90)) {
                    agent.batchNames.map(agent.batch).contains { $0.status?["name"]?.string == "open" && $0.isFinal }
                }
                // The one that was open when its root was away may have been withdrawn and opened anew.
                let kept = agent.batchNames.filter { agent.batch($0).eventNames.last != "batch.withdrawn" }
                let broken = try await agent.brokenRules(of: kept)
                try check(broken.isEmpty, broken.joined(separator: "\n"))
            }
        }
    }

    @Test func readOnlyFileSystemIsWaitedFor() async throws {
        await Scenario.run("file system read-only for a while", long: 6) { _ in
            try await AgentProcess.with { agent in
                // The agent's own lock keeps an administrator from a remount; a disk with errors does not ask.
                let fault = try await InjectedFault(
                    agent, "mkdirat,renameat2,unlinkat,chmod", "EROFS", when: "1+", label: "read-only")
                try agent.drop("papers", .notes(3))
                try await Self.noticed("Read-only file system", by: agent)
                try await steadily("the agent lives", for: .seconds(2)) { agent.process?.isRunning == true }
                try await fault.lift()
                try await eventually("the end of papers", within: .seconds(120)) {
                    agent.batchNames.map(agent.batch).contains { $0.word == "completed" && $0.results.count == 3 }
                }
            }
        }
    }

    private static func noticed(_ words: String, by agent: AgentProcess) async throws {
        try await eventually("a line of the log with \"\(words)\"", within: .seconds(90)) { agent.log.contains(words) }
    }

    private static func move(_ from: String, _ to: String) throws {
        try check(rename(from, to) == 0, "rename \(from): errno \(errno)")
    }

    private static func bind(_ source: String, _ target: String) throws {
        try check(mount(source, target, nil, UInt(MS_BIND), nil) == 0, "mount: errno \(errno)")
    }
}
