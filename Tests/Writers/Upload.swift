import Crypto
import Foundation
import Linux
import Model
import TestSupport

/// What a client sends, and what must have become of it: one batch, whole, and nothing read before its last byte.
struct Upload {
    /// Content by path below what is sent.
    var files: [String: [UInt8]]

    /// Text files of about the given size, each different; with more than three the rest lies in directories.
    static func letters(_ count: Int, bytes: Int = 200) -> Upload {
        var files: [String: [UInt8]] = [:]
        for number in 0..<count {
            let name = "letter \(number).txt"
            files[number < 3 ? name : "part \(number % 2)/\(name)"] = letter(bytes: bytes)
        }
        return Upload(files: files)
    }

    /// One file large enough to be under way for a while.
    static func large(_ name: String = "large.txt", bytes: Int = 1_500_000) -> Upload {
        Upload(files: [name: letter(bytes: bytes)])
    }

    private static func letter(bytes: Int) -> [UInt8] {
        let line = "Dear reader, this is letter \(UUID().uuidString).\n"
        return Array(String(repeating: line, count: max(1, bytes / line.utf8.count)).utf8) + Array("The end.\n".utf8)
    }

    /// Writes the files below a directory, which is made.
    func write(below path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try FileTree(files.map { (BytePath($0.key), .file($0.value)) }).write(below: path)
    }

    /// Checks one finished batch: exactly these files, byte by byte, and claimed after `lastByte`.
    func check(_ batch: PublishedBatch, of agent: AgentProcess, after lastByte: Timestamp? = nil) throws {
        let names = batch.results.compactMap { $0["path"]?.string }
        try TestSupport.check(
            Set(names) == Set(files.keys) && names.count == files.count, "results are of \(names.sorted())")
        let originals = try Directory(path: "\(agent.archive)/\(batch.name)")
        for (path, bytes) in files {
            let expected = Hexadecimal.lower(Digest.sha256(bytes))
            let found = batch.result(path)?["sha256"]?.string ?? "nothing"
            try TestSupport.check(found == expected, "\(path) was read as \(found), sent was \(expected)")
            let archived = try originals.contents(of: BytePath(path), limit: 1 << 30)
            try TestSupport.check(archived == bytes, "\(path) has \(archived.count) of \(bytes.count) bytes")
        }
        guard let lastByte else { return }
        let claimed = batch.events.first { ["batch.claimed", "item.started"].contains($0["event"]?.string) }
        let time = claimed?["at"]?.string.flatMap(Timestamp.init)
        try TestSupport.check(time != nil, "no event tells of the claim: \(batch.eventNames)")
        if let time { try TestSupport.check(time >= lastByte, "claimed at \(time), the last byte at \(lastByte)") }
    }

    /// Waits for the end of the only batch there is, and checks it.
    @discardableResult
    func arrives(
        as name: String, in agent: AgentProcess, after lastByte: Timestamp? = nil, within limit: Duration = .seconds(90)
    ) async throws -> PublishedBatch {
        let batch = try await agent.finished(name, as: "completed", within: limit)
        try check(batch, of: agent, after: lastByte)
        try TestSupport.check(agent.batchNames == [name], "the outbox holds \(agent.batchNames)")
        return batch
    }
}
