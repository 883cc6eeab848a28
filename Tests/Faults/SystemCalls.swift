import Foundation
import Glibc
import TestSupport

/// The calls with which a running agent makes things durable, visible and gone, in their order, seen with strace(1).
final class SystemCalls {
    private let tracer: ChildProcess
    private let log: String

    /// Attaches to every thread of the agent.
    init(of agent: AgentProcess) async throws {
        log = "\(agent.place)/logs/calls"
        let calls = "trace=fsync,fdatasync,syncfs,rename,renameat,renameat2,unlink,unlinkat,rmdir"
        let agent = agent.process?.identifier ?? 0
        tracer = try ChildProcess(
            "/usr/bin/strace", ["-f", "-y", "-s", "300", "-e", calls, "-o", log, "-p", "\(agent)"], label: "strace",
            logs: URL(fileURLWithPath: log).deletingLastPathComponent().path)
        try await eventually("strace on every thread") { Self.isTraced(agent) }
    }

    /// Lets the agent go; the calls so far.
    func end() async throws -> [String] {
        // Every call is a line at once. A thread of a test passes its blocked signals on; this one nobody can block.
        let text = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
        tracer.signal(SIGKILL)
        _ = try await tracer.exit()
        return text.split(separator: "\n").map(String.init)
    }

    private static func isTraced(_ process: Int32) -> Bool {
        let tasks = "/proc/\(process)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return threads.allSatisfy { thread in
            let status = FileManager.default.contents(atPath: "\(tasks)/\(thread)/status") ?? Data()
            return !String(decoding: status, as: UTF8.self).contains("TracerPid:\t0\n")
        }
    }
}
