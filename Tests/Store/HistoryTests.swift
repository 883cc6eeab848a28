import Model
import Testing

@testable import Store

@Suite struct HistoryTests {
    @Test func pagesStayWhereTheyAreWhileBatchesArrive() throws {
        try withTemporaryStore { store in
            for number in 1...9 { try store.reserve(sampleBatch("bat-\(number)")) }
            var seen: [String] = []
            var after: String?
            for round in 0..<5 {
                let page = try store.batches(BatchQuery(limit: 2, after: after))
                seen += page.map(\.id)
                after = page.last?.id
                try store.reserve(sampleBatch("bat-new-\(round)"))
            }
            #expect(seen == (1...9).reversed().map { "bat-\($0)" })
        }
    }

    @Test func severalStatusesAreOneListInOrder() throws {
        try withTemporaryStore { store in
            for number in 1...6 {
                if number % 2 == 0 {
                    try store.finishSample("bat-\(number)", at: Int64(number))
                } else {
                    try store.reserve(sampleBatch("bat-\(number)"))
                }
            }
            let statuses: [BatchStatus] = [.partiallyFailed, .uploading, .failed]
            let all = try store.batches(BatchQuery(statuses: statuses, limit: 4)).map(\.id)
            #expect(all == ["bat-6", "bat-5", "bat-4", "bat-3"])
            let rest = try store.batches(BatchQuery(folder: "invoices", statuses: statuses, limit: 4, after: "bat-3"))
            #expect(rest.map(\.id) == ["bat-2", "bat-1"])
        }
    }

    @Test func filesAreFilteredAndPaged() throws {
        try withTemporaryStore { store in
            for number in 1...5 {
                try store.finishSample("bat-\(number)", folder: number == 5 ? "letters" : "invoices", at: Int64(number))
            }
            var query = HistoryQuery(folder: "invoices", since: at(2), until: at(4))
            #expect(try store.historyOfBatches(query).map(\.id) == ["bat-3", "bat-2"])
            let places = try store.historyOfFiles(query).map(\.place.description)
            #expect(places == ["bat-3/0", "bat-3/1", "bat-2/0", "bat-2/1"])
            query.states = [.failed]
            #expect(try store.historyOfFiles(query).map(\.place.description) == ["bat-3/1", "bat-2/1"])
            query = HistoryQuery(batch: "bat-4")
            #expect(try store.historyOfFiles(query).map(\.place.description) == ["bat-4/0", "bat-4/1"])
            #expect(try store.historyOfBatches(HistoryQuery(statuses: [.completed])).isEmpty)
            var found: [String] = []
            query = HistoryQuery(limit: 3)
            for _ in 0..<4 {
                let page = try store.historyOfFiles(query)
                found += page.map(\.place.description)
                query.after = page.last.flatMap { HistoryPlace($0.place.description) } ?? query.after
            }
            #expect(found == [5, 4, 3, 2, 1].flatMap { ["bat-\($0)/0", "bat-\($0)/1"] })
        }
    }

    @Test(arguments: ["", "/1", "bat-1/", "bat-1/-1", "bat-1/x", "bat-1/1/2"])
    func placesAreReadStrictly(text: String) {
        #expect(HistoryPlace(text) == nil)
    }

    @Test(
        arguments: [
            BatchQuery(statuses: [.failed]), BatchQuery(folder: "f", statuses: [.failed]),
            BatchQuery(statuses: [.failed, .completed]), BatchQuery(folder: "f", statuses: [.failed], after: "bat-1"),
        ])
    func aRareStatusIsFoundByItsIndex(query: BatchQuery) throws {
        try withTemporaryStore { store in
            let plan = try store.plan(of: Store.sql(for: query).0)
            #expect(plan.contains { $0.contains("status=?") }, "\(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN batches") }, "\(plan)")
        }
    }

    @Test(
        arguments: [
            HistoryQuery(), HistoryQuery(since: at(1)), HistoryQuery(folder: "f"),
            HistoryQuery(folder: "f", until: at(2)),
        ])
    func historyIsReadInOrder(query: HistoryQuery) throws {
        try withTemporaryStore { store in
            for start in [nil, "bat-1"] {
                let sql = Store.sql(for: query, from: start, isIncluded: true, limit: 5).0
                let plan = try store.plan(of: sql)
                #expect(plan.contains { $0.contains("batches_finished") }, "\(plan)")
                #expect(!plan.contains { $0.contains("B-TREE") }, "\(plan)")
            }
        }
    }
}
