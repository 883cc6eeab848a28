import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// What `diagnose` puts together, and what it must never put in.
struct DiagnoseTests {
    private static let password = "hunter2-never-shown"
    private static let words = "unspeakable words of a letter"

    private func with(_ body: (AgentProcess) async throws -> Void) async throws {
        var options = AgentProcess.Options()
        options.job = "{type: parse_v2, configuration_id: cfg-locked}"
        options.global += [
            "offline: false",
            "providers: {local: {base_url: 'http://127.0.0.1:9', api_key_env: SPEECH_TEST_KEY}}",
        ]
        options.environment = ["SPEECH_TEST_KEY": Self.password]
        try await AgentProcess.with(options, started: false) { agent in
            let directory = "\(agent.place)/configurations"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let file = directory + "/cfg-locked.yaml"
            let saved = "id: cfg-locked\ntype: parse_v2\nparameters: {passwords: ['\(Self.password)']}\n"
            try Data(saved.utf8).write(to: URL(fileURLWithPath: file))
            chmod(file, 0o600)
            if let user = agent.options.agent { chown(file, user.uid, user.gid) }
            try await agent.start()
            try agent.drop(
                "letters",
                ["letter.md": .file(Array("# Title of \(Self.words)\n\n\(Self.words)\n".utf8)), "zebra.pdf": ""])
            _ = try await agent.finished("letters", as: "partially_failed")
            try await body(agent)
        }
    }

    @Test func nothingThatIsSecretOrWasReadIsInIt() async throws {
        try await with { agent in
            let tar = "\(agent.place)/logs/out.tar"
            let made = try await diagnose(agent, ["letters", "--out", tar])
            #expect(made.code == 0, "\(made.errors)")
            let bytes = try Data(contentsOf: URL(fileURLWithPath: tar))
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains(Self.password))
            #expect(!text.contains(Self.words))
            for part in [
                "versions.json", "doctor.json", "configuration.json", "store.json", "batches.jsonl", "batch.json",
                "events.jsonl", "errors.jsonl", "empty_file", "zebra.pdf", "redacted:",
            ] { #expect(text.contains(part), "\(part) is missing") }
            var status = stat()
            stat(tar, &status)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func otherProgramsReadTheArchive() async throws {
        try await with { agent in
            let file = "\(agent.place)/logs/out.tar.gz"
            let made = try await diagnose(agent, ["letters", "--out", file, "--hash-names", "--json"])
            #expect(made.code == 0, "\(made.errors)")
            let parts = try JSONParser.parse(Array(made.output.utf8))["contents"]?.array?.compactMap(\.string) ?? []
            try AgentProcess.execute("/usr/bin/gzip", ["-t", file])
            let unpacked = "\(agent.place)/logs"
            try AgentProcess.execute("/usr/bin/tar", ["-xzf", file, "-C", unpacked])
            for part in parts {
                let path = "\(unpacked)/dropmill-diagnosis/\(part)"
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                #expect(!bytes.isEmpty)
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(!text.contains("letter") && !text.contains("zebra.pdf"), "\(part)")
                if part.hasSuffix(".json") { _ = try JSONParser.parse(Array(bytes)) }
            }
            #expect(parts.contains("errors.jsonl"))
        }
    }

    @Test func anUnknownBatchIsSaid() async throws {
        try await AgentProcess.with(started: true) { agent in
            let made = try await agent.dropmill("diagnose", "nothing", "--out", "\(agent.place)/logs/x.tar")
            #expect(made.code == 4, "\(made.errors)")
        }
    }

    private func diagnose(_ agent: AgentProcess, _ arguments: [String]) async throws -> CommandResult {
        try await agent.command(
            ["diagnose"] + arguments + ["--config", agent.configuration],
            environment: ["SPEECH_TEST_KEY": Self.password])
    }
}
