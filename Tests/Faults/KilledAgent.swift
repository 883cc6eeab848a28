import Foundation
import Model
import TestSupport

/// Something that happens to a batch, and how to tell that the agent is through with it.
struct Happening {
    /// Brings things to the moment before.
    var prepare: (AgentProcess, String) async throws -> Void = { _, _ in }
    /// What a person or program does.
    var act: (AgentProcess, String) async throws -> Void
    /// True when nothing is left to do.
    var isOver: (AgentProcess, String) -> Bool
    /// What must be the same however often the agent died.
    var essence: (AgentProcess, String) -> [String]
}

/// An agent that is killed where its undisturbed twin made a change on disk, and started again, ends the same way.
struct KilledAgent {
    let happening: Happening
    /// Threads whose calls are tried; nil tries all.
    var threads: Set<String>?

    /// Kills the agent at `times` moments spread over all there are; says what was different after each.
    func run(_ agent: AgentProcess, times: Int) async throws -> [String] {
        try await happening.prepare(agent, "undisturbed")
        let names = agent.threads
        let trace = try await ThreadTrace.recording(agent, label: "undisturbed")
        try await happening.act(agent, "undisturbed")
        try await eventually("the undisturbed end", within: .seconds(60)) { happening.isOver(agent, "undisturbed") }
        try await trace.end()
        let expected = happening.essence(agent, "undisturbed")
        let all = try trace.points(names).filter { threads?.contains($0.thread) ?? true }
        try check(!all.isEmpty, "strace recorded nothing")
        var failures: [String] = []
        for round in 0..<times {
            // The database alone makes half of the calls; all others are tried first.
            let points = all.filter { $0.call != "pwrite64" } + all.filter { $0.call == "pwrite64" }
            let point = points[times >= points.count ? round % points.count : round * points.count / times]
            let name = "round-\(round)"
            do {
                try await self.round(agent, name, at: point, expected)
            } catch {
                failures.append("killed before \(point): \(error)")
                if failures.count >= 5 { break }
                if agent.process?.isRunning != true { try await agent.start() }
            }
        }
        return failures
    }

    private func round(
        _ agent: AgentProcess, _ name: String, at point: KillPoint, _ expected: [String]
    ) async throws {
        try await happening.prepare(agent, name)
        let process = try agent.running()
        let trace = try await ThreadTrace.killing(agent, at: point, label: name)
        try await happening.act(agent, name)
        try await eventually("the death or the end of \(name)") {
            !process.isRunning || happening.isOver(agent, name)
        }
        try await trace.end()
        await agent.kill()
        try await agent.start()
        try await eventually("the end of \(name)", within: .seconds(60)) { happening.isOver(agent, name) }
        let found = happening.essence(agent, name)
        try check(found == expected, "\(found) instead of \(expected)")
        let broken = try await agent.brokenRules(of: [name, "\(name) (2)"])
        try check(broken.isEmpty, broken.joined(separator: "\n"))
    }
}

extension PublishedBatch {
    /// Outcome and content of every item, without what differs between two runs of the same.
    var essence: [String] {
        [word]
            + results.map { line in
                let text = bytes(line["outputs"]?["text"]?.string ?? "") ?? []
                let parts = [line["index"], line["path"], line["state"], line["sha256"], line["error"]?["code"]]
                return parts.map { "\($0 ?? .null)" }.joined(separator: " ") + " "
                    + String(decoding: text, as: UTF8.self)
            }
    }

    /// How often the batch came to an end.
    var ends: Int { eventNames.filter { $0 == "batch.completed" }.count }
}
