import TestSupport
import Testing

/// A small batch never waits for a large one.
struct FairnessTests {
    @Test func smallBehindLarge() async throws {
        await Scenario.run("a one-file batch behind a large one", long: 1) { _ in
            try await AgentProcess.with { agent in
                try agent.drop("large", .notes(2_000))
                try await agent.reaches("processing", "large")
                try agent.drop("small", .notes(1))
                try await agent.finished("small", as: "completed", within: .seconds(20))
                try await agent.finished("large", as: "completed", within: .seconds(120))
            }
        }
    }
}
