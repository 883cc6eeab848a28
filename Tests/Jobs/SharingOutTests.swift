import Model
import Testing

@testable import Jobs

/// Folders, memory and turns: what the queue lets run side by side.
@Suite struct SharingOutTests {
    private static let megabyte: Int64 = 1 << 20

    private static func add(
        _ count: Int, _ id: String, to queue: inout WorkQueue, folder: String = "f", megabytes: Int64 = 0
    ) throws {
        queue.add(
            WorkQueueTests.items(count, size: megabytes * megabyte),
            of: try WorkQueueTests.context(id, folder: folder, maxConcurrency: 8))
    }

    @Test func theBatchesOfAFolderShareItsBound() throws {
        var queue = WorkQueue(folderConcurrency: ["narrow": 2])
        try Self.add(3, "a", to: &queue, folder: "narrow")
        try Self.add(3, "b", to: &queue, folder: "narrow")
        let first = try #require(WorkQueueTests.take(&queue))
        let second = try #require(WorkQueueTests.take(&queue))
        #expect(Set([first.context.id, second.context.id]) == ["a", "b"])
        #expect(WorkQueueTests.take(&queue) == nil)
        try Self.add(1, "elsewhere", to: &queue, folder: "wide")
        #expect(WorkQueueTests.take(&queue)?.context.id == "elsewhere")
        queue.finish(first)
        #expect(WorkQueueTests.take(&queue)?.context.folder == "narrow")
        #expect(WorkQueueTests.take(&queue) == nil)
    }

    @Test func aLargeDocumentRunsAlone() throws {
        var queue = WorkQueue(lanes: 2)
        try Self.add(2, "large", to: &queue, megabytes: 300)
        try Self.add(1, "small", to: &queue)
        let first = try #require(WorkQueueTests.take(&queue))
        #expect(first.bytes == Limits.workerMemoryBytes)
        #expect(WorkQueueTests.take(&queue) == nil)
        queue.finish(first)
        let small = try #require(WorkQueueTests.take(&queue))
        #expect(small.context.id == "small")
        // Nothing passes the second large one, which waits for the small one only.
        #expect(WorkQueueTests.take(&queue) == nil)
        queue.finish(small)
        #expect(WorkQueueTests.take(&queue)?.context.id == "large")
    }

    @Test func aSmallDocumentRunsBesideALargeOneThatLeavesRoom() throws {
        var queue = WorkQueue(lanes: 2)
        try Self.add(2, "large", to: &queue, megabytes: 120)
        _ = try #require(WorkQueueTests.take(&queue))
        try Self.add(1, "small", to: &queue)
        #expect(WorkQueueTests.take(&queue)?.context.id == "small")
        #expect(WorkQueueTests.take(&queue) == nil)
    }

    @Test func theMachineBoundsTheSumWhateverTheLanesBring() throws {
        var queue = WorkQueue(lanes: 16, memory: 200 * Self.megabyte)
        try Self.add(16, "b", to: &queue)
        var bytes: Int64 = 0
        while let next = WorkQueueTests.take(&queue) { bytes += next.bytes }
        #expect(bytes > 100 * Self.megabyte)
        #expect(bytes <= 200 * Self.megabyte)
    }

    @Test func aStreamOfSmallBatchesDoesNotStarveALargeDocument() throws {
        var queue = WorkQueue(lanes: 2)
        var running: [Assignment] = []
        try Self.add(1, "large", to: &queue, megabytes: 300)
        for number in 0..<200 {
            try Self.add(1, "small \(number)", to: &queue)
            while let next = WorkQueueTests.take(&queue), running.count < 2 {
                if next.context.id == "large" { return #expect(number <= 2 * Limits.passesBeforeTurn) }
                running.append(next)
            }
            if !running.isEmpty { queue.finish(running.removeFirst()) }
        }
        Issue.record("the large document never had its turn")
    }

    @Test func compressedDocumentsCountForMore() throws {
        func expected(_ name: String, _ size: Int64) -> Int64 {
            let signature = FileSignature(device: 1, inode: 1, size: size, modified: 0, changed: 0)
            return MemorySlots.expectedBytes(
                of: SealedItem(
                    index: 0, path: BytePath(name), kind: .file, signature: signature, fileID: "", jobID: ""))
        }
        #expect(expected("a.pdf", 0) == Limits.workerBaseBytes)
        #expect(expected("A.DOCX", 1000) == Limits.workerBaseBytes + 1000 * Limits.zippedExpansion)
        #expect(expected("a.pdf", .max) == Limits.workerMemoryBytes)
    }
}

/// The hours in which a folder works, in zones of its own.
@Suite struct WorkWindowTests {
    /// A zone that is so many hours before UTC, from a moment on another number.
    private static func window(
        _ from: Int, _ to: Int, hours: Int64 = 0, then: (at: Timestamp, hours: Int64)? = nil
    ) -> WorkWindow {
        WorkWindow(WatchFolder.Schedule(from: from * 60, to: to * 60)) { time in
            let hours = then.map { time >= $0.at ? $0.hours : hours } ?? hours
            return time.adding(milliseconds: hours * 3_600_000)
        }
    }

    private static func at(_ text: String) throws -> Timestamp {
        try #require(Timestamp("2026-\(text):00.000Z"))
    }

    @Test(arguments: [
        ("11-21T17:59", "11-21T18:00"), ("11-21T06:00", "11-21T18:00"), ("11-21T12:30", "11-21T18:00"),
    ])
    func aWindowOverMidnightIsClosedByDay(now: String, opening: String) throws {
        #expect(Self.window(18, 6).verdict(at: try Self.at(now)) == .closed(until: try Self.at(opening)))
    }

    @Test(arguments: ["11-21T18:00", "11-21T23:59", "11-22T00:00", "11-22T05:59"])
    func aWindowOverMidnightIsOpenByNight(now: String) throws {
        #expect(Self.window(18, 6).verdict(at: try Self.at(now)) == .open)
    }

    @Test func aWindowWithinADayOpensAgainTheNextDay() throws {
        let window = Self.window(8, 17)
        #expect(window.verdict(at: try Self.at("12-31T16:59")) == .open)
        #expect(
            window.verdict(at: try Self.at("12-31T17:00"))
                == .closed(until: try #require(Timestamp("2027-01-01T08:00:00.000Z"))))
    }

    @Test func hoursAreLocal() throws {
        let window = Self.window(18, 6, hours: 2)
        #expect(window.verdict(at: try Self.at("11-21T16:00")) == .open)
        #expect(window.verdict(at: try Self.at("11-21T15:00")) == .closed(until: try Self.at("11-21T16:00")))
    }

    @Test func clocksPutBackMeanwhileMoveTheOpening() throws {
        // At 01:00 UTC on 25 October clocks in Berlin go from two hours before UTC to one.
        let window = Self.window(8, 17, hours: 2, then: (try Self.at("10-25T01:00"), 1))
        #expect(window.verdict(at: try Self.at("10-24T20:00")) == .closed(until: try Self.at("10-25T07:00")))
    }

    @Test func anOpeningThatClocksPutForwardSkipIsOpenWhenTheyAre() throws {
        // At 01:00 UTC on 29 March two o'clock becomes three o'clock: 02:00 never comes.
        let window = Self.window(2, 5, hours: 1, then: (try Self.at("03-29T01:00"), 2))
        guard case .closed(let opening) = window.verdict(at: try Self.at("03-28T23:00")) else {
            Issue.record("open at midnight")
            return
        }
        #expect(opening <= (try Self.at("03-29T01:00")))
        #expect(window.verdict(at: try Self.at("03-29T01:00")) == .open)
    }
}
