import Foundation
import Glibc

extension AgentProcess {
    /// Runs the command line on a terminal of its own and interrupts it after some seconds; the output is what it
    /// draws.
    public func onTerminal(
        _ arguments: [String], columns: Int = 100, seconds: Double = 2, environment: [String: String] = [:]
    ) async throws -> CommandResult {
        let program = try ["--columns", "\(columns)", "--seconds", "\(seconds)", "--", builtExecutable("dropmill")]
        return try await run(
            repositoryRoot + "/Tests/TestSupport/Programs/in_terminal",
            program + arguments + ["--config", configuration],
            environment: ["TERM": "xterm", "NO_COLOR": ""].merging(environment) { $1 })
    }

    /// Runs the command line with its output in a file and ends it after some seconds.
    public func interrupted(
        _ arguments: [String], after seconds: Double = 2, environment: [String: String] = [:]
    ) async throws -> CommandResult {
        try await run(
            "/usr/bin/timeout",
            ["--kill-after", "10", "--signal", "TERM", "\(seconds)", builtExecutable("dropmill")] + arguments + ["--config", configuration],
            environment: environment)
    }

    private func run(
        _ program: String, _ arguments: [String], environment: [String: String]
    ) async throws -> CommandResult {
        let child = try ChildProcess(
            program, arguments, label: "terminal-\(UUID().uuidString)", logs: "\(place)/logs",
            environment: environment)
        defer { child.signal(SIGKILL) }
        let code = try await child.exit(within: .seconds(60))
        return CommandResult(code: code, output: child.output, errors: child.errors)
    }
}
