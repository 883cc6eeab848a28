import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// System calls fail once, for a while, or until somebody mends the machine: the agent lives, waits and ends every batch.
@Suite(.enabled(if: TestUser.testsRunAsRoot && FileManager.default.fileExists(atPath: "/usr/bin/strace")))
struct SystemCallTests {
    /// One fault: which calls of a thread fail, and with what.
    private struct Round {
        let error: String
        let when: String
    }

    @Test(arguments: FaultClass.all)
    func failingCallLosesNothing(fault: FaultClass) async throws {
        let positions = Scenario.isLong ? ["1..2", "2+3", "5..8"] : ["1..3"]
        let errors = Scenario.isLong ? fault.errors : Array(fault.errors.prefix(1))
        let rounds = errors.flatMap { error in positions.map { Round(error: error, when: $0) } }
        let name = "fault: \(fault.name) (\(errors.joined(separator: ", ")))"
        await Scenario.count(name, short: rounds.count, long: rounds.count) { _ in
            var failures: [String] = []
            do {
                try await AgentProcess.with { agent in
                    for (number, round) in rounds.enumerated() {
                        do {
                            try await Self.run(round, of: fault, number, agent)
                        } catch {
                            let log = agent.log.split(separator: "\n").suffix(12).joined(separator: "\n")
                            failures.append("\(fault.calls) \(round.error) when=\(round.when): \(error)\n\(log)")
                            if failures.count > 2 || agent.process?.isRunning != true { throw error }
                        }
                    }
                }
            } catch {
                failures.append("\(error)")
            }
            return failures
        }
    }

    private static func run(_ round: Round, of fault: FaultClass, _ number: Int, _ agent: AgentProcess) async throws {
        let name = "batch \(number)"
        let loggedBefore = agent.log.utf8.count
        let cpuBefore = agent.processorSeconds
        let began = ContinuousClock.now
        let injected = try await InjectedFault(
            agent, fault.calls, round.error, when: round.when, label: "fault-\(number)")
        try agent.drop(
            name, ["a.txt": "one", "b.txt": "two", "sub/c.txt": "three", "job.json": #"{"metadata": {"a": "b"}}"#])
        func final() -> [PublishedBatch] {
            agent.batchNames.map(agent.batch).filter { $0.status?["name"]?.string == name && $0.isFinal }
        }
        _ = await soon(within: .seconds(4)) { !final().isEmpty }
        let hits = injected.hits
        try await injected.lift()
        try await eventually("the end of \(name)", within: .seconds(90)) { !final().isEmpty }
        let batch = final()[0]
        // Two broken connections are two crashes of the reader of job.json: the batch is refused and stays where it is.
        let isCrash = ["EPIPE", "ECONNRESET"].contains(round.error)
        if isCrash, batch.status?["error"]?["code"]?.string == "worker_crashed" { return }
        try check(batch.results.count == 3, "\(batch.results.count) results: \(batch.text)")
        // Who may not read a file is told so; everything else passes as if nothing had happened.
        let allowed: [String?] = round.error == "EACCES" ? [nil, "permission_denied"] : [nil]
        let codes = batch.results.map { $0["error"]?["code"]?.string }
        try check(codes.allSatisfy(allowed.contains), "an item failed: \(batch.text)")
        try check(agent.process?.isRunning == true, "the agent ended")
        let elapsed = Double((ContinuousClock.now - began).components.seconds) + 1
        let lines = agent.log.utf8.dropFirst(loggedBefore).count { $0 == UInt8(ascii: "\n") }
        try check(Double(lines) < 60 + 5 * elapsed, "\(lines) lines of log in \(elapsed) s after \(hits) failed calls")
        let cpu = agent.processorSeconds - cpuBefore
        try check(cpu < 2 + elapsed / 4, "\(cpu) s of processor time in \(elapsed) s after \(hits) failed calls")
        let withStatus = agent.batchNames.filter { agent.batch($0).status != nil }
        try check(withStatus.count == number + 1, "batches: \(agent.batchNames)")
    }

    private static func soon(within limit: Duration, _ condition: () -> Bool) async -> Bool {
        (try? await eventually("", within: limit, condition)) != nil
    }
}

extension AgentProcess {
    /// Processor time the agent has used, its workers left out.
    var processorSeconds: Double {
        guard let process, let text = try? String(contentsOfFile: "/proc/\(process.identifier)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return 0 }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
