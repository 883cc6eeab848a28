import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// A kernel without Landlock: the agent says so, and refuses to start where the sandbox is required.
struct NoLandlockTests {
    private static let missing = "landlock: Function not implemented"

    @Test func theAgentSaysSoAndWorks() async throws {
        await Scenario.run("sandbox: no Landlock, not required", long: 2) { _ in
            try await AgentProcess.with(started: false) { agent in
                let process = try Self.start(["run"], agent)
                try await eventually("the warning") { process.errors.contains("Sandbox: \(Self.missing)") }
                try agent.drop("works", .notes(2))
                try await agent.finished("works", as: "completed")
                process.signal(SIGTERM)
                let code = try await process.exit()
                try check(code == 0, "the agent ended with \(code)")
            }
        }
    }

    @Test func doctorSaysSo() async throws {
        try await AgentProcess.with(started: false) { agent in
            let process = try Self.start(["doctor", "--json"], agent)
            let code = try await process.exit()
            #expect(code == 0, "\(process.output)")
            let findings = try JSONParser.parse(Array(process.output.utf8))["findings"]?.array ?? []
            let sandbox = try #require(findings.first { $0["subject"]?.string == "sandbox" })
            #expect(sandbox["grade"]?.string == "warning")
            #expect(sandbox["text"]?.string?.contains("Missing: \(Self.missing)") == true, "\(sandbox)")
        }
    }

    @Test func aRequiredSandboxRefusesToStart() async throws {
        await Scenario.run("sandbox: no Landlock, required", long: 3) { _ in
            var options = AgentProcess.Options()
            options.global.append("require_sandbox: true")
            try await AgentProcess.with(options, started: false) { agent in
                for verb in ["run", "doctor"] {
                    let process = try Self.start([verb], agent)
                    let code = try await process.exit()
                    try check(code == 3, "\(verb) ended with \(code)")
                    let said = process.errors + process.output
                    try check(said.contains(Self.missing), "\(verb) said \(said)")
                    try check(said.contains("require_sandbox: false"), "\(verb) said \(said)")
                }
            }
        }
    }

    /// Runs the agent's executable with a filter that hides Landlock.
    private static func start(_ arguments: [String], _ agent: AgentProcess) throws -> ChildProcess {
        let launcher = "\(agent.place)/without-landlock"
        if !FileManager.default.fileExists(atPath: launcher) {
            try FileManager.default.createSymbolicLink(
                atPath: launcher, withDestinationPath: try builtExecutable("hostile-worker"))
        }
        let command = [try builtExecutable("dropmill")] + arguments + ["--config", agent.configuration]
        return try ChildProcess(launcher, command, label: arguments[0], logs: "\(agent.place)/logs")
    }
}
