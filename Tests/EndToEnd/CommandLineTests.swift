import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// The verbs of the command line, their exit codes and their JSON.
struct CommandLineTests {
    @Test func verbsThatLook() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("good", .notes(2))
            try agent.drop("mixed", ["a.txt": "a", "b.pdf": ""])
            try agent.drop("bad", ["b.pdf": ""])
            for name in ["good", "mixed", "bad"] { try await agent.finished(name) }

            try await expect(agent, ["wait", "good"], code: 0)
            try await expect(agent, ["wait", "mixed"], code: 10)
            try await expect(agent, ["watch", "bad"], code: 11)
            try await expect(agent, ["wait", "unknown"], code: 4)
            try await expect(agent, ["show", agent.batch("good").id], code: 0, output: "good")
            try await expect(agent, ["show", agent.batch("good").path], code: 0, output: "good")
            try await expect(agent, ["list"], code: 0, output: "mixed")
            try await expect(agent, ["list", "--limit", "many"], code: 2)
            try await expect(agent, ["frobnicate"], code: 2)

            let list = try await json(agent, "list", "--json")
            #expect(list["batches"]?.array?.count == 3)
            let shown = try await json(agent, "show", "good", "--json")
            #expect(shown["status"]?.string == "completed")
        }
    }

    @Test func verbsThatSteer() async throws {
        try await AgentProcess.with(.oneWorker) { agent in
            try await agent.withFrozenWorkers {
                try agent.drop("steered", .notes(30))
                try await agent.reaches("processing", "steered")
                try await expect(agent, ["pause", "steered"], code: 0)
                try await agent.reaches("paused", "steered")
                try await expect(agent, ["resume", "steered"], code: 0)
                try await expect(agent, ["cancel", "steered"], code: 0)
            }
            try await agent.finished("steered", as: "cancelled")
            try await expect(agent, ["wait", "steered"], code: 12)
            try await expect(agent, ["rerun", "warm-up"], code: 0)
            try await agent.finished("warm-up (2)", as: "completed")
            try await expect(agent, ["resume", "warm-up"], code: 1)
        }
    }

    @Test func waitEndsInTime() async throws {
        try await AgentProcess.with(.folder("seal: marker")) { agent in
            try agent.drop("waiting", .notes(1))
            try await agent.reaches("uploading", "waiting")
            try await expect(agent, ["wait", "waiting", "--timeout", "1"], code: 13)
        }
    }

    @Test func initMakesAFolderThatRuns() async throws {
        try await AgentProcess.with(started: false) { agent in
            let root = "\(agent.root)/made"
            let environment = ["XDG_STATE_HOME": "\(agent.place)/state"]
            let made = try await agent.command(["init", root], environment: environment)
            #expect(made.code == 0, "\(made.errors)")
            for name in ["inbox", "outbox", "archive", "dropmill.yaml"] {
                #expect(FileManager.default.fileExists(atPath: "\(root)/\(name)"), "\(name) is missing")
            }
            let checked = try await agent.command(["config", "check", "--config", "\(root)/dropmill.yaml"])
            #expect(checked.code == 0, "\(checked.errors)")
            let again = try await agent.command(["init", root], environment: environment)
            #expect(again.code == 0, "a second time changes nothing: \(again.errors)")
        }
    }

    @Test(.enabled(if: TestUser.testsRunAsRoot && TestUser.agent == nil))
    func initForAnotherUserLetsTheAgentReadWhatOthersDrop() async throws {
        let nobody = try #require(TestUser(named: "nobody"))
        try await AgentProcess.with(started: false) { agent in
            let root = "\(agent.root)/made"
            let made = try await agent.command(["init", root, "--user", "nobody"])
            #expect(made.code == 0, "\(made.errors)")
            let mask = umask(0o077)
            defer { umask(mask) }
            try FileTree(dictionaryLiteral: ("dropped/private.txt", "text")).write(below: "\(root)/inbox")
            for path in ["inbox/dropped", "inbox/dropped/private.txt", "outbox", "archive"] {
                let test = try ChildProcess(
                    "/usr/bin/test", [path.hasSuffix("txt") ? "-r" : "-w", "\(root)/\(path)"], label: "test",
                    logs: "\(agent.place)/logs", as: nobody)
                #expect(try await test.exit() == 0, "\(path) is out of reach")
            }
        }
    }

    @Test func doctorExplainsTheFolder() async throws {
        try await AgentProcess.with { agent in
            try await expect(agent, ["doctor"], code: 0, output: "inotify")
            let report = try await json(agent, "doctor", "--json")
            #expect(report.object != nil)
        }
    }

    @Test func checkSaysWhatWouldHappen() async throws {
        try await AgentProcess.with { agent in
            let papers = try agent.prepare("papers", ["a.txt": "a", "picture.psd": .file(Samples.photoshop)])
            let result = try await agent.command(["check", papers])
            #expect(result.output.contains("picture.psd"), "\(result.output)\(result.errors)")
            #expect(result.output.contains("1 of 2 files"))
            #expect(result.code == 10)
            let missing = try await agent.command(["check", papers + "/nothing"])
            #expect(missing.code == 4)
        }
    }

    @Test func checkCountsPagesAndTokensAndNamesWhatIsTooLong() async throws {
        var options = AgentProcess.Options()
        options.job = "{type: extract_v2, configuration_id: cfg-short}"
        options.global += [
            "offline: false", "providers: {far: {base_url: 'http://127.0.0.1:9', model: tiny}}",
        ]
        try await AgentProcess.with(options, started: false) { agent in
            let configurations = "\(agent.place)/configurations"
            try FileManager.default.createDirectory(atPath: configurations, withIntermediateDirectories: true)
            let parameters = "{schema: {total: number}, max_tokens: 1000, token_policy: reject}"
            try Data("id: cfg-short\ntype: extract_v2\nparameters: \(parameters)\n".utf8)
                .write(to: URL(fileURLWithPath: configurations + "/cfg-short.yaml"))
            try await agent.start()
            let long = FileTree.Content.file(Array(String(repeating: "four ", count: 4000).utf8))
            let papers = try agent.prepare("papers", ["short.txt": "a", "long.txt": long, "half.pdf": "%PDF-1.7"])

            let free = try await json(agent, "check", papers, "--json")
            #expect(free["page_count"] == 2)
            #expect(free["estimated_tokens"] == 5002)
            #expect(free["failed_files"] == 1, "a broken document is found before anything is dropped")

            let bound = try await json(agent, "check", papers, "--json", "--folder", "test")
            #expect(bound["failed_files"] == 2)
            let refused = bound["files"]?.array?.first { $0["path"] == "long.txt" }
            #expect(refused?["error"]?["code"] == "file_too_large")
            #expect(refused?["error"]?["details"]?["estimated_tokens"] == 5001)
            try await expect(agent, ["check", papers, "--folder", "nowhere"], code: 4)
        }
    }

    /// Whoever may write beside it; an agent of another user may not.
    @Test(.enabled(if: TestUser.agent == nil)) func theStateDirectoryIsMadeWhereItIsMissing() async throws {
        try await AgentProcess.with(started: false) { agent in
            let state = "\(agent.place)/state"
            try FileManager.default.removeItem(atPath: state)
            try await agent.start()
            try agent.drop("papers", .notes(1))
            try await agent.finished("papers", as: "completed")
            let attributes = try FileManager.default.attributesOfItem(atPath: state)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test func secondAgentIsRefused() async throws {
        try await AgentProcess.with { agent in
            let second = try await agent.dropmill("run", within: .seconds(20))
            #expect(second.code == 3)
            #expect(second.errors.contains("another agent"))
        }
    }

    private func expect(
        _ agent: AgentProcess, _ arguments: [String], code: Int32, output: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await agent.command(arguments + ["--config", agent.configuration])
        let said = "\(arguments): \(result.output)\(result.errors)"
        #expect(result.code == code, "\(said)", sourceLocation: sourceLocation)
        #expect(output.isEmpty || result.output.contains(output), "\(said)", sourceLocation: sourceLocation)
    }

    private func json(_ agent: AgentProcess, _ arguments: String...) async throws -> JSONValue {
        let result = try await agent.command(arguments + ["--config", agent.configuration])
        return try JSONParser.parse(Array(result.output.utf8))
    }
}
