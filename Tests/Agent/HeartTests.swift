import Model
import Testing

@testable import Agent

/// systemd is told that the agent is alive only while its stages are.
@Suite struct HeartTests {
    @Test func aStageThatDoesNotListenIsNamed() {
        let since = Duration.seconds(100)
        let stages: [(name: String, unheardSince: @Sendable () -> Duration?)] = [
            ("idle", { nil }), ("busy", { since + .seconds(1700) }), ("hung", { since }),
        ]
        #expect(Heart.hanging(stages, at: since + .seconds(1801)) == "hung")
        #expect(Heart.hanging(stages, at: since + .seconds(1799)) == nil)
        #expect(Heart.hanging([], at: since) == nil)
    }
}
