import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// Passwords of documents come from the environment or a private file and appear nowhere.
struct SecretTests {
    private static let inline = "brook-heron-4417"
    private static let environment = "weir-otter-9035"
    private static let file = "sluice-vole-2268"

    @Test func passwordsAppearNowhere() async throws {
        await Scenario.run("passwords in outputs, logs and snapshots", long: 3) { _ in
            var options = AgentProcess.Options()
            options.job = "{type: parse_v2, configuration_id: cfg-locked}"
            options.environment = ["DROPMILL_TEST_PASSWORD": Self.environment]
            try await AgentProcess.with(options, started: false) { agent in
                try Self.save(agent)
                try await agent.start(with: ["--log-level", "trace"])
                try agent.drop("locked", try Self.documents())
                let batch = try await agent.finished("locked", as: "partially_failed")
                try check(batch.errorCode("other.pdf") == "encrypted_document", "\(batch.results)")
                for name in ["inline.pdf", "environment.pdf", "file.pdf"] {
                    try check(batch.result(name)?["state"]?.string == "succeeded", "\(name): \(batch.results)")
                }
                var said: [String] = []
                for arguments in [["show", "locked", "--json"], ["config", "check", "--json"], ["doctor", "--json"]] {
                    let environment = options.environment
                    let result = try await agent.command(
                        arguments + ["--config", agent.configuration], environment: environment)
                    said.append(result.output + result.errors)
                }
                try Self.search(agent, said: said)
            }
        }
    }

    @Test func aPasswordThatOthersMayReadIsRefused() async throws {
        var options = AgentProcess.Options()
        options.job = "{type: parse_v2, configuration_id: cfg-locked}"
        options.environment = ["DROPMILL_TEST_PASSWORD": Self.environment]
        try await AgentProcess.with(options, started: false) { agent in
            try Self.save(agent)
            let saved = "\(agent.place)/configurations/cfg-locked.yaml"
            for path in [saved, "\(agent.place)/password"] {
                chmod(path, 0o644)
                let result = try await agent.command(
                    ["config", "check", "--config", agent.configuration], environment: options.environment)
                #expect(result.code == 3)
                #expect(result.errors.contains("chmod 600 \(path)"), "\(result.errors)")
                #expect(!result.errors.contains(Self.inline))
                chmod(path, 0o600)
            }
            let result = try await agent.dropmill("config", "check")
            #expect(result.code == 3)
            #expect(result.errors.contains("DROPMILL_TEST_PASSWORD"), "\(result.errors)")
        }
    }

    private static func save(_ agent: AgentProcess) throws {
        try FileManager.default.createDirectory(
            atPath: "\(agent.place)/configurations", withIntermediateDirectories: false)
        let configuration = """
            id: cfg-locked
            type: parse_v2
            parameters:
              passwords: ["\(inline)", {env: DROPMILL_TEST_PASSWORD}, {file: \(agent.place)/password}]

            """
        for (path, text) in [("configurations/cfg-locked.yaml", configuration), ("password", file + "\n")] {
            let path = "\(agent.place)/\(path)"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            chmod(path, 0o600)
            if let user = TestUser.agent { chown(path, user.uid, user.gid) }
        }
    }

    private static func documents() throws -> FileTree {
        func locked(_ password: String) throws -> [UInt8] {
            try PDFFixture(pages: [["A page behind a lock"]]).encrypted(userPassword: password)
        }
        return [
            "inline.pdf": .file(try locked(inline)), "environment.pdf": .file(try locked(environment)),
            "file.pdf": .file(try locked(file)), "other.pdf": .file(try locked("nobody-knows")),
        ]
    }

    private static func search(_ agent: AgentProcess, said: [String]) throws {
        var searched = 0
        for top in [agent.root, "\(agent.place)/logs"] {
            for case let name as String in FileManager.default.enumerator(atPath: top) ?? .init() {
                guard let bytes = FileManager.default.contents(atPath: "\(top)/\(name)") else { continue }
                searched += 1
                for secret in [inline, environment, file] {
                    try check(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) is in \(name)")
                }
            }
        }
        try check(searched > 20, "only \(searched) files were searched")
        for text in said {
            for secret in [inline, environment, file] {
                try check(!text.contains(secret), "\(secret) is in: \(text)")
            }
        }
    }
}
