import Model
import Store
import TestSupport
import Testing

@testable import Intake

/// What writers add to a tree that is finished already.
@Suite struct LateArrivalTests {
    @Test func `What a writer added after the archive was never read`() throws {
        try withBench { bench in
            try bench.write("made/drop/a.txt")
            try bench.drop("drop")
            let batch = try bench.sealed("drop")
            try bench.finish(batch)
            try bench.write("archive/drop/sub/late.txt")
            try bench.write("archive/drop/.DS_Store")
            try bench.write("archive/drop/b.txt.part")
            bench.intake.mailbox.put(.finished(folder: "papers", batchID: batch.id))
            let came = try waitUntil(.seconds(30)) { try bench.names(in: "inbox") == ["drop (2)"] }
            #expect(came)
            bench.hint(.here, .rescan)
            let late = try bench.sealed("drop (2)")
            #expect(try bench.items(of: late) == ["sub/late.txt"])
            #expect(try bench.names(in: "archive/drop") == [".DS_Store", "a.txt", "b.txt.part", "sub"])
        }
    }

    @Test func `A finished directory is looked into ever less, and then no more`() {
        var departures = Departures()
        departures.add("bat-1", since: .seconds(100), at: .seconds(100))
        var looks: [Duration] = []
        while let due = departures.due {
            #expect(departures.take(at: due) == ["bat-1"])
            looks.append(due - .seconds(100))
        }
        #expect(looks == [5, 10, 20, 40, 80, 160, 320, 640].map { .seconds($0) })
    }

    @Test func `A directory that was finished before the start is looked into at once`() {
        var departures = Departures()
        departures.add("bat-1", since: .seconds(-400), at: .seconds(10))
        #expect(departures.take(at: .seconds(10)) == ["bat-1"])
        #expect(departures.due == .seconds(420))
    }

    @Test func `Only so many finished directories are remembered`() {
        var departures = Departures()
        for number in 0...Limits.rememberedDepartures { departures.add("bat-\(number)", since: .zero, at: .zero) }
        let taken = departures.take(at: .seconds(5))
        #expect(taken.count == Limits.rememberedDepartures)
        #expect(taken.first == "bat-1")
    }
}

extension IntakeBench {
    /// Does what the other stages do with a sealed batch of one item: reads it and archives its tree.
    fileprivate func finish(_ batch: Batch) throws {
        let now = batch.createdAt
        _ = try store.claimItems(of: batch.id, limit: 1, at: now)
        _ = try store.settle([
            .started(batchID: batch.id, index: 0, at: now),
            .finished(
                batchID: batch.id, index: 0, outcome: ItemOutcome(state: .succeeded, mediaType: .document), at: now),
        ])
        try store.recordOriginals(batch.id, .archive(batch.outboxName))
        try move(".dropmill/work/\(batch.id)/tree", to: "archive/\(batch.outboxName.display)")
        _ = try store.conclude(batch.id, status: .completed, failure: nil, at: now)
        try store.markDone(batch.id)
    }
}
