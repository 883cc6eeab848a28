import Agent
import ArgumentParser
import Model

/// `dropmill health`
struct HealthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Say whether all is well, for monitors.",
        discussion: """
            Looks at the agent's heartbeat, the folders and their room, the store, stalled and failed batches, and \
            what waits for webhooks and hooks. Exit codes: 0 all is well, 1 something is not, 3 the configuration is \
            wrong.

            Example: dropmill health --failed-within 2 || mail -s "dropmill on $(hostname)" ops@example.com
            """)

    @OptionGroup var agent: AgentOptions
    @Option(help: "Hours for which a failed batch or delivery is worth an alarm.")
    var failedWithin = 24.0
    @Flag(help: "Print JSON.")
    var json = false

    private static let hour = 3_600_000.0
    /// Ten years.
    private static let mostHours = 87_600.0

    func run() throws {
        guard failedWithin > 0, failedWithin <= Self.mostHours else {
            throw Stop(.usage, "--failed-within takes hours, above 0.")
        }
        let findings = Health(try agent.load().settings, window: Int64(failedWithin * Self.hour)).findings()
        let isHealthy = !findings.contains { $0.grade == .problem }
        if json {
            Terminal.say(json: ["healthy": .bool(isHealthy), "findings": .array(findings.map(\.json))])
        } else {
            for finding in findings {
                Terminal.say("\(Terminal.pad(finding.grade.rawValue, 8)) \(finding.subject): \(finding.text)")
            }
        }
        // Not an error of the program: monitors want 1 and no words on standard error.
        if !isHealthy { throw Stop(.internalError) }
    }
}
