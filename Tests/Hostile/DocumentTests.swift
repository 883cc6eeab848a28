import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// Documents that mean harm, dropped beside honest ones on a live agent.
struct DocumentTests {
    /// Seconds one document may take, in the two attempts it has.
    private static let deadline = 4.0
    /// Growth of the agent's memory that is noise: a few pages of caches and of the allocator.
    private static let noise: Int64 = 24 << 20

    @Test func everyDocumentEndsInATypedOutcome() async throws {
        await Scenario.run("hostile documents through a live agent", long: 1) { _ in
            try await AgentProcess.with(Self.options, started: false) { agent in
                try Self.configure(agent)
                try await agent.start()
                try agent.drop("warm-up", .notes(100))
                try await agent.finished("warm-up", as: "completed")
                let before = try Memory(of: agent)
                let documents = try HostileDocuments(
                    writingTo: "\(agent.place)/incoming/hostile", costly: Scenario.isLong)
                let honest = try Self.addHonestFiles(to: documents)
                let others = try Self.addOddEntries(to: documents.path)
                try rename("incoming/hostile", to: "hostile", agent)
                let batch = try await agent.finished("hostile", as: "partially_failed", within: .seconds(500))
                let total = documents.expectations.count + honest.count + others.count
                try check(batch.results.count == total, "\(batch.results.count) results of \(total) entries")
                let problems = batch.results.compactMap(documents.problem)
                try check(problems.isEmpty, problems.joined(separator: "\n"))
                for name in honest {
                    let result = batch.result(name) ?? .null
                    try check(result["state"]?.string == "succeeded", "\(name): \(result)")
                }
                for (name, code) in others {
                    try check(batch.errorCode(name) == code, "\(name): \(batch.errorCode(name) ?? "no code")")
                }
                try Self.checkTimes(of: batch)
                try Self.checkNothingLeaked(in: agent)
                let after = try Memory(of: agent)
                try check(
                    after.peak - before.peak < Self.noise, "the agent grew from \(before.peak) to \(after.peak) bytes")
            }
        }
    }

    /// A second and a third time the same: what is lost at each is seen.
    @Test func theAgentDoesNotGrowWithTheirNumber() async throws {
        await Scenario.run("crashing and endless documents, memory of the agent", short: 1, long: 1) { _ in
            try await AgentProcess.with { agent in
                let name = "loop.pdf"
                let entries = (0..<60).map { number -> (path: BytePath, content: FileTree.Content) in
                    let header = "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
                    return (BytePath("\(number)-\(name)"), .file(Array((header + "\(number) trailer<<>>\n%%EOF").utf8)))
                }
                var sizes: [Int64] = []
                for round in 0..<(Scenario.isLong ? 12 : 5) {
                    try agent.drop("round-\(round)", FileTree(entries))
                    try await agent.finished("round-\(round)", as: "failed")
                    sizes.append(try Memory(of: agent).resident)
                }
                // The first rounds fill caches.
                let growth = (sizes.last ?? 0) - sizes[1]
                try check(growth < 8 << 20, "resident bytes after each round: \(sizes)")
            }
        }
    }

    private static var options: AgentProcess.Options {
        var options = AgentProcess.Options()
        options.job = "{type: parse_v2, configuration_id: hostile}"
        return options
    }

    private static func configure(_ agent: AgentProcess) throws {
        let directory = "\(agent.place)/configurations"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        let text = """
            id: hostile
            type: parse_v2
            parameters:
              timeouts: {base_in_seconds: \(Int(deadline)), extra_time_per_page_in_seconds: 0}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/hostile.yaml"))
    }

    /// Small files whose names sort between the hostile ones.
    private static func addHonestFiles(to documents: HostileDocuments) throws -> [String] {
        let names = documents.expectations.keys.sorted().enumerated().filter { $0.offset % 8 == 0 }
            .map { $0.element + ".honest.txt" }
        for name in names {
            try Data("honest words of \(name)\n".utf8).write(to: URL(fileURLWithPath: "\(documents.path)/\(name)"))
        }
        return names
    }

    /// Entries that are no documents; names and the codes they fail with.
    private static func addOddEntries(to path: String) throws -> [String: String] {
        let tree: FileTree = [
            "shadow.txt": .link(to: "/etc/shadow"), "passwd.txt": .link(to: "/etc/passwd"),
            "root": .link(to: "/"), "pipe.pdf": .fifo, "socket.txt": .socket,
        ]
        try tree.write(below: path)
        var codes = [
            "shadow.txt": "symlink_refused", "passwd.txt": "symlink_refused", "root": "symlink_refused",
            "pipe.pdf": "special_file", "socket.txt": "special_file",
        ]
        if TestUser.testsRunAsRoot, mknod("\(path)/zero.pdf", S_IFCHR | 0o666, makedev(1, 5)) == 0 {
            codes["zero.pdf"] = "special_file"
        }
        return codes
    }

    private static func makedev(_ major: dev_t, _ minor: dev_t) -> dev_t { major << 8 | minor }

    private func rename(_ source: String, to name: String, _ agent: AgentProcess) throws {
        let done = Glibc.rename("\(agent.place)/\(source)", "\(agent.inbox)/\(name)")
        try check(done == 0, "rename: \(String(cString: strerror(errno)))")
    }

    private static func checkTimes(of batch: PublishedBatch) throws {
        for result in batch.results {
            let taken = Double(result["duration_ms"]?.integer ?? 0) / 1000
            try check(taken < 2 * deadline + 5, "\(result["path"] ?? .null) took \(taken) s")
        }
    }

    /// Nothing of this machine is in the outbox, and nothing was left elsewhere.
    private static func checkNothingLeaked(in agent: AgentProcess) throws {
        let secret = Array("root:x:0:0".utf8)
        let files = try FileManager.default.subpathsOfDirectory(atPath: agent.outbox)
        for file in files {
            guard let content = FileManager.default.contents(atPath: "\(agent.outbox)/\(file)") else { continue }
            try check(content.range(of: Data(secret)) == nil, "\(file) holds /etc/passwd")
        }
        let everything = try FileManager.default.subpathsOfDirectory(atPath: agent.place)
        let cores = everything.filter { ($0 as NSString).lastPathComponent.hasPrefix("core") }
        try check(cores.isEmpty, "core files: \(cores)")
        try check(!FileManager.default.fileExists(atPath: "/tmp/dropmill-escaped"), "a name led out")
    }
}

/// The memory of the agent's process (proc(5)).
struct Memory {
    let resident: Int64
    let peak: Int64

    init(of agent: AgentProcess) throws {
        let number = try #require(agent.process?.identifier)
        let text = try String(contentsOfFile: "/proc/\(number)/status", encoding: .utf8)
        func bytes(_ name: String) -> Int64 {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
            return (line.split(separator: " ").dropLast().last.flatMap { Int64($0) } ?? 0) << 10
        }
        resident = bytes("VmRSS")
        peak = bytes("VmHWM")
    }
}
