import Model
import Testing

@testable import Store

@Suite struct TrashTests {
    /// Finished batches `bat-1`, `bat-2`, ... named `b1`, `b2`, ..., each with its originals in the archive.
    private func withFinished(_ count: Int, _ body: (Store) throws -> Void) throws {
        try withTemporaryStore { store in
            for number in 1...count { try store.finishSample("bat-\(number)", name: "b\(number)", at: Int64(number)) }
            try body(store)
        }
    }

    @Test func whatIsRemovedIsListedNoMoreAndKeepsItsHistory() throws {
        try withFinished(3) { store in
            try store.remove("bat-2", [.outbox, .archive], because: .request, at: at(50), until: at(60))
            #expect(try store.batches(BatchQuery()).map(\.id) == ["bat-3", "bat-1"])
            #expect(try store.removedBatches(BatchQuery()).map(\.id) == ["bat-2"])
            #expect(try store.batch(matching: "b2")?.isRemoved == true)
            #expect(try store.historyOfBatches(HistoryQuery()).map(\.id) == ["bat-3", "bat-2", "bat-1"])
            #expect(try store.originals(of: "bat-2") == .deleted)
            let entries = try store.trash(of: "bat-2")
            #expect(entries.map(\.part) == [.outbox, .archive])
            #expect(entries.map(\.step) == [.leaving, .leaving])
            #expect(entries.map(\.path) == [BytePath("b2"), BytePath("b2")])
            try store.checkInvariants(of: "bat-2")
        }
    }

    @Test func eachStepIsFoundAgain() throws {
        try withFinished(1) { store in
            try store.remove("bat-1", [.outbox, .archive], because: .retention, at: at(50), until: at(60))
            for entry in try store.trashOnTheWay(limit: 9) { try store.settle(entry, as: .kept) }
            #expect(try store.trashOnTheWay(limit: 9).isEmpty)
            #expect(try store.nextTrashExpiry() == at(60))
            try store.bringBack("bat-1")
            for entry in try store.trashOnTheWay(limit: 9) {
                #expect(entry.step == .returning)
                try store.settleReturn(of: entry, at: BytePath("b1 (2)"))
            }
            let batch = try store.present("bat-1")
            #expect(!batch.isRemoved)
            #expect(batch.outboxName == BytePath("b1 (2)"))
            #expect(try store.originals(of: "bat-1") == .archive(BytePath("b1 (2)")))
            #expect(try store.trash(of: "bat-1").isEmpty)
        }
    }

    @Test func whatIsOverItsTimeGoes() throws {
        try withFinished(2) { store in
            try store.remove("bat-1", [.outbox], because: .request, at: at(50), until: at(60))
            try store.remove("bat-2", [.outbox], because: .request, at: at(50), until: nil)
            for entry in try store.trashOnTheWay(limit: 9) { try store.settle(entry, as: .kept) }
            try store.expireTrash(at: at(59))
            #expect(try store.trashOnTheWay(limit: 9).isEmpty)
            try store.expireTrash(at: at(60))
            #expect(try store.trashOnTheWay(limit: 9).map(\.batchID) == ["bat-1"])
            #expect(try store.nextTrashExpiry() == nil)
        }
    }

    @Test func aBatchUnderWayIsNotRemoved() throws {
        try withTemporaryStore { store in
            try store.sealSample()
            let error = #expect(throws: StoreError.self) {
                try store.remove("bat-1", [.outbox], because: .request, at: at(50), until: nil)
            }
            #expect(error?.code == .refused)
            #expect(try store.trash(of: "bat-1").isEmpty)
        }
    }

    @Test func aRemovedBatchDoesNotRunAgainAndSharesNothing() throws {
        try withFinished(1) { store in
            try store.remove("bat-1", [.outbox], because: .request, at: at(50), until: nil)
            let error = #expect(throws: StoreError.self) { try store.requeue("bat-1", .all, at: at(51)) }
            #expect(error?.code == .refused)
            let nothing = #expect(throws: StoreError.self) { try store.bringBack("bat-1") }
            #expect(nothing?.code == .refused, "it is not in the trash yet")
        }
    }

    @Test func theOldestAreFoundFirstWithWhatTheyTake() throws {
        try withFinished(3) { store in
            let all = try store.kept(.archive, in: "invoices", limit: 9)
            #expect(all.map(\.id) == ["bat-1", "bat-2", "bat-3"])
            try store.recordFootprint(77, of: .archive, all[1])
            #expect(try store.kept(.archive, in: "invoices", limit: 9).map(\.bytes) == [nil, 77, nil])
            #expect(try store.kept(.outbox, in: "invoices", limit: 9).map(\.bytes) == [nil, nil, nil])
            #expect(try store.kept(.outbox, in: "invoices", before: at(3), limit: 9).map(\.id) == ["bat-1", "bat-2"])
            #expect(try store.oldestKept(.outbox, in: "letters") == nil)
        }
    }

    @Test(
        arguments: [
            Queries.trashOnTheWay, Queries.expireTrash, Queries.nextTrashExpiry, Queries.trashOfBatch,
            Queries.outboxNameIsTaken, Queries.archivePathIsTaken, Queries.removedNamed, Queries.predecessor,
            Store.kept(.outbox, in: "f", before: at(1), limit: 1).0,
            Store.kept(.archive, in: "f", before: nil, limit: 1).0,
        ])
    func itsQueriesUseTheirIndexes(sql: String) throws {
        try withTemporaryStore { store in
            let plan = try store.plan(of: sql)
            #expect(!plan.contains { $0.hasPrefix("SCAN") && !$0.contains("trash_on_the_way") }, "\(plan)")
            let isSorted = plan.contains { $0.contains("B-TREE") }
            #expect(!isSorted || sql == Queries.removedNamed, "\(plan)")
        }
    }
}

extension Store {
    /// A finished batch with a succeeded and a failed item.
    func finishSample(_ id: String, folder: String = "invoices", name: String = "March", at time: Int64) throws {
        try reserve(sampleBatch(id, folder: folder, name: name))
        try seal(sampleBatch(id, folder: folder, name: name), items: sampleItems(2), at: at(0))
        try finish((0, .succeeded), (1, .failed), of: id)
        _ = try conclude(id, status: .partiallyFailed, failure: nil, at: at(time))
        try recordOriginals(id, .archive(BytePath(name)))
        try markDone(id)
    }
}
