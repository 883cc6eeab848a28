import TestSupport
import Testing

/// Programs of this machine that copy into the inbox.
struct CopyTests {
    @Test func cp() async throws {
        await Scenario.run("cp -r", long: 5) { _ in
            try await AgentProcess.with { agent in
                let source = try agent.prepare("papers", .notes(20))
                try AgentProcess.execute("/usr/bin/cp", ["-r", source, "\(agent.inbox)/papers"])
                let batch = try await agent.finished("papers", as: "completed")
                try check(batch.results.count == 20, "\(batch.results.count) results")
            }
        }
    }
}
