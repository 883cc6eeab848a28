import Model
import TestSupport
import Testing

/// Somebody who reads the files of a batch at any moment reads whole ones (FEATURES row 85).
struct TornReadTests {
    @Test func readers() async throws {
        await Scenario.count("reads of published files while batches run", short: 1000, long: 12_000) { times in
            var failures: [String] = []
            try await AgentProcess.with { agent in
                var reads = 0
                var number = 0
                while reads < times, failures.isEmpty {
                    number += 1
                    let name = "papers-\(number)"
                    try agent.copyInPlace(name, .notes(120))
                    let found = try await Self.read(agent.batch(name))
                    reads += found.reads
                    failures += found.failures
                    try await agent.finished(name, as: "completed")
                }
            }
            return failures
        }
    }

    /// Reads from four tasks until the batch is final; how many files were read, and what was wrong with them.
    private static func read(_ batch: PublishedBatch) async throws -> (reads: Int, failures: [String]) {
        let path = batch.path
        return try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let batch = PublishedBatch(path: path)
                    let end = ContinuousClock.now + .seconds(60)
                    var (reads, failures) = (0, [] as [String])
                    while !batch.isFinal, ContinuousClock.now < end, failures.isEmpty {
                        for name in files {
                            guard let bytes = batch.bytes(name) else { continue }
                            reads += 1
                            if let problem = problem(of: name, bytes) { failures.append(problem) }
                        }
                        try await Task.sleep(for: .milliseconds(1))
                    }
                    return (reads, failures)
                }
            }
            return try await group.reduce(into: (0, [])) { $0 = ($0.0 + $1.0, $0.1 + $1.1) }
        }
    }

    private static let files = [
        "status.json", "batch.json", "config.json", "summary.json", "STATUS.txt", "results.jsonl", "results.csv",
        "files/note-7.txt/document.json",
    ]

    private static func problem(of name: String, _ bytes: [UInt8]) -> String? {
        guard bytes.last == UInt8(ascii: "\n") || name.hasSuffix("document.json") else {
            return "\(name) of \(bytes.count) bytes ends too early"
        }
        let texts: [[UInt8]]
        switch name {
        case "STATUS.txt":
            return String(decoding: bytes, as: UTF8.self).contains("Batch bat-") ? nil : "STATUS.txt is cut"
        case "results.csv": return nil
        case "results.jsonl": texts = bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
        default: texts = [bytes]
        }
        let isWhole = texts.allSatisfy { (try? JSONParser.parse($0)) != nil }
        return isWhole ? nil : "\(name) of \(bytes.count) bytes is no JSON"
    }
}
