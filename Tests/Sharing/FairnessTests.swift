import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// A small batch never waits for a large one, whatever the large one is just going through.
struct FairnessTests {
    /// What the large batch was doing when a small one was dropped.
    private enum Moment: String, CaseIterable {
        case arriving = "walked, sealed and claimed"
        case working = "worked on"
        case finishing = "finalised"
    }

    private struct Sample {
        let name: String
        let moment: Moment
        let dropped: Date
        let isElsewhere: Bool
    }

    @Test func smallBehindLarge() async throws {
        let size = Scenario.isLong ? 100_000 : 5_000
        var options = AgentProcess.Options()
        options.folder = ["batch_settle: 1s", "max_concurrency: 4"]
        await Scenario.count("one file behind a batch of \(size), in its folder and another", short: 12, long: 60) {
            times in
            var failures: [String] = []
            try await AgentProcess.with(options, started: false) { agent in
                let other = try addFolder("other", to: agent)
                try await agent.start()
                try agent.drop("warm-up", .notes(1))
                try await agent.finished("warm-up")
                let prepared = try agent.prepare("large", notesInParts(size))
                for number in 0..<(times + 20) { try prepareSmall("small-\(number)", of: agent) }
                rename(prepared, "\(agent.inbox)/large")
                let samples = try await dropDuring("large", of: agent, other: other, atLeast: times)
                failures = try await judge(samples, of: agent, other: other)
                try await agent.finished("large", as: "completed", within: .seconds(600))
                // A small one may be through before the moment is seen.
                let moments = Scenario.isLong ? Moment.allCases : [.working]
                for moment in moments where !samples.contains(where: { $0.moment == moment }) {
                    failures.append("no batch was dropped while the large one was \(moment.rawValue)")
                }
            }
            return failures
        }
    }

    // One after the other while the large batch goes through its life, here and there in turns.
    private func dropDuring(
        _ large: String, of agent: AgentProcess, other: String, atLeast times: Int
    ) async throws -> [Sample] {
        var samples: [Sample] = []
        let batch = agent.batch(large)
        while !batch.isFinal, samples.count < times + 20 {
            let moment = self.moment(of: batch)
            let number = samples.count
            // The end is short: it is met for certain only by asking often; the middle is long.
            let pause = moment == .working && samples.filter { $0.moment == .working }.count >= times / 2
            if !pause {
                let isElsewhere = number % 2 == 1
                let inbox = isElsewhere ? "\(other)/inbox" : agent.inbox
                samples.append(
                    Sample(name: "small-\(number)", moment: moment, dropped: Date(), isElsewhere: isElsewhere))
                rename("\(agent.place)/incoming/small-\(number)", "\(inbox)/small-\(number)")
            }
            try await eventually("a moment for the next", within: .seconds(30)) {
                Date().timeIntervalSince(samples.last?.dropped ?? .distantPast) > 0.3 || batch.isFinal
            }
        }
        return samples
    }

    private func moment(of batch: PublishedBatch) -> Moment {
        guard let status = batch.status, ["processing", "pending"].contains(batch.word) else { return .arriving }
        let counts = ["completed_files", "failed_files", "total_files"].map { status[$0]?.integer ?? 0 }
        return counts[2] > 0 && counts[0] + counts[1] >= counts[2] ? .finishing : .working
    }

    private func judge(_ samples: [Sample], of agent: AgentProcess, other: String) async throws -> [String] {
        var failures: [String] = []
        var worst: [Moment: Double] = [:]
        for sample in samples {
            let outbox = sample.isElsewhere ? "\(other)/outbox" : agent.outbox
            let batch = PublishedBatch(path: "\(outbox)/\(sample.name)")
            try await eventually("the end of \(sample.name)", within: .seconds(60)) { batch.isFinal }
            let started = batch.events.first { $0["event"]?.string == "item.started" }?["at"]?.string
            guard let at = started.flatMap(Timestamp.init) else {
                failures.append("\(sample.name) never started")
                continue
            }
            let wait = Double(at.milliseconds) / 1000 - sample.dropped.timeIntervalSince1970
            worst[sample.moment] = max(worst[sample.moment] ?? 0, wait)
            guard wait > Self.longestWait else { continue }
            failures.append(
                "\(sample.name) started after \(wait) s, while the large batch was \(sample.moment.rawValue)")
        }
        for (moment, wait) in worst { print("longest wait while the large batch was \(moment.rawValue): \(wait) s") }
        return failures
    }

    /// Seconds until a batch of one file has to have started.
    private static let longestWait = 2.0

    private func prepareSmall(_ name: String, of agent: AgentProcess) throws {
        try agent.prepare(name, .notes(1))
    }

    private func notesInParts(_ count: Int) -> FileTree {
        FileTree(
            (0..<count).map { number in
                (BytePath("part-\(number / 1000)/note-\(number).txt"), .file(Array("Note \(number).\n".utf8)))
            })
    }

    /// A second watch folder of the same agent; its root.
    private func addFolder(_ name: String, to agent: AgentProcess) throws -> String {
        let root = "\(agent.place)/\(name)"
        for directory in ["", "/inbox", "/outbox", "/archive"] {
            try FileManager.default.createDirectory(atPath: root + directory, withIntermediateDirectories: true)
        }
        let text = try String(contentsOfFile: agent.configuration, encoding: .utf8)
        let lines = ["  - name: \(name)", "    root: \(root)", "    job: {type: parse_v2}", "    batch_settle: 1s"]
        try (text + lines.joined(separator: "\n") + "\n").write(
            toFile: agent.configuration, atomically: true, encoding: .utf8)
        return root
    }
}
