import Foundation
import Model
import TestSupport
import Testing

@testable import Publish

@Suite struct DocumentTests {
    @Test func statusIsWholeAndValid() throws {
        let bytes = StatusDocument.bytes(of: Samples.running, at: Samples.after(42))
        try expectGolden(bytes, "status.json")
        try expectValid(bytes, "status")
    }

    @Test func statusOfAFreshBatchIsValid() throws {
        var batch = Samples.running
        batch.startedAt = nil
        batch.status = .throttled
        batch.throttle = Batch.Throttle(reason: "schedule", resumeAt: Samples.after(9))
        batch.refused = true
        batch.failure = Failure(.validationError, "job.json is not JSON", stage: .intake)
        try expectValid(StatusDocument.bytes(of: batch, at: Samples.start), "status")
    }

    @Test func progressIsAWholeNumberWhereItIsOne() {
        let text = String(decoding: StatusDocument.bytes(of: Samples.running, at: Samples.start), as: UTF8.self)
        #expect(text.contains("\"progress\": 80,"))
    }

    @Test func estimateFollowsTheThroughput() {
        var batch = Samples.running
        // Eight of ten in forty seconds leave ten seconds.
        #expect(Estimate(of: batch, at: Samples.after(42))?.seconds == 10)
        #expect(Estimate(of: batch, at: Samples.after(42))?.completion == Samples.after(52))
        batch.counts = ItemCounts(total: 10)
        #expect(Estimate(of: batch, at: Samples.after(42)) == nil)
    }

    @Test func trouble() throws {
        let trouble = Failure(.storageFull, "The results of x wait to be written", stage: .publish)
        let bytes = StatusDocument.bytes(of: Samples.running, at: Samples.start, trouble: trouble)
        #expect(try JSONParser.parse(bytes)["error"]?["code"] == "storage_full")
    }

    @Test func configurationHidesSecrets() throws {
        let bytes = ConfigDocument.bytes(
            of: Samples.configuration, batchID: Samples.id, key: Array("key".utf8))
        try expectGolden(bytes, "config.json")
        try expectValid(bytes, "config")
        let text = String(decoding: bytes, as: UTF8.self)
        for secret in ["hunter2", "sk-1", "alice", "pw@"] { #expect(!text.contains(secret)) }
    }

    @Test func resultLines() throws {
        var writer = JSONWriter()
        for item in Samples.items { ResultLine.append(item, of: .parse, to: &writer) }
        try expectGolden(writer.bytes, "results.jsonl")
        try expectValid(writer.bytes, "result", lines: true)
    }

    @Test func resultsTableQuotesAndGuardsFormulas() throws {
        var bytes = ResultsTable(form: nil).header()
        for item in Samples.items { ResultsTable(form: nil).append(item, to: &bytes) }
        try expectGolden(bytes, "results.csv")
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\"'=sum(\"\"\\xFF\""))
        #expect(text.contains("\"'+x is a pipe\nand no file\""))
    }

    @Test func batchDocumentListsWhatIsFinished() throws {
        var document = BatchDocument(of: Samples.running)
        for item in Samples.items + [Item(sealed: Samples.sealed(3, BytePath("c")))] { document.append(item) }
        var bytes = document.drain()
        document.end(isComplete: false)
        bytes += document.drain()
        try expectGolden(bytes, "batch.json")
        try expectValid(bytes, "batch")
    }

    @Test func summaryHasTheShapeOfTheExample() throws {
        var batch = Samples.running
        batch.finishedAt = Samples.after(47)
        let bytes = SummaryDocument.bytes(of: batch, documents: Samples.items, failed: [Samples.failed])
        try expectGolden(bytes, "summary.json")
        try expectValid(bytes, "summary")
    }

    @Test func summaryListsAreCapped() throws {
        var batch = Samples.running
        batch.counts = ItemCounts(total: 1001, failed: 1001)
        let items = Array(repeating: Samples.failed, count: 1001)
        let report = try JSONParser.parse(SummaryDocument.bytes(of: batch, documents: items, failed: items))
        #expect(report["success"] == false)
        #expect(report["summary_report"]?["documents"]?.array?.count == 1000)
        #expect(report["summary_report"]?["errors"]?.array?.count == 1000)
        #expect(report["summary_report"]?["truncated"] == true)
    }

    @Test func eventLinesCarryTheirNumber() throws {
        let event = Event(
            seq: 7, at: Samples.start, kind: .itemFinished, batchID: Samples.id, index: 1,
            path: BytePath(bytes: [0x61, 0xFF]), state: .failed, errorCode: .timeout, detail: ["duration_ms": 3])
        var writer = JSONWriter()
        EventLine.append(event, to: &writer)
        try expectValid(writer.bytes, "event", lines: true)
        #expect(EventLine.seq(of: Array(writer.bytes.dropLast()), batchID: Samples.id) == 7)
        #expect(EventLine.seq(of: Array(writer.bytes.dropLast()), batchID: "bat-other") == nil)
        #expect(EventLine.seq(of: Array(writer.bytes.dropLast(5)), batchID: Samples.id) == nil)
    }

    @Test(arguments: ["status", "config", "batch", "result", "error", "event", "summary", "document", "claim", "owner"])
    func everySchemaIsOneAndIsStrict(name: String) throws {
        try withTemporaryDirectory { directory in
            try Data("{\"unknown_member\":1}".utf8).write(to: URL(filePath: directory + "/file"))
            let problems = try schemaProblems(of: directory + "/file", schema: name)
            #expect(problems.contains("required"))
            #expect(problems.contains("unknown_member"))
            #expect(!problems.contains("Traceback"))
        }
    }
}
