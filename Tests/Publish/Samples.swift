import Foundation
import Model
import TestSupport
import Testing

@testable import Publish

/// A batch, its items and events with fixed ids and times.
enum Samples {
    static let start = Timestamp(milliseconds: 1_795_248_000_000)
    static let id = "bat-019a3f00-0000-7000-8000-000000000001"

    static func after(_ seconds: Int64) -> Timestamp { start.adding(milliseconds: seconds * 1000) }

    /// Ten files, seven succeeded, one of them not whole, one failed, two to go.
    static var running: Batch {
        var batch = Batch(
            id: id, folder: "invoices", source: .directory, name: "March\u{1B}[31m 2026", entry: BytePath("March"),
            outboxName: BytePath("March"), job: Job(type: .parse, configurationID: "cfg-invoices"),
            sourceDirectoryID: "dir-019a3f00-0000-7000-8000-000000000002", createdAt: start)
        batch.phase = .work
        batch.status = .processing
        batch.seq = 23
        batch.counts = ItemCounts(total: 10, running: 1, succeeded: 6, partial: 1, failed: 1)
        batch.mediaTypes = [.document: 7, .image: 1]
        batch.maxConcurrency = 4
        batch.sealedAt = after(1)
        batch.startedAt = after(2)
        batch.updatedAt = after(42)
        batch.lastProgressAt = after(42)
        batch.checkedAt = after(1)
        batch.warnings = ["`api_key` in job.json is ignored"]
        batch.intake = Batch.IntakeNote(backend: "inotify", ignored: [".DS_Store"])
        batch.configuration = configuration
        return batch
    }

    static var configuration: FrozenConfiguration {
        FrozenConfiguration(
            job: Job(type: .parse, configurationID: "cfg-invoices"),
            parameters: [
                "passwords": ["hunter2"], "ocr": ["mode": "auto"], "proxy": "http://alice:pw@proxy:3128/x",
                "api_key": "sk-1", "limit_key": .null,
            ],
            origins: ["passwords": "folder", "ocr": "default"], settings: ["max_concurrency": 4],
            sha256: String(repeating: "ab", count: 32))
    }

    static func item(_ index: Int, _ path: BytePath, _ outcome: ItemOutcome) -> Item {
        Item(sealed: sealed(index, path), attempts: 1, state: outcome.state, outcome: outcome)
    }

    static func sealed(_ index: Int, _ path: BytePath) -> SealedItem {
        SealedItem(
            index: index, path: path, kind: .file,
            signature: FileSignature(device: 1, inode: UInt64(index + 100), size: 1200, modified: 0, changed: 0),
            fileID: "dfl-\(index)", jobID: "pjb-\(index)")
    }

    static let succeeded = item(
        0, BytePath("a.pdf"),
        ItemOutcome(
            state: .succeeded, sha256: String(repeating: "0", count: 64), mimeType: "application/pdf",
            mediaType: .document, title: "Annual \"Report\"", warnings: ["no title page"],
            outputs: [("json", "files/a.pdf/document.json"), ("text", "files/a.pdf/document.txt")], pageCount: 3,
            durationMilliseconds: 21))

    /// A name that is not UTF-8 and one that a spreadsheet would run.
    static let failed = item(
        1, BytePath(bytes: Array("=sum(\"".utf8) + [0xFF]),
        ItemOutcome(
            state: .failed,
            failure: Failure(.specialFile, "+x is a pipe\nand no file", stage: .intake), isIntakeFailure: true))

    static let partial = item(
        2, BytePath("sub/b.pdf"), ItemOutcome(state: .partial, pageCount: 40, failedPages: [7, 9]))

    static let items = [succeeded, failed, partial]
}

/// Compares text with a file beside the tests; rewritten when DROPMILL_GOLDEN is set.
func expectGolden(_ bytes: [UInt8], _ name: String, location: SourceLocation = #_sourceLocation) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["DROPMILL_GOLDEN"] != nil { try Data(bytes).write(to: file) }
    let golden = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    #expect(String(decoding: bytes, as: UTF8.self) == golden, sourceLocation: location)
}

/// Checks bytes against a published schema.
func expectValid(
    _ bytes: [UInt8], _ schema: String, lines: Bool = false, location: SourceLocation = #_sourceLocation
) throws {
    try withTemporaryDirectory { directory in
        try Data(bytes).write(to: URL(filePath: directory + "/file"))
        let problems = try schemaProblems(of: directory + "/file", schema: schema, lines: lines)
        #expect(problems == "", sourceLocation: location)
    }
}
