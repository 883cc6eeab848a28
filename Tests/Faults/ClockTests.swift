import Foundation
import Model
import TestSupport
import Testing

/// The wall clock jumps by a day, by libfaketime(1), which leaves the clock of the waits alone.
struct ClockTests {
    private static let library = ["x86_64", "aarch64"].map { "/usr/lib/\($0)-linux-gnu/faketime/libfaketimeMT.so.1" }
        .first { FileManager.default.fileExists(atPath: $0) }

    @Test(.enabled(if: library != nil), arguments: ["-1d", "+1d"])
    func jump(offset: String) async {
        await Scenario.run("clock: \(offset) between two starts, batch under way", short: 1, long: 10) { _ in
            try await AgentProcess.with { agent in
                try agent.drop("mixed", ["good.txt": "good", "bad.pdf": "%PDF-1.4 nothing follows"])
                try await agent.finished("mixed", as: "partially_failed")
                try agent.drop("running", .notes(30))
                try await eventually("the claim") { !agent.claims.isEmpty || agent.batch("running").isFinal }
                await agent.kill()
                try await agent.start(environment: Self.faked(offset))
                try await agent.finished("running", as: "completed")
                try agent.control("mixed", "RETRY")
                try await eventually("the second run", within: .seconds(60)) { agent.isThrough("mixed", ends: 2) }
                try agent.copyInPlace("after", .notes(3))
                try await agent.finished("after", as: "completed")
                try Self.checkTimes(of: agent)
                await agent.kill()
                try await agent.start()
                try agent.drop("back", .notes(2))
                try await agent.finished("back", as: "completed")
                let list = try await agent.dropmill("list", "--json")
                let names = try JSONParser.parse(Array(list.output.utf8))["batches"]?.array?.map { $0["name"]?.string }
                try check(names == ["back", "after", "running", "mixed"], "listed as \(names ?? [])")
            }
        }
    }

    @Test func heartbeatOfTheFuture() async {
        await Scenario.run("clock: another host's heartbeat lies in the future", short: 1, long: 2) { _ in
            try await AgentProcess.with(started: false) { agent in
                let home = "\(agent.root)/.dropmill"
                try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
                let record = """
                    {"schema_version": 1, "host": "elsewhere", "boot_id": "b", "pid": 7,
                     "since": "2126-01-01T00:00:00.000Z", "heartbeat": "2126-01-01T00:00:00.000Z"}
                    """
                try Data(record.utf8).write(to: URL(fileURLWithPath: "\(home)/owner.json"))
                let refused = try await agent.command(["run", "--config", agent.configuration])
                try check(refused.code == 3, "the start ended with \(refused.code)")
                try check(refused.errors.contains("process 7 on elsewhere"), "not named: \(refused.errors)")
                try check(refused.errors.contains("--take-over"), "no way out: \(refused.errors)")
                try await agent.start(with: ["--take-over"])
                try agent.drop("papers", .notes(1))
                try await agent.finished("papers", as: "completed")
            }
        }
    }

    private static func faked(_ offset: String) -> [String: String] {
        [
            "LD_PRELOAD": library ?? "", "FAKETIME": offset,
            "DONT_FAKE_MONOTONIC": "1", "FAKETIME_NO_CACHE": "1", "NO_FAKE_STAT": "1",
        ]
    }

    /// Nothing that people read counts backwards.
    private static func checkTimes(of agent: AgentProcess) throws {
        for batch in agent.finalBatches {
            for line in batch.results {
                try check(line["duration_ms"]?.integer ?? -1 >= 0, "\(batch.name): a negative duration")
            }
            let seconds = batch.json("summary.json")?["processing_time"]?.number ?? -1
            try check(seconds >= 0, "\(batch.name): processing_time \(seconds)")
        }
    }
}
