import Foundation
import Glibc
import TestSupport

/// strace(1) attached to threads of a running agent: it records what they call, or kills the agent at one call.
final class ThreadTrace {
    private let process: ChildProcess
    private let record: String?

    /// Calls that change what is on disk.
    static let changes = [
        "renameat", "renameat2", "fsync", "fdatasync", "syncfs", "mkdirat", "unlink", "unlinkat", "linkat", "openat2",
        "ftruncate", "write", "pwrite64",
    ]

    /// Calls that a power cut is about beyond those.
    private static let others = ["openat", "rename", "mkdir", "rmdir", "mknodat", "symlinkat", "writev", "sync"]

    /// Records the calls of every thread that change the disk; `withPaths` also those that do so in other ways, with
    /// the paths of descriptors.
    static func recording(
        _ agent: AgentProcess, label: String, withPaths: Bool = false
    ) async throws -> ThreadTrace {
        let number = try agent.running().identifier
        let record = "\(agent.place)/logs/\(label).trace"
        let calls = changes + (withPaths ? others : [])
        let arguments =
            ["-f", "-qq", "-o", record] + (withPaths ? ["-y", "-s", "300"] : [])
            + ["-e", "trace=" + calls.joined(separator: ","), "-p", "\(number)"]
        let trace = try ThreadTrace(arguments, record: record, agent: agent, label: label)
        try await trace.isAttached(to: Array(agent.threads.keys), of: number)
        try check(trace.process.isRunning, "strace ended: \(trace.process.ownErrors)")
        return trace
    }

    /// Kills the agent where one of its threads is about to make a call for the given time.
    static func killing(_ agent: AgentProcess, at point: KillPoint, label: String) async throws -> ThreadTrace {
        let number = try agent.running().identifier
        guard let thread = agent.threads.first(where: { $0.value == point.thread })?.key else {
            throw CheckFailed(description: "the agent has no thread \(point.thread)")
        }
        let arguments = ["-qq", "-o", "/dev/null"] + point.injection + ["-p", "\(thread)"]
        let trace = try ThreadTrace(arguments, record: nil, agent: agent, label: label)
        try await trace.isAttached(to: [thread], of: number)
        return trace
    }

    private init(_ arguments: [String], record: String?, agent: AgentProcess, label: String) throws {
        self.record = record
        process = try ChildProcess("/usr/bin/strace", arguments, label: label, logs: "\(agent.place)/logs")
    }

    /// Lets the agent go and waits for the end of strace.
    func end() async throws {
        // Children of the tests have every other signal blocked; the kernel lets the traced threads go.
        process.signal(SIGKILL)
        _ = try await process.exit()
    }

    /// What strace wrote so far.
    func text() throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: record ?? "")), as: UTF8.self)
    }

    /// Every call recorded so far, as points to kill at, thread by thread; `names` are those of the threads.
    func points(_ names: [Int32: String]) throws -> [KillPoint] {
        var counts: [KillPoint: Int] = [:]
        var points: [KillPoint] = []
        for line in try text().split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard parts.count == 2, let thread = Int32(parts[0]).flatMap({ names[$0] }) else { continue }
            let call = parts[1].drop { $0 == " " }.prefix { $0 != "(" }
            guard Self.changes.contains(String(call)) else { continue }
            let key = KillPoint(thread: thread, call: String(call), number: 0)
            counts[key, default: 0] += 1
            // Opening is recorded for the files it makes; the other openings change nothing.
            if call == "openat2", !line.contains("O_CREAT") { continue }
            points.append(KillPoint(thread: thread, call: String(call), number: counts[key] ?? 1))
        }
        return points
    }

    private func isAttached(to threads: [Int32], of agent: Int32) async throws {
        try await eventually("strace being attached") {
            // The agent may make the call at once, for something else that was due, and die before anything happens.
            if !process.isRunning {
                try check(process.ownErrors.isEmpty, "strace ended: \(process.ownErrors)")
                return true
            }
            return threads.allSatisfy { thread in
                let status = FileManager.default.contents(atPath: "/proc/\(agent)/task/\(thread)/status") ?? Data()
                let tracer = String(decoding: status, as: UTF8.self).split(separator: "\n")
                    .first { $0.hasPrefix("TracerPid:") }
                return tracer.map { !$0.hasSuffix("\t0") } ?? true
            }
        }
    }
}

/// A moment in the life of an agent: before a thread makes a system call for the `number`th time.
struct KillPoint: Hashable, CustomStringConvertible {
    let thread: String
    let call: String
    let number: Int

    var description: String { "\(call) \(number) of \(thread)" }

    /// Options of strace that kill there.
    var injection: [String] { ["-e", "trace=\(call)", "-e", "inject=\(call):signal=SIGKILL:when=\(number)"] }
}

extension AgentProcess {
    /// Names of the agent's threads by their numbers.
    var threads: [Int32: String] {
        guard let process else { return [:] }
        let tasks = "/proc/\(process.identifier)/task"
        var names: [Int32: String] = [:]
        for task in (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [] {
            guard let number = Int32(task), let name = FileManager.default.contents(atPath: "\(tasks)/\(task)/comm")
            else { continue }
            names[number] = String(decoding: name, as: UTF8.self).trimmingCharacters(in: .newlines)
        }
        return names
    }

    /// The process of the agent, which must run.
    func running() throws -> ChildProcess {
        guard let process, process.isRunning else { throw CheckFailed(description: "the agent does not run") }
        return process
    }
}
