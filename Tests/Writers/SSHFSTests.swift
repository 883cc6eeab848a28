import Foundation
import Glibc
import TestSupport
import Testing

/// A watch folder on an sshfs mount: polled, and what writes to it on the server is out of the kernel's sight.
@Suite(.enabled(if: TestUser.testsRunAsRoot))
struct SSHFSTests {
    @Test func writtenOnTheServer() async throws {
        await Scenario.run("sshfs: written slowly on the server, held open", long: 3) { _ in
            try await withMount { agent, directory in
                // A granted lease means nothing here, and sshfs repeats what it knows of a file for twenty seconds.
                let upload = Upload.large()
                let pipe = Trickle(source: try agent.prepare(upload), seconds: 25, pieces: 6)
                let target = "\(directory)/inbox/papers"
                try await agent.send("mkdir '\(target)' && \(pipe.command) >'\(target)/large.txt'")
                try await upload.arrives(as: "papers", in: agent, after: pipe.lastByte, within: .seconds(180))
                try check(!agent.log.contains("given back"), "it was claimed too early, and given back")
            }
        }
    }

    @Test func filesAppearOnTheServer() async throws {
        await Scenario.run("sshfs: a tree of closed files with gaps on the server", long: 3) { _ in
            try await withMount { agent, directory in
                let upload = Upload.letters(6)
                let source = "\(agent.place)/incoming/papers"
                try upload.write(below: source)
                let target = "\(directory)/inbox/papers"
                let copies = upload.files.keys.sorted().map { "cp '\(source)/\($0)' '\(target)/\($0)'" }
                try await agent.send(
                    "mkdir -p '\(target)/part 0' '\(target)/part 1' && " + copies.joined(separator: " && sleep 4 && "))
                try await upload.arrives(as: "papers", in: agent, within: .seconds(180))
            }
        }
    }

    @Test func droppedThroughTheMount() async throws {
        await Scenario.run("sshfs: copied through the mount", long: 3) { _ in
            try await withMount { agent, _ in
                let upload = Upload.letters(6)
                try upload.write(below: "\(agent.place)/incoming/papers")
                try await agent.send("cp -r '\(agent.place)/incoming/papers' '\(agent.inbox)/'")
                try await upload.arrives(as: "papers", in: agent, within: .seconds(180))
            }
        }
    }

    @Test func renamedThroughTheMount() async throws {
        await Scenario.run("sshfs: renamed in, through the mount and on the server", short: 2, long: 4) { round in
            try await withMount { agent, directory in
                let upload = Upload.letters(6)
                try upload.write(below: "\(directory)/papers")
                try await agent.send(
                    round % 2 == 0
                        ? "mv '\(agent.root)/papers' '\(agent.inbox)/papers'"
                        : "mv '\(directory)/papers' '\(directory)/inbox/papers'")
                try await upload.arrives(as: "papers", in: agent, within: .seconds(180))
            }
        }
    }

    private func withMount(_ body: (AgentProcess, String) async throws -> Void) async throws {
        try await AgentProcess.with(.patient("batch_settle: 6s"), started: false) { agent in
            let server = try await SSHServer(place: agent.place)
            defer { server.stop() }
            let directory = "\(agent.place)/server"
            let mount = try await SSHFSMount(directory, at: agent.root, over: server)
            defer { mount.unmount() }
            for name in ["inbox", "outbox", "archive"] {
                try FileManager.default.createDirectory(
                    atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
            }
            try await agent.start()
            try await body(agent, directory)
            // They read what is below the mount.
            try await agent.checkInvariants()
            await agent.kill()
        }
    }
}
