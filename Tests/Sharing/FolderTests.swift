import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// What is dropped in one folder has no power over anything else.
struct FolderTests {
    @Test(arguments: [
        #"{"config": {"job": {"type": "parse_v2", "configuration_id": "../../../etc/passwd"}}}"#,
        #"{"config": {"job": {"type": "parse_v2", "configuration_id": "cfg-other"}}}"#,
        #"{"collection_id": "../other"}"#, #"{"base_url": "http://127.0.0.1:9/"}"#, #"{"state_dir": "/tmp"}"#,
        #"{"outbox": "/tmp"}"#, #"{"providers": {"x": {"base_url": "http://127.0.0.1:9/"}}}"#,
        #"{"webhooks": [{"url": "http://127.0.0.1:9/"}]}"#, #"{"hooks": ["/bin/sh"]}"#,
        #"{"passwords": ["guess"]}"#, #"{"templates": "/etc"}"#,
        #"{"config": {"job": {"type": "parse_v2", "parameters": {"passwords": ["guess"]}}}}"#,
        #"{"batch_options": "{\"api_key_env\": \"HOME\"}"}"#, #"{"permissions": {"file_mode": "0666"}}"#,
    ])
    func droppedJobFilesNameNoPathsEndpointsOrSecrets(body: String) async throws {
        await Scenario.run("a job file that says \(body.prefix(40))", long: 1) { _ in
            var options = AgentProcess.Options()
            options.isPatient = true
            try await AgentProcess.with(options) { agent in
                try agent.drop("greedy", ["a.txt": "a", "job.json": .file(Array(body.utf8))])
                let batch = try await agent.finished("greedy", as: "failed")
                try check(batch.status?["status_v2"]?.string == "FAILED", "the batch was worked on")
                try check(batch.status?["error"]?["code"]?.string == "validation_error", batch.text)
                try check(agent.inboxNames == ["greedy"], "the batch left the inbox")
            }
        }
    }

    @Test(.enabled(if: TestUser.testsRunAsRoot)) func foldersOfDifferentOwnersStayApart() async throws {
        await Scenario.run("two folders of different groups", long: 3) { _ in
            try await withTemporaryDirectory { place in
                for name in ["other", "other/inbox", "other/outbox", "other/archive"] {
                    try FileManager.default.createDirectory(
                        atPath: "\(place)/\(name)", withIntermediateDirectories: false)
                }
                var options = AgentProcess.Options()
                options.folder = ["batch_settle: 1s", "permissions: {group: \"100\"}"]
                options.otherFolders = [
                    "  - {name: other, root: \(place)/other, job: {type: parse_v2}, permissions: {group: \"50\"}}"
                ]
                try await AgentProcess.with(options) { agent in
                    let secret = "\(place)/other/secret.txt"
                    try Data("secret of the other folder".utf8).write(to: URL(fileURLWithPath: secret))
                    try agent.drop("reach", ["link.txt": .link(to: secret), "own.txt": "mine"])
                    let batch = try await agent.finished("reach", as: "partially_failed")
                    try check(batch.errorCode("link.txt") == "symlink_refused", "\(batch.results)")
                    let papers = try agent.prepare("papers", .notes(2))
                    try FileManager.default.moveItem(atPath: papers, toPath: "\(place)/other/inbox/papers")
                    let other = PublishedBatch(path: "\(place)/other/outbox/papers")
                    try await eventually("the end of the other batch") { other.isFinal }
                    try Self.checkGroup(100, below: batch.path)
                    try Self.checkGroup(50, below: other.path)
                    let list = FileManager.default.contents(atPath: "\(agent.outbox)/STATUS.txt") ?? Data()
                    try check(!String(decoding: list, as: UTF8.self).contains("papers"), "the list names both folders")
                }
            }
        }
    }

    private static func checkGroup(_ group: gid_t, below path: String) throws {
        for case let name as String in FileManager.default.enumerator(atPath: path) ?? .init() {
            var status = stat()
            try check(lstat("\(path)/\(name)", &status) == 0, "\(name) is gone")
            try check(status.st_gid == group, "\(name) is of group \(status.st_gid)")
            try check(status.st_mode & 0o002 == 0, "everybody may write \(name)")
        }
    }
}
