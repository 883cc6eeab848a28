import Foundation
import Glibc
import TestSupport
import Testing

/// A mount whose server goes away: its folder is lost and tried again, every other folder goes on.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct LostMountTests {
    @Test func serverKilled() async throws {
        await Scenario.run("sshfs: unmounted in mid-drop, and mounted again", long: 2) { _ in
            try await withTwoFolders { agent, folder in
                let upload = Upload.letters(4)
                try upload.write(below: "\(folder.directory)/inbox/papers")
                try await eventually("the batch is seen", within: .seconds(60)) { folder.batch("papers").word != "" }
                try await folder.unmounted {
                    // On a slow machine it was claimed before.
                    let waits = folder.holds("papers/letter 0.txt")
                    try agent.drop("meanwhile", .notes(2))
                    try await agent.finished("meanwhile", as: "completed")
                    try check(!waits || folder.holds("papers/letter 0.txt"), "the batch left the inbox")
                }
                try await eventually("the end of papers", within: .seconds(240)) { folder.batch("papers").isFinal }
                try check(folder.batch("papers").word == "completed", folder.batch("papers").text)
                try check(folder.batch("papers").results.count == 4, "\(folder.batch("papers").results)")
            }
        }
    }

    @Test func serverHangs() async throws {
        await Scenario.run("sshfs: the server hangs while a drop settles, other folders go on", long: 3) { _ in
            try await withTwoFolders { agent, folder in
                try Upload.letters(4).write(below: "\(folder.directory)/inbox/papers")
                // What is being published when the server stops answering holds up the publications of all folders.
                try await eventually("the batch is seen", within: .seconds(60)) {
                    folder.batch("papers").status?["total_files"]?.integer == 4
                }
                try await steadily("nothing is published while it settles", for: .seconds(3)) {
                    folder.batch("papers").word == "uploading"
                }
                try await folder.hung {
                    try await steadily("the agent lives", for: .seconds(3)) { agent.process?.isRunning ?? false }
                    try agent.drop("meanwhile", .notes(2))
                    try await agent.finished("meanwhile", as: "completed", within: .seconds(30))
                }
                try await eventually("the end of papers", within: .seconds(240)) { folder.batch("papers").isFinal }
                try check(folder.batch("papers").word == "completed", folder.batch("papers").text)
            }
        }
    }

    /// The second folder of an agent: on a mount, seen from the server.
    private final class Folder {
        let directory: String
        let root: String
        let server: SSHServer
        private var mount: SSHFSMount?

        init(_ agent: AgentProcess) async throws {
            directory = "\(agent.place)/server"
            root = "\(agent.place)/remote"
            server = try await SSHServer(place: agent.place)
            mount = try await SSHFSMount(directory, at: root, over: server)
            for name in ["inbox", "outbox", "archive"] {
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
            }
        }

        /// True when a file lies in the inbox on the server.
        func holds(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(directory)/inbox/\(path)") }

        func batch(_ name: String) -> PublishedBatch { PublishedBatch(path: "\(directory)/outbox/\(name)") }

        func unmounted(_ body: () async throws -> Void) async throws {
            mount?.unmount()
            try await body()
            mount = try await SSHFSMount(directory, at: root, over: server)
        }

        func hung(_ body: () async throws -> Void) async throws {
            try mount?.freeze(true)
            defer { try? mount?.freeze(false) }
            try await body()
        }

        func end() {
            mount?.unmount()
            server.stop()
        }
    }

    private func withTwoFolders(_ body: (AgentProcess, Folder) async throws -> Void) async throws {
        try await AgentProcess.with(.patient(), started: false) { agent in
            let folder = try await Folder(agent)
            defer { folder.end() }
            let own = try String(contentsOfFile: agent.configuration, encoding: .utf8)
            let second = """
                  - name: remote
                    root: \(folder.root)
                    job: {type: parse_v2}
                    batch_settle: 20s
                    settle: 3s

                """
            try Data((own + second).utf8).write(to: URL(fileURLWithPath: agent.configuration))
            try await agent.start()
            try await body(agent, folder)
            await agent.kill()
        }
    }
}
