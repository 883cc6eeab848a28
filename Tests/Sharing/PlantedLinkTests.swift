import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// The outbox belongs to people who may be hostile: what they put there never leads the agent out of the root.
struct PlantedLinkTests {
    private static let published = [
        "STATUS.txt", "status.json", "batch.json", "config.json", "events.jsonl", "results.jsonl", "results.csv",
        "summary.json", "report.html", "errors.jsonl",
    ]

    @Test func beforeTheDrop() async throws {
        await Scenario.run("links planted under the names of a batch", long: 5) { _ in
            try await AgentProcess.with { agent in
                let victim = try Victim(beside: agent)
                try Victim.plant(victim.directory, at: "\(agent.outbox)/papers")
                try Victim.plant(victim.file, at: "\(agent.outbox)/STATUS.txt")
                try Victim.plant(victim.file, at: "\(agent.outbox)/.STATUS.txt.dropmill-new")
                try Victim.plant(victim.directory, at: "\(agent.archive)/papers (2)")
                try agent.drop("papers", .notes(3))
                let batch = try await agent.finished("papers (2)", as: "completed")
                try check(batch.results.count == 3, "\(batch.results.count) results")
                let notes = "\(agent.archive)/papers (2) (2)"
                try check(FileManager.default.fileExists(atPath: notes), "the originals are not in \(notes)")
                try await eventually("the list of batches") { Self.isFile("\(agent.outbox)/STATUS.txt") }
                try victim.checkUntouched()
                try FileManager.default.removeItem(atPath: "\(agent.outbox)/papers")
                // The checker looks for originals under the name of the batch.
                try FileManager.default.removeItem(atPath: "\(agent.archive)/papers (2)")
                try FileManager.default.moveItem(atPath: notes, toPath: "\(agent.archive)/papers (2)")
            }
        }
    }

    @Test(arguments: ["symbolic link", "hard link", "directory", "pipe"])
    func duringTheRun(kind: String) async throws {
        await Scenario.run("a \(kind) planted over every published file", long: 5) { _ in
            try await AgentProcess.with(.oneWorker) { agent in
                let victim = try Victim(beside: agent)
                try await agent.withFrozenWorkers {
                    try agent.drop("papers", .notes(3))
                    try await agent.reaches("processing", "papers")
                    let outbox = "\(agent.outbox)/papers"
                    for name in Self.published + Self.published.dropLast().map({ ".\($0).dropmill-new" }) {
                        try Self.plant(kind, victim, at: "\(outbox)/\(name)")
                    }
                    // A hard link is a regular file, as good as any to ask for a pause.
                    if kind != "hard link" { try Self.plant(kind, victim, at: "\(outbox)/control/PAUSE") }
                }
                let batch = try await agent.finished("papers", as: "completed")
                try check(batch.results.count == 3, "\(batch.results.count) results")
                for name in Self.published.dropLast() {
                    try check(Self.isFile("\(batch.path)/\(name)"), "\(name) is not a file of its own")
                }
                try victim.checkUntouched()
            }
        }
    }

    @Test(arguments: ["files", ""])
    func aDirectoryReplacedByALink(name: String) async throws {
        let shown = name.isEmpty ? "the directory of a batch" : name
        await Scenario.run("\(shown) replaced by a link during the run", long: 5) { _ in
            try await AgentProcess.with(.oneWorker) { agent in
                let victim = try Victim(beside: agent)
                try await agent.withFrozenWorkers {
                    try agent.drop("papers", .notes(3))
                    try await agent.reaches("processing", "papers")
                    try Victim.plant(victim.directory, at: "\(agent.outbox)/papers" + (name.isEmpty ? "" : "/" + name))
                }
                try await agent.finished("papers", as: "completed")
                try victim.checkUntouched()
            }
        }
    }

    @Test func theAgentsOwnDirectoriesAreClosed() async throws {
        try await AgentProcess.with { agent in
            try agent.drop("papers", .notes(1))
            try await agent.finished("papers", as: "completed")
            var status = stat()
            #expect(lstat("\(agent.root)/.dropmill", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
            #expect(lstat("\(agent.place)/state/store.sqlite", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "names and passwords are in the store")
        }
    }

    private static func plant(_ kind: String, _ victim: Victim, at path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        switch kind {
        case "symbolic link": try Victim.plant(victim.file, at: path)
        case "hard link": try FileManager.default.linkItem(atPath: victim.file, toPath: path)
        case "pipe": try check(mkfifo(path, 0o666) == 0, "mkfifo \(path)")
        default: try FileManager.default.createDirectory(atPath: path + "/deep/er", withIntermediateDirectories: true)
        }
    }

    private static func isFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
    }
}
