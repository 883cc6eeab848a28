import Foundation
import Model
import TestSupport
import Testing

/// How many items are at work at once, as the events of the batches tell it.
struct LoadConcurrencyTests {
    @Test func theBoundOfABatchHolds() async throws {
        await Scenario.run("max_concurrency of a job file", long: 5) { _ in
            try await AgentProcess.with(Self.options(workers: 4, folder: 4)) { agent in
                var tree = Self.papers(16)
                tree.entries.append((BytePath("job.json"), #"{"max_concurrency": 1}"#))
                try agent.drop("one", tree)
                try agent.drop("free", Self.papers(16))
                let (one, free) = try await (agent.finished("one", as: "completed"), agent.finished("free"))
                try check(Self.mostAtOnce([one]) == 1, "\(Self.mostAtOnce([one])) items of the batch at once")
                try check(Self.mostAtOnce([one, free]) <= 4, "more than the folder allows")
            }
        }
    }

    @Test func theBoundOfAFolderHoldsOverItsBatches() async throws {
        await Scenario.run("max_concurrency of a folder, three batches at once", long: 5) { _ in
            try await AgentProcess.with(Self.options(workers: 6, folder: 2)) { agent in
                let most = try await mostOfThree(agent)
                try check(most == 2, "\(most) items of the folder at once")
            }
        }
    }

    @Test func theBoundOfTheAgentHolds() async throws {
        await Scenario.run("workers of the agent, three batches at once", long: 5) { _ in
            try await AgentProcess.with(Self.options(workers: 3, folder: 8)) { agent in
                let most = try await mostOfThree(agent)
                try check(most <= 3, "\(most) items at once")
                try check(agent.workers.count <= 3, "\(agent.workers.count) workers")
            }
        }
    }

    private func mostOfThree(_ agent: AgentProcess) async throws -> Int {
        let names = ["a", "b", "c"]
        for name in names { try agent.drop(name, Self.papers(16)) }
        var batches: [PublishedBatch] = []
        for name in names { batches.append(try await agent.finished(name, as: "completed")) }
        return Self.mostAtOnce(batches)
    }

    private static func options(workers: Int, folder: Int) -> AgentProcess.Options {
        var options = AgentProcess.Options.folder("max_concurrency: \(folder)")
        options.global = ["workers: \(workers)", "min_free_bytes: 1MB"]
        return options
    }

    /// PDFs that take a few milliseconds each.
    private static func papers(_ count: Int) -> FileTree {
        let line = String(repeating: "mill water wheel grain flour ", count: 3)
        let page = Array(repeating: line, count: 40).joined(separator: "\n")
        let text = Array(Array(repeating: page, count: 20).joined(separator: "\u{0C}").utf8)
        return FileTree((0..<count).map { (BytePath("paper-\($0).txt"), .file(text)) })
    }

    /// Most items between `item.started` and `item.finished` at one moment.
    static func mostAtOnce(_ batches: [PublishedBatch]) -> Int {
        var steps: [(at: String, change: Int)] = []
        for event in batches.flatMap(\.events) {
            guard let at = event["at"]?.string else { continue }
            switch event["event"]?.string {
            case "item.started": steps.append((at, 1))
            case "item.finished": steps.append((at, -1))
            default: break
            }
        }
        var (now, most) = (0, 0)
        // Within one millisecond the end of one makes room for the next.
        for step in steps.sorted(by: { ($0.at, $0.change) < ($1.at, $1.change) }) {
            now += step.change
            most = max(most, now)
        }
        return most
    }
}
