import Foundation
import TestSupport
import Testing

/// People who copy to the share of etc/samba, with smbclient against a real smbd.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct SambaTests {
    @Test func slowPut() async throws {
        await Scenario.run("smbclient: slow put of one file", short: 2, long: 4) { round in
            try await withShare { agent, samba in
                let upload = Upload.large()
                let pipe = Trickle(source: try agent.prepare(upload), seconds: Scenario.isLong ? 12 : 5)
                // The newest protocol sends it as one block at the end, and the file stays at 0 bytes until then;
                // the oldest sends many small ones.
                let protocolName = round % 2 == 0 ? "SMB3_11" : "SMB2_02"
                let client = samba.client("cd inbox; mkdir papers; cd papers; put - large.txt", as: protocolName)
                try await agent.send("\(pipe.command) | \(client)")
                try await upload.arrives(as: "papers", in: agent, after: pipe.lastByte)
            }
        }
    }

    @Test func slowPutOfALooseFile() async throws {
        await Scenario.run("smbclient: slow put of a loose file", short: 2, long: 4) { round in
            try await withShare { agent, samba in
                let upload = Upload.large()
                let pipe = Trickle(source: try agent.prepare(upload), seconds: Scenario.isLong ? 12 : 5)
                let protocolName = round % 2 == 0 ? "SMB3_11" : "SMB2_02"
                try await agent.send(
                    "\(pipe.command) | \(samba.client("cd inbox; put - large.txt", as: protocolName))")
                try await upload.arrives(as: "large.txt", in: agent, after: pipe.lastByte)
            }
        }
    }

    @Test func treeWithGaps() async throws {
        await Scenario.run("smbclient: mput of a tree, with gaps", long: 4) { _ in
            // Between two files nothing is open; only the quiet time of the tree tells that more comes.
            try await withShare(.patient("batch_settle: 20s")) { agent, samba in
                let upload = Upload.letters(12)
                let source = "\(agent.place)/incoming/papers"
                try upload.write(below: source)
                var first = Upload.letters(1)
                first.files = ["before.txt": Array("before\n".utf8)]
                try first.write(below: "\(agent.place)/incoming")
                let gaps = Scenario.isLong ? [1, 8, 3, 6] : [1, 3]
                let (from, to) = ("lcd \(agent.place)/incoming; cd inbox; ", "papers\\before")
                // One line of shell: between two lines a busy machine makes gaps of its own.
                var line = [samba.client("cd inbox; mkdir papers")]
                for (number, gap) in gaps.enumerated() {
                    line += [samba.client("\(from) put before.txt \(to)\(number).txt"), "sleep \(gap)"]
                }
                line.append(samba.client("\(from) recurse; prompt; mput papers"))
                try await agent.send(line.joined(separator: " && "))
                var all = upload
                for number in gaps.indices { all.files["before\(number).txt"] = first.files["before.txt"] }
                try await all.arrives(as: "papers", in: agent)
            }
        }
    }

    @Test func clientKilledBeforeTheFirstByte() async throws {
        await Scenario.run("smbclient: killed at 0 bytes, sent again", short: 2, long: 4) { round in
            // Time to come back in, in the even rounds.
            try await withShare(.patient(round % 2 == 0 ? "batch_settle: 20s" : "batch_settle: 1s")) { agent, samba in
                let upload = Upload.large()
                let pipe = Trickle(source: try agent.prepare(upload), seconds: 300)
                let client = try agent.startClient(
                    "\(pipe.command) | \(samba.client("cd inbox; mkdir papers; cd papers; put - large.txt"))")
                try await eventually("the empty file", within: .seconds(90)) {
                    agent.inboxSize("papers/large.txt") == 0
                }
                client.stop()
                let whole = "lcd \(agent.place)/incoming; cd inbox; mkdir papers; put sent papers\\large.txt"
                if round % 2 == 0 {
                    try await agent.send(samba.client(whole.replacing("mkdir papers; ", with: "")))
                    try await upload.arrives(as: "papers", in: agent)
                } else {
                    // Nobody comes back: after its time the empty file fails, and what comes later is a supplement.
                    let batch = try await agent.finished("papers", as: "failed")
                    try check(batch.errorCode("large.txt") == "empty_file", "\(batch.results)")
                    try await agent.send(samba.client(whole))
                    try upload.check(
                        try await agent.finished("papers (2)", as: "completed"), of: agent)
                }
            }
        }
    }

    @Test func renamedOnTheShare() async throws {
        await Scenario.run("smbclient: put as .part, renamed on the share", short: 2, long: 4) { round in
            try await withShare { agent, samba in
                let upload = Upload.large()
                let pipe = Trickle(source: try agent.prepare(upload), seconds: 3)
                let isLoose = round % 2 == 1
                let place = isLoose ? "cd inbox" : "cd inbox; cd papers"
                if !isLoose { try await agent.send(samba.client("cd inbox; mkdir papers")) }
                // The first one stops reading commands with its input.
                try await agent.send("\(pipe.command) | \(samba.client("\(place); put - large.txt.part"))")
                try await steadily("a partial name starts nothing", for: .seconds(3)) {
                    agent.inboxSize(isLoose ? "large.txt.part" : "papers/large.txt.part") != nil
                }
                try await agent.send(samba.client("\(place); rename large.txt.part large.txt"))
                try await upload.arrives(as: isLoose ? "large.txt" : "papers", in: agent, after: pipe.lastByte)
            }
        }
    }

    @Test func newFolder() async throws {
        await Scenario.run("smbclient: New folder, renamed, filled", long: 4) { _ in
            try await withShare(.patient("batch_settle: 8s")) { agent, samba in
                let upload = Upload.letters(5)
                try upload.write(below: "\(agent.place)/incoming/papers")
                try await agent.send(samba.client("cd inbox; mkdir \"New folder\""))
                try await agent.reaches("uploading", "New folder")
                try await steadily("New folder starts nothing", for: .seconds(2)) {
                    agent.batch("New folder").word == "uploading"
                }
                try await agent.send(samba.client("cd inbox; rename \"New folder\" papers"))
                try await agent.reaches("uploading", "papers")
                try await agent.send(
                    samba.client("lcd \(agent.place)/incoming; cd inbox; recurse; prompt; mput papers"))
                try await upload.arrives(as: "papers", in: agent)
            }
        }
    }

    @Test func deletedWhileUploading() async throws {
        await Scenario.run("smbclient: a file deleted while it is uploaded", long: 4) { _ in
            try await withShare(.patient("batch_settle: 8s")) { agent, samba in
                let upload = Upload.letters(2)
                try upload.write(below: "\(agent.place)/incoming/papers")
                let pipe = Trickle(source: try agent.prepare(.large()), seconds: 300)
                let doomed = try agent.startClient(
                    "\(pipe.command) | \(samba.client("cd inbox; mkdir papers; cd papers; put - large.txt"))")
                try await eventually("the doomed file", within: .seconds(90)) {
                    agent.inboxSize("papers/large.txt") != nil
                }
                try await agent.send(
                    samba.client("lcd \(agent.place)/incoming; cd inbox; recurse; prompt; mput papers"))
                // Like somebody on the server: smbd itself refuses while the client has it open.
                try FileManager.default.removeItem(atPath: "\(agent.inbox)/papers/large.txt")
                try await upload.arrives(as: "papers", in: agent)
                doomed.stop()
            }
        }
    }

    @Test func otherWaysToServe() async throws {
        await Scenario.run("smbd: kernel oplocks, recycle, strict allocate", short: 1, long: 4) { _ in
            var options = SambaServer.Options()
            options.lines = [
                "kernel oplocks = yes", "oplocks = yes", "level2 oplocks = no", "strict allocate = yes",
                "vfs objects = catia fruit streams_xattr recycle", "recycle:repository = inbox/.recycle",
                "recycle:touch = yes",
            ]
            try await withShare(samba: options) { agent, samba in
                let upload = Upload.large()
                let pipe = Trickle(source: try agent.prepare(upload), seconds: 4)
                try await agent.send(
                    "\(pipe.command) | "
                        + samba.client(
                            "cd inbox; mkdir papers; cd papers; put \(pipe.source) old.txt; del old.txt; "
                                + "put - large.txt",
                            as: "SMB2_02"))
                try await upload.arrives(as: "papers", in: agent, after: pipe.lastByte)
            }
        }
    }

    @Test func streamsAndNames() async throws {
        await Scenario.run("smbclient: alternate streams, names of DOS and Finder", long: 3) { _ in
            try await withShare(.patient("batch_settle: 8s")) { agent, samba in
                let upload = Upload(files: [
                    "LETTER~1.TXT": Array("short\n".utf8), "Brief über Öl.txt": Array("umlauts\n".utf8),
                    "a b  c.txt": Array("spaces\n".utf8),
                ])
                try upload.write(below: "\(agent.place)/incoming/papers")
                let source = try agent.prepare(.letters(1))
                try await agent.send(
                    samba.client(
                        """
                        lcd \(agent.place)/incoming; cd inbox; recurse; prompt; mput papers; cd papers; \
                        put \(source) "a b  c.txt:Zone.Identifier"; put \(source) ._LETTER~1.TXT; \
                        put \(source) .DS_Store; put \(source) Thumbs.db; put \(source) desktop.ini
                        """))
                try await upload.arrives(as: "papers", in: agent)
            }
        }
    }

    @Test func accessControlLists() async throws {
        await Scenario.run("smbd by the recipe with ACLs, agent of another user", long: 3) { _ in
            var options = AgentProcess.Options.patient("batch_settle: 8s")
            // The tests run as root, whom no permission stops.
            options.agent = TestUser.agent ?? TestUser(named: "nobody")
            var share = SambaServer.Options()
            share.forcesUser = false
            share.lines = ["create mask = 0660", "directory mask = 0770", "inherit acls = yes"]
            try await withShare(options, samba: share) { agent, samba in
                let upload = Upload.letters(5)
                try upload.write(below: "\(agent.place)/incoming/papers")
                try await agent.send(
                    samba.client("lcd \(agent.place)/incoming; cd inbox; recurse; prompt; mput papers"))
                try await upload.arrives(as: "papers", in: agent)
            }
        }
    }

    private func withShare(
        _ options: AgentProcess.Options = .patient(), samba: SambaServer.Options = SambaServer.Options(),
        _ body: (AgentProcess, SambaServer) async throws -> Void
    ) async throws {
        try await AgentProcess.with(options) { agent in
            if let user = options.agent, !samba.forcesUser {
                // The lines of the recipe; people own the inbox they write to.
                try AgentProcess.execute("/usr/bin/chown", [SambaServer.user, agent.inbox])
                try AgentProcess.execute(
                    "/usr/bin/setfacl", ["-R", "-m", "u:\(user.name):rwX", "-m", "d:u:\(user.name):rwX", agent.inbox])
            }
            let server = try await SambaServer(root: agent.root, place: agent.place, options: samba)
            defer { server.stop() }
            try await body(agent, server)
        }
    }
}
