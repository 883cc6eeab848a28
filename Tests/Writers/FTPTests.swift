import Foundation
import TestSupport
import Testing

/// Scanners and devices that deliver over FTP by the recipe of etc/vsftpd, with curl against a real vsftpd.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct FTPTests {
    @Test func slowStore() async throws {
        await Scenario.run("curl: slow STOR", short: 2, long: 3) { round in
            try await withServer { agent, ftp in
                let upload = Upload.large()
                let pipe = Trickle(source: try agent.prepare(upload), seconds: Scenario.isLong ? 15 : 5)
                let isLoose = round % 2 == 0
                let target = ftp.address(isLoose ? "large.txt" : "papers/large.txt")
                try await agent.send("\(pipe.command) | curl -sS --ftp-create-dirs -T - '\(target)'")
                try await arrives(upload, isLoose ? "large.txt" : "papers", in: agent, pipe)
            }
        }
    }

    @Test func limitedRate() async throws {
        await Scenario.run("curl: STOR with --limit-rate", long: 3) { _ in
            try await withServer { agent, ftp in
                let upload = Upload.large()
                let source = try agent.prepare(upload)
                try await agent.send("curl -sS --limit-rate 300k -T '\(source)' '\(ftp.address("large.txt"))'")
                try await arrives(upload, "large.txt", in: agent)
            }
        }
    }

    @Test func stalledStore() async throws {
        await Scenario.run("curl: STOR stalls, vsftpd gives up, sent again", short: 2, long: 3) { round in
            let options = AgentProcess.Options.patient("subfolders: inboxes", "batch_settle: 2s")
            try await withServer(options, ["data_connection_timeout=8"]) { agent, ftp in
                let upload = Upload.large()
                let source = try agent.prepare(upload)
                let path = round % 2 == 0 ? "large.txt" : "papers/large.txt"
                let pipe = Trickle(source: source, seconds: 300, stallsAtTheEnd: true)
                let put = "curl -sS --ftp-create-dirs -T"
                let client = try agent.startClient("\(pipe.command) | \(put) - '\(ftp.address(path))'")
                // By the recipe vsftpd deletes what it did not get whole; the agent never saw it closed.
                try await eventually("vsftpd giving up", within: .seconds(90)) {
                    ftp.transfers.contains("FAIL UPLOAD") && agent.inboxSize("\(FTPServer.user)/\(path)") == nil
                }
                client.stop()
                try check(agent.finalBatches.isEmpty, "half a file was taken: \(agent.batchNames)")
                try await agent.send("\(put) '\(source)' '\(ftp.address(path))'")
                try await arrives(upload, round % 2 == 0 ? "large.txt" : "papers", in: agent)
            }
        }
    }

    @Test func killedStore() async throws {
        await Scenario.run("curl: killed in mid-upload, sent again", long: 3) { _ in
            try await withServer(.patient("subfolders: inboxes", "batch_settle: 20s")) { agent, ftp in
                let upload = Upload.large()
                let source = try agent.prepare(upload)
                let target = ftp.address("papers/large.txt")
                let pipe = Trickle(source: source, seconds: 300, stallsAtTheEnd: true)
                let client = try agent.startClient("\(pipe.command) | curl -sS --ftp-create-dirs -T - '\(target)'")
                try await halfAFile("papers/large.txt", in: agent)
                // The end of a connection is the end of a file to FTP: vsftpd keeps the half. The quiet time of the
                // directory is the time there is to come back.
                client.stop()
                try await agent.send("curl -sS -T '\(source)' '\(target)'")
                try await arrives(upload, "papers", in: agent)
            }
        }
    }

    @Test func resumedStore() async throws {
        await Scenario.run("curl: STOR aborted, resumed with APPE", long: 3) { _ in
            try await withServer(.patient("subfolders: inboxes", "batch_settle: 20s"), ["delete_failed_uploads=NO"]) {
                agent, ftp in
                let upload = Upload.large()
                let source = try agent.prepare(upload)
                let target = ftp.address("papers/large.txt")
                let pipe = Trickle(source: source, seconds: 300, stallsAtTheEnd: true)
                let client = try agent.startClient("\(pipe.command) | curl -sS --ftp-create-dirs -T - '\(target)'")
                try await halfAFile("papers/large.txt", in: agent)
                client.stop()
                try await agent.send("curl -sS --limit-rate 400k -C - -T '\(source)' '\(target)'")
                try await arrives(upload, "papers", in: agent)
            }
        }
    }

    @Test func tree() async throws {
        await Scenario.run("curl: a tree with --ftp-create-dirs", long: 3) { _ in
            try await withServer(.patient("subfolders: inboxes", "batch_settle: 20s")) { agent, ftp in
                let upload = Upload.letters(8)
                let source = "\(agent.place)/incoming/papers"
                try upload.write(below: source)
                // Every file by a connection of its own: gaps, and directories that appear on the way.
                let puts = upload.files.keys.sorted().map { path in
                    let escaped = path.replacing(" ", with: "%20")
                    return "curl -sS --ftp-create-dirs -T '\(source)/\(path)' '\(ftp.address("papers/\(escaped)"))'"
                }
                try await agent.send(puts.joined(separator: " && sleep 0.5 && "))
                try await arrives(upload, "papers", in: agent)
            }
        }
    }

    @Test func renamedAfterTheUpload() async throws {
        await Scenario.run("curl: STOR as .part, then RNFR and RNTO", long: 3) { _ in
            try await withServer { agent, ftp in
                let upload = Upload.large()
                let pipe = Trickle(source: try agent.prepare(upload), seconds: 4)
                try await agent.send(
                    "\(pipe.command) | curl -sS -T - '\(ftp.address("large.txt.part"))'"
                        + " -Q '-RNFR large.txt.part' -Q '-RNTO large.txt'")
                try await arrives(upload, "large.txt", in: agent, pipe)
            }
        }
    }

    @Test func privateUploads() async throws {
        await Scenario.run("vsftpd with umask 077, agent of another user", short: 2, long: 3) { round in
            var options = AgentProcess.Options.patient("subfolders: inboxes", "batch_settle: 2s")
            // The tests run as root, whom no permission stops.
            options.agent = TestUser.agent ?? TestUser(named: "nobody")
            options.privateUploads = true
            try await withServer(options, ["local_umask=077"]) { agent, ftp in
                let upload = Upload.large()
                let source = try agent.prepare(upload)
                let name = round % 2 == 0 ? "papers" : "large.txt"
                let path = round % 2 == 0 ? "papers/large.txt" : "large.txt"
                try await agent.send("curl -sS --ftp-create-dirs -T '\(source)' '\(ftp.address(path))'")
                let batch = try await agent.reaches("stalled", name)
                try check(batch.status?["error"]?["code"]?.string == "permission_denied", batch.text)
                let resolution = batch.status?["error"]?["resolution"]?.string ?? ""
                let command = resolution.split(separator: "`").dropFirst().first ?? ""
                try check(command.hasPrefix("setfacl "), resolution)
                try check(batch.text.contains("setfacl"), batch.text)
                try await agent.send(String(command))
                try await arrives(upload, name, in: agent)
            }
        }
    }

    @Test func recipeForAnotherUser() async throws {
        await Scenario.run("vsftpd by the recipe, agent of another user", long: 3) { _ in
            var options = AgentProcess.Options.patient("subfolders: inboxes", "batch_settle: 10s")
            options.agent = TestUser.agent ?? TestUser(named: "nobody")
            try await withServer(options) { agent, ftp in
                let upload = Upload.letters(4)
                let source = "\(agent.place)/incoming/papers"
                try upload.write(below: source)
                let puts = upload.files.keys.sorted().map { path in
                    "curl -sS --ftp-create-dirs -T '\(source)/\(path)'"
                        + " '\(ftp.address("papers/" + path.replacing(" ", with: "%20")))'"
                }
                try await agent.send(puts.joined(separator: " && "))
                try await arrives(upload, "papers", in: agent)
            }
        }
    }

    private func halfAFile(_ path: String, in agent: AgentProcess) async throws {
        try await eventually("half a file", within: .seconds(90)) {
            (agent.inboxSize("\(FTPServer.user)/\(path)") ?? 0) > 100_000
        }
    }

    private func arrives(
        _ upload: Upload, _ name: String, in agent: AgentProcess, _ pipe: Trickle? = nil
    ) async throws {
        try await upload.arrives(as: name, in: agent, after: pipe?.lastByte)
        try check(agent.inboxNames == [FTPServer.user], "the drop folder stays: \(agent.inboxNames)")
    }

    private func withServer(
        _ options: AgentProcess.Options = .patient("subfolders: inboxes", "batch_settle: 2s"), _ lines: [String] = [],
        _ body: (AgentProcess, FTPServer) async throws -> Void
    ) async throws {
        try await AgentProcess.with(options, started: false) { agent in
            try agent.makeInPlace(FTPServer.user)
            let home = "\(agent.inbox)/\(FTPServer.user)"
            try AgentProcess.execute("/usr/bin/chown", [FTPServer.user, home])
            try AgentProcess.execute("/usr/bin/chmod", ["0755", home])
            if let user = options.agent, !options.privateUploads {
                // The line of the recipe.
                try AgentProcess.execute(
                    "/usr/bin/setfacl", ["-R", "-m", "u:\(user.name):rwX", "-m", "d:u:\(user.name):rwX", agent.inbox])
            }
            try await agent.start()
            let server = try await FTPServer(inbox: agent.inbox, place: agent.place, lines: lines)
            defer { server.stop() }
            try await body(agent, server)
        }
    }
}
