import Foundation
import TestSupport
import Testing

/// A mistake in dropmill.yaml ends the program with code 3 and one sentence that helps.
struct ConfigurationTests {
    @Test(arguments: [
        ("batch_setle: 10s", ["dropmill.yaml:", "batch_settle"]),
        ("batch_settle: soon", ["dropmill.yaml:", "batch_settle"]),
        ("backend: carrier-pigeon", ["dropmill.yaml:", "backend", "inotify"]),
        ("max_concurrency: 0", ["dropmill.yaml:", "max_concurrency"]),
        ("hooks: [{run: /bin/absent}]", ["dropmill.yaml:", "/bin/absent does not exist"]),
        ("webhooks: [{url: 'http://127.0.0.1/', secret_env: S}]", ["dropmill.yaml:", "`offline` is true"]),
        ("outbox: ROOT/inbox/results", ["dropmill.yaml:", "inbox"]),
    ])
    func oneClearMessage(line: String, parts: [String]) async throws {
        try await AgentProcess.with(started: false) { agent in
            let text = line.replacing("ROOT", with: agent.root)
            try agent.writeConfiguration(folder: [text], global: [])
            for verb in [["config", "check"], ["run"]] {
                let result = try await agent.command(verb + ["--config", agent.configuration], within: .seconds(20))
                #expect(result.code == 3, "\(verb): \(result.errors)")
                for part in parts { #expect(result.errors.contains(part), "\(verb): \(result.errors)") }
            }
        }
    }

    @Test(arguments: ["version: 2", "state_dir: relative/path", "version: [", "worker: 2"])
    func mistakesOutsideAFolder(line: String) async throws {
        try await AgentProcess.with(started: false) { agent in
            let key = String(line.prefix { $0 != ":" })
            var lines = try String(contentsOfFile: agent.configuration, encoding: .utf8).split(separator: "\n")
            lines.removeAll { $0.hasPrefix(key + ":") }
            lines.insert(Substring(line), at: 0)
            try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: agent.configuration))
            let result = try await agent.dropmill("run", within: .seconds(20))
            #expect(result.code == 3, "\(result.errors)")
            #expect(result.errors.contains("dropmill.yaml"))
        }
    }

    @Test func missingFileIsNamed() async throws {
        try await AgentProcess.with(started: false) { agent in
            let result = try await agent.command(["run", "--config", "\(agent.place)/absent.yaml"])
            #expect(result.code == 3)
            #expect(result.errors.contains("absent.yaml"))
        }
    }

    @Test func goodConfigurationPasses() async throws {
        try await AgentProcess.with(started: false) { agent in
            let result = try await agent.dropmill("config", "check")
            #expect(result.code == 0, "\(result.errors)")
        }
    }
}
