import Foundation
import TestSupport
import Testing

/// Uploads over ssh: scp, sftp and rsync against a real sshd.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct SSHTests {
    @Test func copiedTree() async throws {
        await Scenario.run("scp -r", long: 4) { _ in
            try await withServer(.patient("batch_settle: 8s")) { agent, ssh in
                let upload = Upload.letters(12)
                try upload.write(below: "\(agent.place)/incoming/papers")
                try await agent.send("\(ssh.scp) -r '\(agent.place)/incoming/papers' root@127.0.0.1:'\(agent.inbox)/'")
                try await upload.arrives(as: "papers", in: agent)
            }
        }
    }

    @Test func limitedRate() async throws {
        await Scenario.run("scp -l: slow", short: 2, long: 4) { round in
            try await withServer { agent, ssh in
                let upload = Upload.large()
                try upload.write(below: "\(agent.place)/incoming/papers")
                // 2.4 Mbit/s: five seconds.
                let isLoose = round % 2 == 0
                let source = "'\(agent.place)/incoming/papers\(isLoose ? "/large.txt" : "")'"
                try await agent.send("\(ssh.scp) -l 2400 -r \(source) root@127.0.0.1:'\(agent.inbox)/'")
                try await upload.arrives(as: isLoose ? "large.txt" : "papers", in: agent)
            }
        }
    }

    @Test func putTree() async throws {
        await Scenario.run("sftp: put -r", long: 4) { _ in
            try await withServer(.patient("batch_settle: 8s")) { agent, ssh in
                let upload = Upload.letters(12)
                try upload.write(below: "\(agent.place)/incoming/papers")
                let batch = "\(agent.place)/incoming/commands"
                try Data("lcd \(agent.place)/incoming\ncd \(agent.inbox)\nput -r papers\n".utf8)
                    .write(to: URL(fileURLWithPath: batch))
                try await agent.send("\(ssh.sftp) -b '\(batch)' root@127.0.0.1")
                try await upload.arrives(as: "papers", in: agent)
            }
        }
    }

    @Test func killedAndResumed() async throws {
        await Scenario.run("sftp: killed in mid-upload, reput", long: 4) { _ in
            try await withServer(.patient("batch_settle: 20s")) { agent, ssh in
                let upload = Upload.large()
                try upload.write(below: "\(agent.place)/incoming")
                let (first, again) = ("\(agent.place)/incoming/first", "\(agent.place)/incoming/again")
                for (path, verb) in [(first, "mkdir papers\ncd papers\nput"), (again, "cd papers\nreput")] {
                    try Data("lcd \(agent.place)/incoming\ncd \(agent.inbox)\n\(verb) large.txt\n".utf8)
                        .write(to: URL(fileURLWithPath: path))
                }
                let client = try agent.startClient("\(ssh.sftp) -l 200 -b '\(first)' root@127.0.0.1")
                try await eventually("half a file", within: .seconds(90)) {
                    (agent.inboxSize("papers/large.txt") ?? 0) > 100_000
                }
                client.stop()
                try await agent.send("\(ssh.sftp) -b '\(again)' root@127.0.0.1")
                try await upload.arrives(as: "papers", in: agent)
            }
        }
    }

    @Test func synchronised() async throws {
        await Scenario.run("rsync -a over ssh, with and without --inplace", short: 2, long: 4) { round in
            try await withServer(.patient("batch_settle: 8s")) { agent, ssh in
                var upload = Upload.letters(8)
                upload.files["large.txt"] = Upload.large().files["large.txt"]
                try upload.write(below: "\(agent.place)/incoming/papers")
                let inPlace = round % 2 == 0 ? "" : "--inplace"
                try await agent.send(
                    "\(ssh.rsync) -a --bwlimit=400 \(inPlace) '\(agent.place)/incoming/papers'"
                        + " root@127.0.0.1:'\(agent.inbox)/'")
                try await upload.arrives(as: "papers", in: agent)
            }
        }
    }

    @Test func synchronisedAgainAfterAKill() async throws {
        await Scenario.run("rsync: killed in mid-upload, run again, with and without --partial", short: 2, long: 4) {
            round in
            try await withServer(.patient("batch_settle: 20s")) { agent, ssh in
                let upload = Upload.large()
                try upload.write(below: "\(agent.place)/incoming/papers")
                let keep = round % 2 == 0 ? "--partial" : ""
                let command =
                    "'\(agent.place)/incoming/papers' root@127.0.0.1:'\(agent.inbox)/'"
                let client = try agent.startClient("\(ssh.rsync) -a --bwlimit=30 \(keep) \(command)")
                try await eventually("half a file", within: .seconds(90)) { agent.hiddenSize("papers") > 100_000 }
                client.stop()
                try await agent.send("\(ssh.rsync) -a --bwlimit=400 \(keep) \(command)")
                try await upload.arrives(as: "papers", in: agent)
            }
        }
    }

    private func withServer(
        _ options: AgentProcess.Options = .patient(), _ body: (AgentProcess, SSHServer) async throws -> Void
    ) async throws {
        try await AgentProcess.with(options) { agent in
            let server = try await SSHServer(place: agent.place)
            defer { server.stop() }
            try await body(agent, server)
        }
    }
}

extension AgentProcess {
    /// Bytes under the temporary name of rsync in a directory of the inbox.
    fileprivate func hiddenSize(_ directory: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(inbox)/\(directory)")) ?? []
        return names.filter { $0.hasPrefix(".") }.compactMap { inboxSize("\(directory)/\($0)") }.max() ?? 0
    }
}
