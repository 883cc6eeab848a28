import TestSupport
import Testing

/// Writers with random habits: whatever they do, no file is read before it is whole.
struct TrialTests {
    @Test func randomisedOpenWriters() async throws {
        await Scenario.count("randomised open writers", short: 300, long: 10_200) { times in
            var options = AgentProcess.Options.folder("batch_settle: 1500ms")
            options.isPatient = true
            options.checksInvariants = !Scenario.isLong
            let seed = UInt64.random(in: 0...UInt64.max)
            var problems: [String] = []
            try await AgentProcess.with(options) { agent in
                let site = Site(agent)
                let trials = try ChildProcess(
                    "/usr/bin/python3",
                    [
                        "\(repositoryRoot)/Tests/Writers/Programs/trials.py", "\(seed)", "\(times)", site.inbox,
                        site.outbox, try site.spare("open"),
                    ], label: "trials", logs: "\(site.place)/logs")
                let code = try await trials.exit(within: .seconds(1800))
                try check(code == 0, "the trials ended with \(code): \(trials.errors)")
                problems = trials.output.split(separator: "\n").map { "seed \(seed), \($0)" }
            }
            return problems
        }
    }
}
