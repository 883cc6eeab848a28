import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// The store is damaged, locked, of another version, not writable, or gone: the agent says so and loses nothing.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct StoreFaultTests {
    /// What happens to the file of the store while no agent runs.
    enum Damage: String, CaseIterable {
        case header = "a header of zeros"
        case text = "a text file"
        case empty = "cut to half a page"
        case pages = "random pages"
        case newer = "a newer version"
    }

    @Test(arguments: Damage.allCases)
    func damagedStore(damage: Damage) async {
        await Scenario.run("store: \(damage.rawValue)", short: 1, long: 4) { _ in
            try await AgentProcess.with { agent in
                try await Self.interrupt(agent)
                try Self.inflict(damage, on: agent)
                let start = try await agent.command(["run", "--config", agent.configuration])
                try check(start.code == 3, "the start ended with \(start.code): \(start.errors)")
                try check(start.errors.contains(agent.storeFile), "the file is not named: \(start.errors)")
                let doctor = try await agent.dropmill("doctor")
                try check(doctor.code == 3, "doctor ended with \(doctor.code): \(doctor.errors)")
                let line = doctor.output.split(separator: "\n").first { $0.hasPrefix("problem") } ?? ""
                try check(line.contains(agent.storeFile), "doctor does not name the store: \(doctor.output)")
                let advice = damage == .newer ? "version" : "mv '"
                try check(line.contains(advice), "doctor does not say what to do: \(line)")
                try await Self.startAnew(agent)
            }
        }
    }

    @Test func missingStore() async {
        await Scenario.run("store: gone while claims are in work", short: 1, long: 10) { _ in
            try await AgentProcess.with(.oneWorker) { agent in
                try await Self.interrupt(agent)
                try await Self.startAnew(agent)
            }
        }
    }

    @Test func lockedStore() async {
        await Scenario.run("store: locked by another program", short: 1, long: 3) { _ in
            try await AgentProcess.with { agent in
                try await Self.interrupt(agent)
                let holder = try ChildProcess(
                    "/usr/bin/python3", ["-c", Self.locker, agent.storeFile], label: "locker",
                    logs: "\(agent.place)/logs")
                try await eventually("the lock") { holder.output.contains("locked") }
                let start = try await agent.command(["run", "--config", agent.configuration])
                holder.signal(SIGKILL)
                try check(start.code == 3, "the start ended with \(start.code): \(start.errors)")
                try check(start.errors.contains("\(agent.storeFile) is locked"), "not said: \(start.errors)")
                try await agent.start()
                try await agent.finished("papers", as: "completed")
            }
        }
    }

    @Test func readOnlyStateDirectory() async {
        await Scenario.run("store: on a file system that is read-only", short: 1, long: 3) { _ in
            try await Self.withState(bytes: "32m") { agent, state in
                try await Self.interrupt(agent)
                try check(mount("tmpfs", state, nil, UInt(MS_REMOUNT | MS_RDONLY), nil) == 0, "remount: \(errno)")
                let start = try await agent.command(["run", "--config", agent.configuration])
                try check(start.code == 3, "the start ended with \(start.code): \(start.errors)")
                try check(start.errors.contains(state), "the place is not named: \(start.errors)")
                let doctor = try await agent.dropmill("doctor")
                try check(doctor.code == 3, "doctor ended with \(doctor.code): \(doctor.output)")
                try check(doctor.output.contains("problem"), "doctor sees nothing: \(doctor.output)")
                try check(mount("tmpfs", state, nil, UInt(MS_REMOUNT), nil) == 0, "remount: \(errno)")
                try await agent.start()
                try await agent.finished("papers", as: "completed")
            }
        }
    }

    @Test func fullStateDirectory() async {
        await Scenario.run("store: its disk is full and freed again", short: 1, long: 3) { _ in
            try await Self.withState(bytes: "3m") { agent, state in
                try agent.drop("before", .notes(1))
                try await agent.finished("before", as: "completed")
                let filler = "\(state)/filler"
                try Self.fill(filler)
                try agent.drop("during", .notes(30))
                try await eventually("the agent saying so") { agent.log.contains("No space is left for the store") }
                let doctor = try await agent.dropmill("doctor")
                try check(doctor.output.contains("bytes are free in \(state)"), "doctor: \(doctor.output)")
                try check(agent.process?.isRunning == true, "the agent ended")
                try FileManager.default.removeItem(atPath: filler)
                try await agent.finished("during", as: "completed", within: .seconds(90))
            }
        }
    }

    // MARK: Steps

    /// A finished batch, and one that is claimed and interrupted in the middle.
    private static func interrupt(_ agent: AgentProcess) async throws {
        try agent.drop("finished", .notes(2))
        try await agent.finished("finished", as: "completed")
        try await agent.workersRest()
        let frozen = agent.workers
        for worker in frozen { Glibc.kill(worker, SIGSTOP) }
        try agent.drop("papers", .notes(12))
        try await agent.reaches("processing", "papers")
        await agent.kill()
        for worker in frozen { Glibc.kill(worker, SIGKILL) }
        try check(agent.claims.count == 1, "nothing is claimed")
    }

    /// Does what the message says, and expects everything to be processed.
    private static func startAnew(_ agent: AgentProcess) async throws {
        let aside = "\(agent.place)/state/damaged"
        try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: false)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.moveItem(
                atPath: agent.storeFile + suffix, toPath: "\(aside)/store.sqlite\(suffix)")
        }
        let before = agent.batch("finished").results
        agent.comparesStore = false
        try await agent.start()
        let again = try await agent.finished("papers", as: "completed")
        try check(again.results.count == 12, "\(again.results.count) results")
        try check(agent.batch("finished").results == before, "the finished batch changed")
        try check(agent.batchNames == ["finished", "papers"], "the outbox holds \(agent.batchNames)")
        try check(agent.inboxNames.isEmpty, "the inbox holds \(agent.inboxNames)")
    }

    private static func inflict(_ damage: Damage, on agent: AgentProcess) throws {
        let file = agent.storeFile
        // The log belongs to the file; without the agent it is merged first, as an orderly stop does.
        try AgentProcess.execute("/usr/bin/python3", ["-c", merger, file])
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        switch damage {
        case .header: bytes.replaceSubrange(0..<100, with: Data(count: 100))
        case .text: bytes = Data("This is no store.\n".utf8) + Data(count: 4096)
        case .empty: bytes = bytes.prefix(2000)
        case .pages:
            for page in 1..<(bytes.count / 4096) {
                let start = page * 4096
                bytes.replaceSubrange(start..<(start + 64), with: (0..<64).map { _ in UInt8.random(in: 0...255) })
            }
        case .newer:
            try AgentProcess.execute(
                "/usr/bin/python3",
                [
                    "-c",
                    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
                        + "c.execute(\"INSERT INTO grdb_migrations VALUES ('99 of the future')\"); c.commit()", file,
                ])
            return
        }
        try bytes.write(to: URL(fileURLWithPath: file))
    }

    private static let merger = """
        import sqlite3, sys
        c = sqlite3.connect(sys.argv[1]); c.execute("PRAGMA wal_checkpoint(TRUNCATE)"); c.close()
        """

    private static let locker = """
        import sqlite3, sys, time
        c = sqlite3.connect(sys.argv[1], isolation_level=None)
        c.execute("PRAGMA locking_mode = EXCLUSIVE"); c.execute("BEGIN EXCLUSIVE"); c.execute("CREATE TABLE x (y)")
        print("locked", flush=True)
        time.sleep(120)
        """

    /// An agent whose state directory is a small file system of its own.
    private static func withState(
        bytes: String, _ body: (AgentProcess, String) async throws -> Void
    ) async throws {
        try await AgentProcess.with(started: false) { agent in
            let state = "\(agent.place)/state"
            try check(mount("tmpfs", state, "tmpfs", 0, "size=\(bytes),mode=0700") == 0, "mount: errno \(errno)")
            defer { umount2(state, Int32(MNT_DETACH)) }
            try await agent.start()
            try await body(agent, state)
            try await agent.checkInvariants()
            agent.comparesStore = false
        }
    }

    private static func fill(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 4096)
        while write(descriptor, block, block.count) > 0 {}
    }
}
