import TestSupport
import Testing

/// Writers that take their time, with the default settings.
struct SlowTests {
    @Test func writersThatWaitBetweenWrites() async throws {
        let hold = Scenario.isLong ? 60.0 : 15
        try await AgentProcess.take(
            [
                Delivery("a tree of closed files with gaps of 1 to 8 s", way: "gaps", seconds: 8),
                Delivery("a page appended every 5 s", way: "appended", seconds: 5),
                Delivery("held open for a minute without writing", way: "held", seconds: hold),
                Delivery("mapped for a minute", way: "mapped", seconds: hold),
                Delivery("Firefox downloads one file for longer than an empty file waits", way: "firefox", seconds: 13)
                    .loose,
            ], long: 3, at: .folder("batch_settle: 10s"))
    }
}
