import Foundation
import Model
import TestSupport
import Testing

/// Duplicates while the agent is killed or a person steers the batch.
struct DuplicateKillTests {
    @Test func killedWhileResultsAreCopied() async throws {
        await Scenario.run("duplicates: SIGKILL while results are copied", short: 2, long: 12) { round in
            try await AgentProcess.with { agent in
                let subject = UUID().uuidString
                try agent.drop("first", .notes(150, about: subject))
                let first = try await agent.finished("first", as: "completed")
                try agent.drop("second", .notes(150, about: subject))
                try await agent.reaches("processing", "second")
                try await Self.passes(.milliseconds(round * 37 % 400), agent.batch("second"))
                await agent.kill()
                try await agent.start()
                let second = try await agent.finished("second", as: "completed")
                try check(second.status?["skipped_files"] == 150, "\(second.status?["skipped_files"] ?? .null) skipped")
                for number in [0, 75, 149] {
                    let name = "note-\(number).txt"
                    try DuplicateTests.checkDuplicate(name, in: second, of: first.result(name), in: first)
                }
            }
        }
    }

    @Test func killedWhileEqualFilesWait() async throws {
        await Scenario.run("duplicates: SIGKILL while equal files wait for the first", short: 1, long: 4) { _ in
            try await AgentProcess.with(.oneWorker) { agent in
                let same = Array("waits \(UUID().uuidString)".utf8)
                let entries = (0..<50).map {
                    (path: BytePath("w\(100 + $0).txt"), content: FileTree.Content.file(same))
                }
                try await agent.withFrozenWorkers {
                    try agent.drop("waiting", FileTree(entries))
                    try await agent.reaches("processing", "waiting")
                    await agent.kill()
                }
                try await agent.start()
                let batch = try await agent.finished("waiting", as: "completed")
                try check(batch.results[0]["state"]?.string == "succeeded", "index 0 is not the one worked")
                try check(batch.status?["skipped_files"] == 49, "skipped_files")
            }
        }
    }

    @Test(arguments: ["PAUSE", "CANCEL"]) func steeredWhileEqualFilesWait(word: String) async throws {
        await Scenario.run("duplicates: \(word) while equal files wait", short: 1, long: 5) { round in
            try await AgentProcess.with(.folder("max_concurrency: 4")) { agent in
                let same = Array("steered \(UUID().uuidString)".utf8)
                let entries = (0..<400).map { (path: BytePath("s\($0).txt"), content: FileTree.Content.file(same)) }
                try agent.drop("steered", FileTree(entries))
                let batch = agent.batch("steered")
                try await eventually("the start of the batch") { batch.eventNames.contains("item.started") }
                try await Self.passes(.milliseconds(round * 29 % 200), batch)
                try agent.control("steered", word)
                try await eventually("the answer to \(word)") { batch.word == "paused" || batch.isFinal }
                if batch.word == "paused" { try agent.control("steered", "RESUME") }
                try await agent.finished("steered")
                let finished = batch.results.filter { ["succeeded", "skipped"].contains($0["state"]?.string) }
                let shown = (try? FileManager.default.contentsOfDirectory(atPath: "\(batch.path)/files")) ?? []
                try check(shown.count == finished.count, "\(shown.count) results of \(finished.count) finished files")
                if word == "PAUSE" { try check(finished.count == 400, "\(finished.count) finished") }
            }
        }
    }

    @Test func forceUnderKills() async throws {
        await Scenario.run("FORCE under SIGKILL leaves old or new results, never neither", short: 2, long: 10) {
            round in
            try await AgentProcess.with { agent in
                try agent.drop("papers", .notes(60))
                let batch = try await agent.finished("papers", as: "completed")
                let old = batch.bytes("results.jsonl") ?? []
                try agent.control("papers", "FORCE")
                try await eventually("FORCE being taken") { !batch.contains("control/FORCE") }
                try await Self.passes(.milliseconds(round * 53 % 1500), batch)
                await agent.kill()
                try Self.checkOldOrNew(batch, old)
                try await agent.start()
                try await DuplicateKeyTests.finished(2, batch)
                try check(batch.bytes("versions/1/results.jsonl") == old, "the old results are not under versions")
                try check(batch.results.allSatisfy { $0["state"]?.string == "succeeded" }, "a result is missing")
            }
        }
    }

    // Every item has its whole old result below versions/1, or a whole new one.
    private static func checkOldOrNew(_ batch: PublishedBatch, _ old: [UInt8]) throws {
        for number in 0..<60 {
            let whole = ["versions/1/files", "files"].contains { place in
                ["document.json", "document.md", "document.txt"].allSatisfy {
                    !(batch.bytes("\(place)/note-\(number).txt/\($0)") ?? []).isEmpty
                }
            }
            try check(whole, "note-\(number).txt has neither its old nor its new result")
        }
        try check(batch.bytes("versions/1/results.jsonl") == old, "the old results.jsonl is gone")
    }

    // A moment within the run, for a kill that meets another step each round.
    private static func passes(_ time: Duration, _ batch: PublishedBatch) async throws {
        let end = ContinuousClock.now + time
        try await eventually("a moment of the run") { ContinuousClock.now >= end || batch.isFinal }
    }
}
