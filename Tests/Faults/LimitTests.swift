import Foundation
import Glibc
import TestSupport
import Testing

/// Limits of the machine: few watches, few descriptors, short files, many events at once.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct LimitTests {
    @Test func tenWatchesAreEnoughToGoOn() async throws {
        await Scenario.run("ten inotify watches", long: 5) { _ in
            try await AgentProcess.with(started: false) { agent in
                // The limit of a user namespace: nobody else on the machine has it.
                try await agent.start(under: [
                    "/usr/bin/unshare", "--user", "--map-root-user", "/bin/sh", "-c",
                    "echo 10 >/proc/sys/user/max_inotify_watches && exec \"$@\"", "sh",
                ])
                let deep = FileTree(
                    (0..<40).map { (path: .init("part-\($0)/page.txt"), content: .file(Array("page \($0)".utf8))) })
                try agent.copyInPlace("deep", deep)
                let batch = try await agent.finished("deep", as: "completed", within: .seconds(120))
                try check(batch.results.count == 40, "\(batch.results.count) results")
                try check(agent.log.contains("sysctl"), "the log names no remedy")
                try agent.drop("next", .notes(2))
                try await agent.finished("next", as: "completed", within: .seconds(120))
                let lines = agent.log.split(separator: "\n").count
                try check(lines < 100, "\(lines) lines of log")
                try check(agent.processorSeconds < 10, "\(agent.processorSeconds) s of processor time")
            }
        }
    }

    @Test func fewDescriptorsAreSaidOrEnough() async throws {
        await Scenario.run("64 descriptors", long: 5) { _ in
            try await AgentProcess.with(started: false) { agent in
                try await agent.start(under: ["/usr/bin/prlimit", "--nofile=64", "--"])
                for number in 0..<4 { try agent.drop("batch \(number)", .notes(20)) }
                for number in 0..<4 {
                    let batch = try await agent.finished("batch \(number)", as: "completed", within: .seconds(120))
                    try check(batch.results.count == 20, "\(batch.results.count) results")
                }
            }
        }
    }

    @Test func filesThatMayNotGrowAreNoEnd() async throws {
        await Scenario.run("files of at most 64 KiB (ulimit -f)", long: 3) { _ in
            try await AgentProcess.with(started: false) { agent in
                try await agent.start()
                let page = [UInt8](repeating: UInt8(ascii: "x"), count: 200 << 10)
                let number = agent.process?.identifier ?? 0
                try AgentProcess.execute("/usr/bin/prlimit", ["--pid", "\(number)", "--fsize=\(64 << 10):"])
                try agent.drop("large", FileTree([(path: .init("page.txt"), content: .file(page))]))
                try await steadily("the agent lives", for: .seconds(3)) { agent.process?.isRunning == true }
                try AgentProcess.execute("/usr/bin/prlimit", ["--pid", "\(number)", "--fsize=unlimited:"])
                let batch = try await agent.finished("large", within: .seconds(120))
                let code = batch.errorCode("page.txt")
                try check(code == nil || code == "processing_error", "\(batch.text)")
            }
        }
    }

    @Test func stoppedAgentMissesNoFile() async throws {
        let files = Scenario.isLong ? 20_000 : 1_000
        await Scenario.run("SIGSTOP while \(files) files arrive (queue overflow)", long: 2) { _ in
            try await AgentProcess.with { agent in
                try agent.makeInPlace("flood/kept")
                try await agent.reaches("uploading", "flood")
                agent.process?.signal(SIGSTOP)
                try Self.flood("\(agent.inbox)/flood", files: files)
                agent.process?.signal(SIGCONT)
                try await eventually("the seal", within: .seconds(200)) {
                    ["pending", "processing"].contains(agent.batch("flood").word)
                }
                // Reading them all is not what this is about.
                try agent.control("flood", "CANCEL")
                let batch = try await agent.finished("flood", as: "cancelled", within: .seconds(200))
                try check(batch.results.count == files, "\(batch.results.count) results of \(files) files")
                try check(agent.batchNames == ["flood"], "batches: \(agent.batchNames)")
                try check(agent.log.contains("events were lost"), "the queue did not overflow")
            }
        }
    }

    /// Nine in ten files in one directory, the others in new directories of ten.
    private static func flood(_ path: String, files: Int) throws {
        // The queue holds 16,384 events, two for each of these writes: none of the later files gets in.
        for number in 0..<8_500 { try write(number, "\(path)/f\(number % 2).txt") }
        for number in 0..<files {
            let isFlat = number < files * 9 / 10
            let directory = isFlat ? path : "\(path)/d\(number / 10)"
            if !isFlat, number % 10 == 0 || number == files * 9 / 10 { mkdir(directory, 0o755) }
            try write(number, "\(directory)/f\(number).txt")
        }
    }

    private static func write(_ number: Int, _ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        try check(descriptor >= 0, "open: errno \(errno)")
        let line = Array("\(number)\n".utf8)
        _ = Glibc.write(descriptor, line, line.count)
        close(descriptor)
    }
}
