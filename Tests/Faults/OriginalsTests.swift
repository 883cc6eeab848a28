import Foundation
import Model
import TestSupport
import Testing

/// Originals stay where they are until every result is on the disk (FEATURES row 150), and what is done is done.
struct OriginalsTests {
    @Test(.enabled(if: TestUser.testsRunAsRoot), arguments: ["archive", "keep", "delete"])
    func order(of action: String) async throws {
        await Scenario.run("originals wait for durable results: \(action)", long: 5) { _ in
            try await AgentProcess.with(.folder("batch_settle: 1s", "on_success: \(action)")) { agent in
                try agent.drop("warm-up", .notes(1))
                try await agent.finished("warm-up", as: "completed")
                let trace = try await SystemCalls(of: agent)
                try agent.drop("papers", .notes(5))
                let batch = try await agent.finished("papers", as: "completed")
                if action == "delete" {
                    let trash = "\(agent.root)/.dropmill/trash/\(batch.id)"
                    try await eventually("the end of the originals") {
                        !FileManager.default.fileExists(atPath: trash)
                    }
                }
                try Self.check(try await trace.end(), of: batch.id, action)
            }
        }
    }

    /// Checks the order of WATCHING rule 24 in the calls of one batch.
    private static func check(_ calls: [String], of id: String, _ action: String) throws {
        func first(_ what: String, _ matches: (String) -> Bool) throws -> Int {
            let place = calls.firstIndex(where: matches)
            let list = calls.joined(separator: "\n")
            try TestSupport.check(place != nil, "no \(what) among \(calls.count) calls:\n\(list)")
            return place ?? 0
        }
        func isSync(_ call: String) -> Bool { call.contains("sync(") || call.contains("syncfs(") }
        let staging = ".dropmill/staging/\(id)"
        let synced = try first("sync of the outputs") { isSync($0) && ($0.contains(staging) || $0.contains("syncfs(")) }
        let shown = try first("rename of outputs") { $0.contains("rename") && $0.contains(staging) }
        let durable = try first("sync of results.jsonl") { isSync($0) && $0.contains(".results.jsonl.") }
        let results = try first("results.jsonl") { $0.contains("rename") && $0.contains("\"results.jsonl\"") }
        let moved = try first("move of the originals") {
            $0.contains("rename") && $0.contains("work/\(id)") && $0.contains("\"tree\", ") && !$0.contains("/inbox>")
        }
        let lastOutput = calls.lastIndex { $0.contains("rename") && $0.contains(staging) } ?? shown
        try TestSupport.check(synced < shown, "outputs are shown before they are durable")
        try TestSupport.check(lastOutput < durable, "results.jsonl is written before the last output is there")
        try TestSupport.check(durable < results && results < moved, "originals move before results.jsonl is durable")
        let parent = calls[results...moved].contains { isSync($0) && $0.contains("/outbox/papers>") }
        try TestSupport.check(parent, "the name of results.jsonl is not durable when the originals move")
        func isStatus(_ call: String) -> Bool { call.contains("rename") && call.contains("\"status.json\"") }
        guard action == "delete" else {
            return try TestSupport.check(calls[moved...].contains(where: isStatus), "no status after the move")
        }
        let unlinked = try first("deletion of an original") { $0.contains("unlinkat(") && $0.contains("note-0.txt\"") }
        try TestSupport.check(moved < unlinked, "an original is deleted where it lay")
        let final = calls[moved..<unlinked].contains(where: isStatus)
        try TestSupport.check(final, "an original is deleted before the final status is visible")
    }

    @Test func killedInMidBatch() async throws {
        await Scenario.run("results of finished documents outlive a kill in mid-batch", short: 1, long: 15) { round in
            try await AgentProcess.with(.oneWorker) { agent in
                try agent.drop("papers", .notes(400))
                let batch = agent.batch("papers")
                let wanted = 1 + round % 5 * 60
                try await eventually("finished documents") { Self.finished(in: batch).count >= wanted }
                await agent.kill()
                var seen: [String: [UInt8]] = [:]
                for name in Self.finished(in: batch) {
                    for file in ["document.json", "document.md", "document.txt"] {
                        let path = "files/\(name)/\(file)"
                        try TestSupport.check(batch.contains(path), "\(path) is missing")
                        seen[path] = batch.bytes(path)
                    }
                    let json = batch.json("files/\(name)/document.json")
                    try TestSupport.check(json?["pages"]?.array?.count == 1, "\(name) is not whole")
                }
                try await agent.start()
                try await agent.finished("papers", as: "completed", within: .seconds(120))
                for (path, bytes) in seen where path.hasSuffix(".txt") {
                    try TestSupport.check(batch.bytes(path) == bytes, "\(path) changed")
                }
            }
        }
    }

    private static func finished(in batch: PublishedBatch) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(batch.path)/files")) ?? []
    }
}
