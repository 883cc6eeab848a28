import TestSupport
import Testing

/// Workers die while they read.
struct WorkerKillTests {
    @Test func agentIsKilledBesideItsWorkers() async throws {
        await Scenario.run("SIGKILL of the agent after a drop", short: 1, long: 10) { _ in
            try await AgentProcess.with { agent in
                try agent.drop("papers", .notes(40))
                await agent.kill()
                try await agent.start()
                let batch = try await agent.finished("papers", as: "completed")
                try check(batch.results.count == 40, "\(batch.results.count) results")
            }
        }
    }
}
