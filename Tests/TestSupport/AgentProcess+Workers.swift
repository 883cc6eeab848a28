import Foundation
import Glibc

extension AgentProcess {
    /// Process numbers of the agent's children: its workers.
    public var workers: [Int32] {
        guard let process else { return [] }
        let tasks = "/proc/\(process.identifier)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return threads.flatMap { thread in
            let text = FileManager.default.contents(atPath: "\(tasks)/\(thread)/children") ?? Data()
            return String(decoding: text, as: UTF8.self).split(separator: " ").compactMap { Int32($0) }
        }
    }

    /// Stops the one worker of `Options.oneWorker` while `body` runs: a batch dropped in it stays running.
    public func withFrozenWorkers(_ body: () async throws -> Void) async throws {
        try drop("warm-up", .notes(1))
        try await finished("warm-up")
        // What is finished is made searchable by the same worker.
        try await workersRest()
        let frozen = workers
        for worker in frozen { Glibc.kill(worker, SIGSTOP) }
        defer { for worker in frozen { Glibc.kill(worker, SIGCONT) } }
        try await body()
    }

    /// Waits until the workers have done nothing for half a second.
    public func workersRest() async throws {
        var last: [String] = []
        var quiet = 0
        try await eventually("workers at rest") {
            let times = workers.map { processorTime(of: $0) }
            quiet = times == last ? quiet + 1 : 0
            last = times
            return quiet >= 25
        }
    }

    /// User and system time of a process, as the kernel tells them.
    private func processorTime(of process: pid_t) -> String {
        let stat = (try? String(contentsOfFile: "/proc/\(process)/schedstat", encoding: .utf8)) ?? ""
        return stat.split(separator: " ").first.map(String.init) ?? ""
    }
}
