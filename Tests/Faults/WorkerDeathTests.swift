import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// Workers that are killed or stop answering cost time and no result.
struct WorkerDeathTests {
    @Test func workerIsKilled() async {
        await Scenario.run("SIGKILL of a worker at a random moment", short: 2, long: 30) { round in
            try await AgentProcess.with { agent in
                try agent.drop("warm-up", .notes(1))
                try await agent.finished("warm-up")
                try agent.drop("papers", Self.papers)
                let delay = round * 7 % 60
                try await Task.sleep(for: .milliseconds(delay))
                if let worker = agent.workers.randomElement() { Glibc.kill(worker, SIGKILL) }
                let batch = try await agent.finished("papers", as: "completed")
                try check(batch.results.allSatisfy { ($0["attempts"]?.integer ?? 9) <= 2 }, "more than two attempts")
            }
        }
    }

    @Test func workerStopsAnswering() async {
        await Scenario.run("SIGSTOP of a worker: the deadline ends it", short: 1, long: 4) { _ in
            var options = AgentProcess.Options.oneWorker
            options.job = "{type: parse_v2, configuration_id: cfg-hasty}"
            try await AgentProcess.with(options, started: false) { agent in
                let directory = "\(agent.place)/configurations"
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
                let saved = """
                    id: cfg-hasty
                    type: parse_v2
                    parameters: {timeouts: {base_in_seconds: 2, extra_time_per_page_in_seconds: 1}}
                    """
                try Data(saved.utf8).write(to: URL(fileURLWithPath: "\(directory)/cfg-hasty.yaml"))
                try agent.writeConfiguration(
                    folder: options.folder, global: options.global + ["configurations: \(directory)"])
                try await agent.start()
                try agent.drop("warm-up", .notes(1))
                try await agent.finished("warm-up")
                try await agent.workersRest()
                for worker in agent.workers { Glibc.kill(worker, SIGSTOP) }
                try agent.drop("papers", .notes(5))
                let batch = try await agent.finished("papers", as: "completed")
                let attempts = batch.results.compactMap { $0["attempts"]?.integer }.sorted()
                try check(attempts == [1, 1, 1, 1, 2], "attempts \(attempts)")
                try check(batch.eventNames.contains("item.retried"), "no item.retried")
            }
        }
    }

    @Test func documentThatKillsTheAgentIsPoison() async {
        await Scenario.run("poison: five deaths of the agent at one document", short: 1, long: 2) { _ in
            try await AgentProcess.with(.oneWorker) { agent in
                // Long enough to be met at work every time.
                let slow = [UInt8](repeating: UInt8(ascii: "x"), count: 60) + [UInt8(ascii: "\n")]
                let text = [UInt8](Array(repeating: slow, count: 400_000).joined())
                try agent.drop("papers", ["a.txt": .file(text), "b.txt": "b"])
                for death in 1...5 {
                    try await eventually("the document being read, \(death)", within: .seconds(60)) {
                        try check(!agent.batch("papers").isFinal, "read before death \(death)")
                        return agent.batch("papers").status?["in_progress_files"]?.integer ?? 0 > 0
                            && !agent.workers.isEmpty
                    }
                    await agent.kill()
                    try await agent.start()
                }
                let batch = try await agent.finished("papers", as: "partially_failed")
                try check(batch.errorCode("a.txt") == "poison", "a.txt: \(batch.errorCode("a.txt") ?? "no error")")
                try check(batch.result("b.txt")?["state"]?.string == "succeeded", "b.txt did not succeed")
            }
        }
    }

    private static let papers = FileTree(
        (0..<40).map { number in
            number.isMultiple(of: 4)
                ? (
                    BytePath("papers/paper-\(number).pdf"),
                    .file(PDFFixture(pages: [["paper \(number)"], ["end"]]).bytes())
                )
                : (BytePath("notes/note-\(number).txt"), .file(Array("note \(number)\n".utf8)))
        })
}
