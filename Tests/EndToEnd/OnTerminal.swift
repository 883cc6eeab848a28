import Foundation
import Glibc
import TestSupport

/// What a program that ended drew or said.
struct TerminalRun {
    let code: Int32
    let output: String
}

extension AgentProcess {
    /// Runs the command line on a terminal of its own until it has drawn a text, and a little longer, and interrupts it
    /// then; the output is what it drew.
    func draws(
        _ text: String, _ arguments: [String], columns: Int = 100, environment: [String: String] = [:]
    ) async throws -> TerminalRun {
        let child = try ChildProcess(
            repositoryRoot + "/Tests/TestSupport/Programs/in_terminal",
            ["--columns", "\(columns)", "--until", text, "--", builtExecutable("dropmill")] + arguments
                + ["--config", configuration], label: "terminal-\(UUID().uuidString)", logs: "\(place)/logs",
            environment: ["TERM": "xterm", "NO_COLOR": ""].merging(environment) { $1 })
        defer { child.signal(SIGKILL) }
        let code = try await child.exit(within: .seconds(90))
        return TerminalRun(code: code, output: child.output)
    }

    /// Runs the command line with its output in a file until a text is in it, and ends it then.
    func says(
        _ text: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> TerminalRun {
        let child = try ChildProcess(
            builtExecutable("dropmill"), arguments + ["--config", configuration],
            label: "terminal-\(UUID().uuidString)", logs: "\(place)/logs", environment: environment)
        defer { child.signal(SIGKILL) }
        try await eventually("the words \(text)") { child.output.contains(text) }
        // Other signals may be blocked in the runner of the tests, and that is inherited.
        child.signal(SIGKILL)
        let code = try await child.exit()
        return TerminalRun(code: code, output: child.output)
    }
}
