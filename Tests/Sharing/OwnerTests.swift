import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// One agent per root.
struct OwnerTests {
    @Test func secondAgentNamesTheFirst() async throws {
        await Scenario.run("a second agent on one root, by its path and by a link to it", long: 5) { _ in
            try await AgentProcess.with { agent in
                let first = try #require(agent.process?.identifier)
                try FileManager.default.createSymbolicLink(
                    atPath: "\(agent.place)/alias", withDestinationPath: agent.root)
                for root in [agent.root, "\(agent.place)/alias"] {
                    let second = try await Self.run(on: root, of: agent)
                    try check(second.code == 3, "exit code \(second.code): \(second.errors)")
                    for part in ["process \(first)", ProcessInfo.processInfo.hostName, "since 20"] {
                        try check(second.errors.contains(part), "`\(part)` is not in: \(second.errors)")
                    }
                }
                try agent.drop("papers", .notes(2))
                try await agent.finished("papers", as: "completed")
            }
        }
    }

    @Test func killedAgentLeavesTheRootFree() async throws {
        await Scenario.run("a root after its agent was killed", long: 5) { _ in
            try await AgentProcess.with { agent in
                await agent.kill()
                try await agent.start()
            }
        }
    }

    @Test func otherHostKeepsItsRootWhileItsHeartBeats() async throws {
        await Scenario.run("a root of an agent on another host", long: 3) { _ in
            try await AgentProcess.with(started: false) { agent in
                try Self.claim(agent, secondsAgo: 20)
                let refused = try await agent.dropmill("run", within: .seconds(20))
                try check(refused.code == 3, "exit code \(refused.code)")
                for part in ["far-away", "4711", "--take-over"] {
                    try check(refused.errors.contains(part), "`\(part)` is not in: \(refused.errors)")
                }
                try Self.claim(agent, secondsAgo: 301)
                try await agent.start()
                await agent.kill()
                try Self.claim(agent, secondsAgo: 20)
                try await agent.start(with: ["--take-over"])
            }
        }
    }

    private static func run(on root: String, of agent: AgentProcess) async throws -> CommandResult {
        let configuration = "\(agent.place)/second.yaml"
        let text = """
            version: 1
            state_dir: \(agent.place)/second-state
            folders:
              - {name: other, root: \(root), job: {type: parse_v2}}

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: configuration))
        try FileManager.default.createDirectory(
            atPath: "\(agent.place)/second-state", withIntermediateDirectories: true)
        return try await agent.command(["run", "--config", configuration], within: .seconds(20))
    }

    private static func claim(_ agent: AgentProcess, secondsAgo: Double) throws {
        let stamp = Date(timeIntervalSinceNow: -secondsAgo).ISO8601Format(.init(includingFractionalSeconds: true))
        let record = """
            {"schema_version": 1, "host": "far-away", "boot_id": "x", "pid": 4711, "since": "\(stamp)",
             "heartbeat": "\(stamp)"}
            """
        let home = "\(agent.root)/.dropmill"
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(record.utf8).write(to: URL(fileURLWithPath: "\(home)/owner.json"))
    }
}
