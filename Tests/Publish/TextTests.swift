import Model
import Testing

@testable import Publish

@Suite struct TextTests {
    private func text(_ batch: Batch, failures: [Item] = [], running: [Item] = []) -> [UInt8] {
        StatusText(
            batch: batch, failures: failures, running: running, now: Samples.after(42), local: { $0 }
        ).bytes
    }

    @Test func runningBatch() throws {
        let running = Item(sealed: Samples.sealed(3, BytePath("c\nd.pdf")), state: .running)
        try expectGolden(
            text(Samples.running, failures: [Samples.failed, Samples.partial], running: [running]), "STATUS.txt")
    }

    @Test func finishedBatch() throws {
        var batch = Samples.running
        batch.status = .partiallyFailed
        batch.counts = ItemCounts(total: 10, succeeded: 8, partial: 1, failed: 1)
        batch.finishedAt = Samples.after(50)
        try expectGolden(text(batch, failures: [Samples.failed, Samples.partial]), "STATUS-finished.txt")
    }

    @Test func duplicatesAreNamedWithWhatTheyRepeat() {
        var batch = Samples.running
        batch.status = .completed
        batch.counts = ItemCounts(total: 14, succeeded: 2, skipped: 12)
        let items = (0..<10).map { index in
            let source = DuplicateSource(
                batchID: "bat-0", batchName: index == 0 ? nil : "Febru\nary", index: 4, path: "a.pdf", fileID: "dfl-9")
            return Item(
                sealed: Samples.sealed(index, BytePath("\(index).pdf")), state: .skipped,
                outcome: ItemOutcome(state: .skipped, duplicateOf: source))
        }
        let status = StatusText(
            batch: batch, failures: [], duplicates: items, running: [], now: Samples.after(42), local: { $0 })
        let text = String(decoding: status.bytes, as: UTF8.self)
        #expect(text.contains("12 skipped as duplicates. Each has a copy of the result made before:\n"))
        #expect(text.contains("  0.pdf has the content of a.pdf\n"))
        #expect(text.contains("  1.pdf has the content of a.pdf of Febru"))
        #expect(!text.contains("Febru\nary"))
        #expect(text.contains("  ... and 2 more in results.csv\n"))
    }

    @Test func refusedBatchSaysWhatToDo() throws {
        var batch = Samples.running
        batch.status = .failed
        batch.refused = true
        batch.phase = .open
        batch.counts = ItemCounts()
        batch.startedAt = nil
        batch.failure = Failure(.validationError, "job.json: unexpected end at line 3, column 1", stage: .intake)
        try expectGolden(text(batch), "STATUS-refused.txt")
    }

    @Test func aBatchInTheInboxOfferedTheCancelThatControlRefuses() throws {
        var batch = Samples.running
        batch.phase = .open
        for status in [BatchStatus.uploading, .stalled] {
            batch.status = status
            #expect(!String(decoding: text(batch), as: UTF8.self).contains("CANCEL"))
        }
    }

    @Test(arguments: BatchStatus.allCases) func fitsOneScreen(status: BatchStatus) {
        var batch = Samples.running
        batch.status = status
        batch.counts.failed = 500
        let failures = Array(repeating: Samples.failed, count: 40)
        let lines = String(decoding: text(batch, failures: failures), as: UTF8.self).split(separator: "\n")
        #expect(lines.count <= 75)
    }

    @Test func noNameCanForgeALine() {
        var batch = Samples.running
        batch.name = "x\nDone. Every file was read.\u{202E}\u{1B}[2J"
        let forged = String(decoding: text(batch, failures: [Samples.failed]), as: UTF8.self)
        #expect(!forged.contains("\u{1B}"))
        #expect(!forged.contains("\u{202E}"))
        #expect(!forged.split(separator: "\n").contains("Done. Every file was read."))
    }

    @Test func folderListsLiveBeforeFinishedWithinItsLimit() throws {
        var done = Samples.running
        done.status = .completed
        done.finishedAt = Samples.after(60)
        done.outboxName = BytePath("March (2)")
        let page = FolderStatusText(folder: "invoices", live: [Samples.running], finished: [done], local: { $0 })
        try expectGolden(page.bytes, "folder-STATUS.txt")
        let full = FolderStatusText(
            folder: "invoices", live: Array(repeating: Samples.running, count: 500),
            finished: Array(repeating: done, count: 500), local: { $0 })
        #expect(full.bytes.count { $0 == 0x0A } <= Limits.statusLines)
    }

    @Test(arguments: [
        (0, "less than a second"), (999, "less than a second"), (61_000, "1 min 1 s"), (3_600_000, "1 h"),
        (90_061_000, "1 d 1 h"), (-5, "less than a second"),
    ])
    func timeSpans(milliseconds: Int64, words: String) {
        #expect(TimeSpan.words(milliseconds: milliseconds) == words)
    }
}
