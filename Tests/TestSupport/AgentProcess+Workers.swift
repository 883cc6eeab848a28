import Foundation
import Glibc
import Store

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

    /// Waits until nothing is left to do of what is finished: workers with no item make it searchable.
    public func workersRest() async throws {
        let store = try Store(path: storeFile, readOnly: true)
        try await eventually("workers at rest") {
            // The task comes with the last step of publishing, which is after the final word.
            let isPublished = try store.batches(BatchQuery()).allSatisfy { $0.finishedAt == nil || $0.phase == .done }
            return try isPublished && store.nextIndexTask() == nil
        }
    }
}
