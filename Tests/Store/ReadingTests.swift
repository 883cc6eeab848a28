import Model
import Store
import Testing

@Suite struct ReadingTests {
    @Test func batchesComeNewestFirstInPages() throws {
        try withTemporaryStore { store in
            for number in 1...5 { try store.sealSample("bat-\(number)", items: number == 2 ? 0 : 1) }
            try store.reserve(sampleBatch("bat-6", folder: "letters"))
            let first = try store.batches(BatchQuery(limit: 4))
            #expect(first.map(\.id) == ["bat-6", "bat-5", "bat-4", "bat-3"])
            #expect(try store.batches(BatchQuery(limit: 4, after: "bat-3")).map(\.id) == ["bat-2", "bat-1"])
            #expect(try store.batches(BatchQuery(folder: "letters")).map(\.id) == ["bat-6"])
            #expect(try store.batches(BatchQuery(statuses: [.uploading])).map(\.id) == ["bat-6"])
            let live = BatchQuery(folder: "invoices", phases: [.open, .publish])
            #expect(try store.batches(live).map(\.id) == ["bat-2"])
        }
    }

    @Test func eachBatchHasItsOwnConfiguration() throws {
        try withTemporaryStore { store in
            let pages = ["1", "1", nil, "2", "1"]
            for (number, page) in pages.enumerated() {
                var batch = sampleBatch("bat-\(number)")
                batch.configuration = page.map {
                    FrozenConfiguration(
                        job: batch.job, parameters: ["pages": .string($0)], origins: [:], settings: [:], sha256: $0)
                }
                try store.reserve(batch)
            }
            #expect(try store.batches(BatchQuery()).map(\.configuration?.sha256) == pages.reversed())
        }
    }

    @Test func aBatchIsFoundByAnyOfItsNames() throws {
        try withTemporaryStore { store in
            try store.reserve(sampleBatch("bat-1"))
            var second = sampleBatch("bat-2")
            second.outboxName = BytePath("March (2)")
            try store.reserve(second)
            try store.reserve(sampleBatch("bat-3", folder: "letters"))
            try store.reserve(sampleBatch("bat-4", folder: "letters"))
            try store.withdraw("bat-4", at: at(1))
            #expect(try store.batch(matching: "bat-1")?.id == "bat-1")
            #expect(try store.batch(matching: "March (2)")?.id == "bat-2")
            #expect(try store.batch(matching: "March")?.id == "bat-3", "the newest that is still there")
            #expect(try store.batch(matching: "March", folder: "invoices")?.id == "bat-2")
            #expect(try store.batch(matching: "bat-1", folder: "letters") == nil)
            #expect(try store.batch(matching: "April") == nil)
            #expect(try store.batch("bat-9") == nil)
        }
    }

    @Test func workIsOrderedByPriorityThenAge() throws {
        try withTemporaryStore { store in
            for (id, priority) in [("bat-1", 0), ("bat-2", 5), ("bat-3", 5), ("bat-4", -1)] {
                var batch = sampleBatch(id)
                batch.priority = priority
                try store.reserve(batch)
                try store.seal(batch, items: sampleItems(1), at: at(1))
            }
            #expect(try store.workableBatches().map(\.id) == ["bat-2", "bat-3", "bat-1", "bat-4"])
        }
    }

    @Test func anOutcomeComesBackWhole() throws {
        try withTemporaryStore { store in
            try store.sealSample(items: 2)
            var outcome = ItemOutcome(
                state: .partial, sha256: "ab", mimeType: "application/pdf", mediaType: .document,
                title: "A \"title\"\n\u{1F4C4}", failure: sampleFailure, isIntakeFailure: true, warnings: ["w"],
                outputs: [("json", "files/0.pdf/document.json"), ("json", "twice")], pageCount: 9, failedPages: [3, 4],
                durationMilliseconds: 12,
                duplicateOf: DuplicateSource(
                    batchID: "bat-0", batchName: "February", index: 4, path: "a \"b\".pdf", fileID: "dfl-9"),
                outputMark: OutputMark(bytes: 7, sha256: "cd"))
            _ = try store.settle([.finished(batchID: "bat-1", index: 0, outcome: outcome, at: at(3))])
            #expect(try store.items(of: "bat-1", from: 0, limit: 1).map(\.outcome) == [outcome])
            outcome = ItemOutcome(state: .skipped)
            _ = try store.settle([.finished(batchID: "bat-1", index: 1, outcome: outcome, at: at(3))])
            let skipped = try store.items(of: "bat-1", states: [.skipped], from: 0, limit: 9)
            #expect(skipped.map(\.outcome) == [outcome])
            #expect(skipped.map(\.attempts) == [0])
        }
    }

    @Test func retriedAttemptsAreKept() throws {
        try withTemporaryStore { store in
            try store.sealSample()
            try store.start(0)
            _ = try store.settle([.retried(batchID: "bat-1", index: 0, failure: sampleFailure, at: at(4))])
            try store.finish((0, .failed))
            #expect(
                try store.failedAttempts(at: 0, of: "bat-1") == [
                    FailedAttempt(number: 1, at: at(4), failure: sampleFailure)
                ])
            #expect(try store.items(of: "bat-1", from: 0, limit: 1).map(\.attempts) == [2])
            let event = try #require(try store.events(of: "bat-1", after: 5, limit: 1).first)
            #expect(event.kind == .itemRetried)
            #expect(event.errorCode == .corruptDocument)
            #expect(event.path == BytePath("0.pdf"))
        }
    }

    @Test(
        arguments: [
            OriginalsPlace.archive(BytePath(bytes: [0x61, 0xFF])), .outbox, .inPlace, .deleted,
        ])
    func theOriginalsAreKeptThroughARetry(place: OriginalsPlace) throws {
        try withTemporaryStore { store in
            try store.sealSample(items: 1)
            #expect(try store.originals(of: "bat-1") == nil)
            try store.finish((0, .failed))
            try store.recordOriginals("bat-1", place)
            try store.end(as: .failed)
            _ = try store.requeue("bat-1", .failed, at: at(10))
            #expect(try store.originals(of: "bat-1") == place)
        }
    }

    @Test func progressIsReported() throws {
        try withTemporaryStore { store in
            try store.sealSample(items: 4)
            try store.finish((0, .succeeded), (1, .failed))
            try store.recordProgress("bat-1", at: at(7))
            let event = try #require(try store.events(of: "bat-1", after: 8, limit: 1).first)
            #expect(event.kind == .batchProgress)
            #expect(event.detail["progress"]?.number == 50)
            #expect(event.detail["status"] == "processing")
        }
    }
}
