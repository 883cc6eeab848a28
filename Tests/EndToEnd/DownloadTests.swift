import Foundation
import Model
import TestSupport
import Testing

/// Rows of a manifest whose documents are downloaded.
struct DownloadTests {
    private static let keys: [String: String] = ["TEST_S3_ID": "AKID", "TEST_S3_SECRET": "a/secret+key"]

    /// An agent that may download from this machine, as much as a megabyte.
    private func options(_ objects: FileServer) -> AgentProcess.Options {
        var options = AgentProcess.Options.folder("max_concurrency: 16")
        options.global += [
            "offline: false",
            "fetch: {allow_private: true, max_bytes: 1MB, s3: {endpoint: \"\(objects.origin)\", region: eu-central-1, "
                + "access_key_env: TEST_S3_ID, secret_key_env: TEST_S3_SECRET}}",
        ]
        options.environment = Self.keys
        return options
    }

    private func servers() throws -> (files: FileServer, objects: FileServer) {
        let files = try FileServer([
            "files": ["/a.txt": "a text", "/d/r%C3%A9port.txt": "x", "/d/réport.txt": "a report"]
        ])
        let objects = try FileServer([
            "objects": ["bucket/with space+plus/ü.txt": "an object"], "region": "eu-central-1",
            "keys": ["id": "AKID", "secret": "a/secret+key"],
        ])
        return (files, objects)
    }

    private func manifest(_ rows: [(type: String, path: String)]) -> FileTree.Content {
        let lines = rows.enumerated().map { "Row \($0 + 1),\($1.type),\"\($1.path)\"\n" }
        return .file(Array(("title,file_source_type,file_path\n" + lines.joined()).utf8))
    }

    @Test func everyFailureIsTheRowsAndNeverTheBatchs() async throws {
        let (files, objects) = try servers()
        let origin = files.origin
        let rows: [(type: String, path: String, error: String?)] = [
            ("url", origin + "/a.txt", nil), ("url", origin + "/status/404", "Failed to download file: HTTP 404"),
            ("url", origin + "/redirect/302?/d/réport.txt", nil),
            (
                "url", origin + "/redirect/302?http://169.254.169.254/latest/meta-data/",
                "Failed to download file: 169.254.169.254 is the address of a cloud's metadata service"
            ),
            ("url", "http://169.254.1.1/a", "Failed to download file: 169.254.1.1 is a link-local address"),
            ("url", origin + "/announced", "Failed to download file: it has 10000000000 bytes; 1000000 are allowed"),
            ("url", origin + "/flood", "Failed to download file: it has more than 1000000 bytes"),
            ("url", origin + "/status/503/1/a.txt", nil), ("local", "b.txt", nil),
            ("s3", "bucket/with space+plus/ü.txt", nil),
            ("s3", "s3://bucket/gone.txt", "Failed to download file: HTTP 404"),
        ]
        try await AgentProcess.with(options(objects)) { agent in
            try agent.drop("rows", ["manifest.csv": manifest(rows.map { ($0.type, $0.path) }), "b.txt": "local"])
            let batch = try await agent.finished("rows", as: "partially_failed")
            #expect(batch.results.count == rows.count)
            for (row, result) in zip(rows, batch.results) {
                #expect(result["error"]?["message"]?.string == row.error, "\(row.path)")
                #expect(result["state"] == (row.error == nil ? "succeeded" : "failed"), "\(row.path)")
            }
            #expect(batch.result("a.txt")?["size"] == 6)
            #expect(batch.result("ü.txt")?["sha256"]?.string?.count == 64)
            let text = batch.bytes("files/ü.txt/document.txt").map { String(decoding: $0, as: UTF8.self) }
            #expect(text?.hasPrefix("an object") == true)
            #expect(AgentProcess.schemaProblems(of: [batch]) == [])
            #expect(!batch.contains("files/announced"))
        }
    }

    @Test func onceDownloadsToo() async throws {
        let (files, objects) = try servers()
        try await AgentProcess.with(options(objects), started: false) { agent in
            let rows = [
                ("url", files.origin + "/a.txt"), ("s3", "bucket/with space+plus/ü.txt"), ("url", files.origin + "/b"),
            ]
            _ = try agent.prepare("papers", ["manifest.csv": manifest(rows)])
            let result = try await agent.command(
                [
                    "once", "\(agent.place)/incoming/papers", "--out", agent.results.path, "--config",
                    agent.configuration,
                ],
                environment: Self.keys)
            #expect(result.code == 10, "\(result.errors)")
            #expect(agent.results.results.compactMap { $0["state"]?.string } == ["succeeded", "succeeded", "failed"])
        }
    }

    /// The whole wait of a server that says nothing; other rows do not wait for it.
    @Test func aServerThatNeverAnswersHoldsUpNobody() async throws {
        let (files, objects) = try servers()
        var options = options(objects)
        options.isPatient = true
        try await AgentProcess.with(options) { agent in
            let rows = [("url", files.origin + "/silent"), ("url", files.origin + "/a.txt")]
            try agent.drop("rows", ["manifest.csv": manifest(rows)])
            try await eventually("the end of patience", within: .seconds(120)) { agent.batch("rows").isFinal }
            let finished = agent.batch("rows").events.filter { $0["event"] == "item.finished" }
            #expect(finished.compactMap { $0["index"]?.integer } == [1, 0])
            #expect(agent.batch("rows").errorCode("Row 1") == "timeout")
        }
    }

    @Test func cancelEndsDownloads() async throws {
        let (files, objects) = try servers()
        try await AgentProcess.with(options(objects)) { agent in
            try agent.drop("rows", ["manifest.csv": manifest([("url", files.origin + "/silent")])])
            try await eventually("the server is asked") { try files.log().count == 1 }
            try agent.control("rows", "CANCEL")
            _ = try await agent.finished("rows", as: "cancelled")
        }
    }

    @Test func aStoppedAgentDownloadsAgain() async throws {
        let (files, objects) = try servers()
        try await AgentProcess.with(options(objects)) { agent in
            try agent.drop("rows", ["manifest.csv": manifest([("url", files.origin + "/silent")])])
            try await eventually("the server is asked") { try files.log().count == 1 }
            let code = try await agent.stop()
            #expect(code == 0)
            try await agent.start()
            try await eventually("the server is asked again") { try files.log().count == 2 }
            try agent.control("rows", "CANCEL")
            _ = try await agent.finished("rows", as: "cancelled")
        }
    }

    @Test func thisMachineIsNotAskedUnlessAllowed() async throws {
        let (files, _) = try servers()
        var options = AgentProcess.Options()
        options.global += ["offline: false", "fetch: {allow_hosts: [localhost, 127.0.0.1, \"[::1]\"]}"]
        try await AgentProcess.with(options) { agent in
            let port = files.port
            let hosts = ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
            let rows = hosts.map { ("url", "http://\($0):\(port)/a.txt") } + [("s3", "bucket/key")]
            try agent.drop("rows", ["manifest.csv": manifest(rows)])
            let batch = try await agent.finished("rows", as: "failed")
            let codes = batch.results.compactMap { $0["error"]?["code"]?.string }
            #expect(codes == hosts.map { _ in "address_refused" } + ["validation_error"])
            #expect(try files.log().isEmpty)
        }
    }

    /// Every socket of the agent and its workers, seen with strace(1).
    @Test func offlineOpensNoSocketToAnyNetwork() async throws {
        try await AgentProcess.with(started: false) { agent in
            let rows = [("url", "http://127.0.0.1:9/a.txt"), ("s3", "bucket/key"), ("local", "b.txt")]
            _ = try agent.prepare("papers", ["manifest.csv": manifest(rows), "b.txt": "local"])
            let configuration = [
                "version: 1", "state_dir: \(agent.place)/state", "providers:",
                "  local: {base_url: \"http://127.0.0.1:9/v1\", model: none}",
                "folders: [{name: test, root: \(agent.root), job: {type: parse_v2}}]",
            ]
            let path = "\(agent.place)/offline.yaml"
            try Data(configuration.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
            let trace = "\(agent.place)/logs/trace"
            let traced = try ChildProcess(
                "/usr/bin/strace",
                [
                    "-f", "-qq", "-e", "trace=network", "-o", trace, builtExecutable("dropmill"), "once",
                    "\(agent.place)/incoming/papers", "--out", agent.results.path, "--config", path,
                ], label: "traced", logs: "\(agent.place)/logs", as: agent.options.agent)
            #expect(try await traced.exit(within: .seconds(60)) == 10, "\(traced.errors)")
            #expect(agent.results.results.map { $0["error"]?["code"]?.string } == ["offline", "offline", nil])
            let calls = try String(contentsOfFile: trace, encoding: .utf8)
            #expect(calls.contains("socketpair(AF_UNIX"), "strace sees sockets")
            #expect(!calls.contains("AF_INET"))
        }
    }
}
