import Model
import Testing

@testable import Store

@Suite struct ResultsTests {
    private static let scope = ResultScope(
        folder: "invoices", job: .parse, optionsSHA256: "ab", engine: "1.0", collectionID: nil)

    private static func outcome(_ state: ItemState, _ sha256: String) -> ItemOutcome {
        ItemOutcome(state: state, sha256: sha256, failure: state == .failed ? sampleFailure : nil)
    }

    private static func settle(
        _ index: Int, of id: String, _ state: ItemState, _ sha256: String, in scope: Int64, _ store: Store
    ) throws {
        _ = try store.settle([
            .finished(batchID: id, index: index, outcome: outcome(state, sha256), at: at(5)),
            .shared(batchID: id, index: index, scope: scope),
        ])
    }

    @Test func aScopeHasOneNumberAndEveryPartOfItCounts() throws {
        try withTemporaryStore { store in
            let first = try store.number(of: Self.scope)
            #expect(try store.number(of: Self.scope) == first)
            var others = [ResultScope](repeating: Self.scope, count: 5)
            others[0].folder = "receipts"
            others[1].job = .tag
            others[2].optionsSHA256 = "cd"
            others[3].engine = "1.1"
            others[4].collectionID = "quarterly"
            let numbers = try others.map { scope in try store.number(of: scope) }
            #expect(Set(numbers + [first]).count == 6)
        }
    }

    @Test func onlySucceededItemsAreFoundTheNewestFirst() throws {
        try withTemporaryStore { store in
            let scope = try store.number(of: Self.scope)
            for id in ["bat-1", "bat-2"] {
                try store.sealSample(id)
                try Self.settle(0, of: id, .succeeded, "aa", in: scope, store)
                try Self.settle(1, of: id, .failed, "aa", in: scope, store)
                try Self.settle(2, of: id, .skipped, "aa", in: scope, store)
            }
            let found = try store.earlierResults(of: "aa", in: scope, limit: 9)
            #expect(found.map(\.batchID) == ["bat-2", "bat-1"])
            #expect(found.map(\.index) == [0, 0])
            #expect(try store.earlierResults(of: "aa", in: scope, limit: 1).map(\.batchID) == ["bat-2"])
            #expect(try store.earlierResults(of: "bb", in: scope, limit: 9).isEmpty)
            #expect(try store.earlierResults(of: "aa", in: scope + 1, limit: 9).isEmpty)
        }
    }

    @Test func anItemThatRunsAgainHasNoResultMeanwhile() throws {
        try withTemporaryStore { store in
            let scope = try store.number(of: Self.scope)
            try store.sealSample(items: 1)
            #expect(try store.present().sharesResults)
            try Self.settle(0, of: "bat-1", .succeeded, "aa", in: scope, store)
            try store.end(as: .completed)
            #expect(try store.requeue("bat-1", .all, at: at(10)) == 1)
            #expect(try store.earlierResults(of: "aa", in: scope, limit: 9).isEmpty)
            #expect(try !store.present().sharesResults)
            try Self.settle(0, of: "bat-1", .succeeded, "aa", in: scope, store)
            #expect(try store.earlierResults(of: "aa", in: scope, limit: 9).map(\.index) == [0])
        }
    }

    @Test func theEventOfADuplicateSaysOfWhatAndThatItCostsNothing() throws {
        try withTemporaryStore { store in
            try store.sealSample(items: 1)
            let source = DuplicateSource(
                batchID: "bat-0", batchName: "February", index: 4, path: "a.pdf", fileID: "dfl-9")
            var outcome = ItemOutcome(state: .skipped)
            outcome.duplicateOf = source
            _ = try store.settle([.finished(batchID: "bat-1", index: 0, outcome: outcome, at: at(3))])
            let last = try #require(try store.events(of: "bat-1", after: 0, limit: 99).last)
            #expect(last.kind == .itemFinished)
            #expect(last.detail["reason"] == "duplicate")
            #expect(last.detail["cost"] == 0)
            #expect(last.detail["duplicate_of"] == source.json)
        }
    }
}
