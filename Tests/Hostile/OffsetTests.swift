import Foundation
import Model
import TestSupport
import Testing

/// The descriptor of a document is shared with a worker, and so is its offset.
struct OffsetTests {
    /// A limit per media type lets the worker look at a file before the agent reads it for its sha256; libarchive
    /// leaves the offset where the archive ends.
    @Test func theDigestIsOfTheWholeFileWhereverAWorkerLeftItsOffset() async throws {
        let documents = try withTemporaryDirectory { place -> [UInt8] in
            _ = try HostileDocuments.seeds(in: place)
            return Array(try Data(contentsOf: URL(fileURLWithPath: "\(place)/zip/0")))
        }
        try await AgentProcess.with(.folder("limits: {max_file_bytes: {image: 100B}}")) { agent in
            try agent.drop("office", ["letter.docx": .file(documents)])
            let batch = try await agent.finished("office", as: "failed")
            #expect(batch.errorCode("letter.docx") == "corrupt_document")
            try Data(documents).write(to: URL(fileURLWithPath: "\(agent.place)/letter.docx"))
            let sum = Process()
            let output = Pipe()
            sum.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
            sum.arguments = ["\(agent.place)/letter.docx"]
            sum.standardOutput = output
            try sum.run()
            let expected = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).prefix(64)
            #expect(batch.result("letter.docx")?["sha256"]?.string == String(expected))
        }
    }
}
