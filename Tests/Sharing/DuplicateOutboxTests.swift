import Foundation
import Glibc
import Model
import TestSupport
import Testing

/// The outbox belongs to people: an earlier result that is gone or was altered is never passed on.
struct DuplicateOutboxTests {
    /// What somebody does to `files/` of an earlier batch; `item` is the directory of the results of `a.txt`.
    private static let deeds: [(name: String, deed: @Sendable (_ batch: String, _ item: String) throws -> Void)] = [
        ("deleted", { _, item in try FileManager.default.removeItem(atPath: item) }),
        ("one file deleted", { _, item in try FileManager.default.removeItem(atPath: item + "/document.md") }),
        // Taken away at once: the agent may still write to a directory that is emptied name by name.
        (
            "batch taken away",
            { batch, _ in
                let root = URL(fileURLWithPath: batch).deletingLastPathComponent().deletingLastPathComponent()
                try FileManager.default.moveItem(atPath: batch, toPath: "\(root.path)/\(UUID().uuidString)")
            }
        ),
        ("text altered, same size", { _, item in try poison(item + "/document.txt") }),
        ("JSON altered, same size", { _, item in try poison(item + "/document.json") }),
        (
            "replaced by a link",
            { _, item in
                let text = item + "/document.txt"
                try FileManager.default.moveItem(atPath: text, toPath: text + ".real")
                try FileManager.default.createSymbolicLink(atPath: text, withDestinationPath: text + ".real")
            }
        ),
        (
            "hard link",
            { _, item in
                try FileManager.default.linkItem(atPath: item + "/document.txt", toPath: item + "/another")
            }
        ),
        (
            "directory replaced by a link",
            { _, item in
                try FileManager.default.moveItem(atPath: item, toPath: item + ".real")
                try FileManager.default.createSymbolicLink(atPath: item, withDestinationPath: item + ".real")
            }
        ),
        (
            "replaced by a pipe",
            { _, item in
                try FileManager.default.removeItem(atPath: item + "/document.txt")
                try check(mkfifo(item + "/document.txt", 0o644) == 0, "mkfifo")
            }
        ),
        (
            "grown without end",
            { _, item in
                try check(truncate(item + "/document.txt", 1 << 40) == 0, "truncate")
            }
        ),
    ]

    private static func poison(_ path: String) throws {
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        try handle.seek(toOffset: (try handle.seekToEnd()) - 8)
        try handle.write(contentsOf: Data("P".utf8))
    }

    @Test func aDeletedOrAlteredResultIsNotPassedOn() async throws {
        await Scenario.count("duplicates: earlier result deleted, altered or linked", short: 10, long: 30) { times in
            var failures: [String] = []
            try await AgentProcess.with { agent in
                for number in 0..<times {
                    let (name, deed) = Self.deeds[number % Self.deeds.count]
                    do {
                        try await Self.round(agent, number, deed)
                    } catch {
                        failures.append("\(name): \(error)")
                    }
                }
                // What this test did to finished batches breaks their invariants.
                for name in agent.batchNames where name.hasPrefix("first") {
                    try? FileManager.default.removeItem(atPath: "\(agent.outbox)/\(name)")
                }
            }
            return failures
        }
    }

    private static func round(
        _ agent: AgentProcess, _ number: Int, _ deed: (String, String) throws -> Void
    ) async throws {
        let content = "content \(UUID().uuidString) which is long enough to be altered somewhere near its end"
        let tree = FileTree([(BytePath("a.txt"), .file(Array(content.utf8)))])
        try agent.drop("first \(number)", tree)
        let first = try await agent.finished("first \(number)", as: "completed")
        try deed(first.path, "\(first.path)/files/a.txt")
        try agent.drop("second \(number)", tree)
        let second = try await agent.finished("second \(number)", as: "completed")
        try check(second.result("a.txt")?["state"]?.string == "succeeded", "\(second.results)")
        try check(second.result("a.txt")?["duplicate_of"]?.isNull == true, "duplicate_of")
        let text = String(decoding: second.bytes("files/a.txt/document.txt") ?? [], as: UTF8.self)
        try check(text.contains(content), "the text is \(text)")
        // The good result is found, though a bad one is older.
        try agent.drop("third \(number)", tree)
        let third = try await agent.finished("third \(number)", as: "completed")
        try DuplicateTests.checkDuplicate("a.txt", in: third, of: second.result("a.txt"), in: second)
    }
}
