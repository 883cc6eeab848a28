import Model
import Testing

@testable import Store

@Suite struct LedgerTests {
    private func entry(
        _ kind: LedgerEntry.Kind, _ amount: Int64, reservation: Int64? = nil, provider: String? = nil
    ) -> LedgerEntry {
        var entry = LedgerEntry(kind, Money(microUnits: amount), at: at(5), reservation: reservation)
        entry.provider = provider
        return entry
    }

    @Test func onlyWhatIsSettledWasSpent() throws {
        try withStore { store in
            try store.sealSample()
            try store.start(0, 1)
            _ = try store.settle([
                .charged(batchID: "bat-1", index: 0, entry(.reserve, 50, reservation: 1)),
                .charged(batchID: "bat-1", index: 0, entry(.settle, 40, reservation: 1)),
                .charged(batchID: "bat-1", index: 1, entry(.reserve, 50, reservation: 2)),
                .charged(batchID: "bat-1", index: 1, entry(.release, 50, reservation: 2)),
            ])
            #expect(try store.spent(since: at(0)).microUnits == 40)
            #expect(try store.spent(since: at(0), of: "bat-1").microUnits == 40)
            #expect(try store.spent(since: at(6)).microUnits == 0)
            #expect(
                try store.ledger(of: "bat-1", limit: 10).map(\.entry.kind) == [.reserve, .settle, .reserve, .release])
            #expect(try store.ledger(of: "bat-1", limit: 10).map(\.attempt) == [1, 1, 1, 1])
        }
    }

    @Test func whatWasUnderWayWhenTheAgentDiedCountsAsSpentWhereAProviderWasAsked() throws {
        try withStore { store in
            try store.sealSample()
            try store.charge(
                [entry(.reserve, 50, reservation: 1, provider: "far"), entry(.reserve, 30, reservation: 2)], for: 0,
                of: "bat-1")
            _ = try store.takeOver(at: at(9))
            let lines = try store.ledger(of: "bat-1", limit: 10).suffix(2)
            #expect(lines.map(\.entry.kind) == [.settle, .release])
            #expect(lines.allSatisfy { $0.entry.reason == "in_doubt" })
            #expect(try store.spent(since: at(0)).microUnits == 50)
            _ = try store.takeOver(at: at(10))
            #expect(try store.ledger(of: "bat-1", limit: 10).count == 4)
        }
    }

    @Test func anItemThatWaitsForAProviderWhenTheAgentDiesIsNotToBlame() throws {
        try withStore { store in
            try store.sealSample()
            try store.start(0, 1)
            try store.charge([entry(.reserve, 0, reservation: 7, provider: "far")], for: 0, of: "bat-1")
            _ = try store.takeOver(at: at(9))
            #expect(try store.claimItems(of: "bat-1", limit: 2, at: at(10)).map(\.deaths) == [0, 1])
        }
    }

    @Test func costsAreSummedByWhatIsAskedFor() throws {
        try withStore { store in
            for (id, folder, collection) in [("bat-1", "a", "q1"), ("bat-2", "b", "q1"), ("bat-3", "b", nil)] {
                var batch = sampleBatch(id, folder: folder)
                batch.collectionID = collection
                try store.reserve(batch)
                try store.seal(batch, items: sampleItems(2), at: at(2))
                try store.charge([entry(.settle, 10)], for: 0, of: id)
                try store.charge([entry(.settle, 1)], for: 1, of: id)
            }
            let byCollection = try store.costs(by: .collection)
            #expect(byCollection.map(\.name) == ["q1", nil])
            #expect(byCollection.map(\.amount.microUnits) == [22, 11])
            #expect(byCollection.map(\.files) == [4, 2])
            #expect(try store.costs(by: .folder).map(\.name) == ["b", "a"])
            #expect(try store.costs(by: .batch).count == 3)
            #expect(try store.costs(by: .month).map(\.name) == [String(at(5).description.prefix(7))])
        }
    }

    @Test func theEstimateAndTheShortfallOfABatchAreKept() throws {
        try withStore { store in
            try store.sealSample()
            var estimate = CostEstimate()
            estimate.storage = Money(microUnits: 30_000)
            _ = try store.recordEstimate(estimate, of: "bat-1")
            let throttle = Batch.Throttle(reason: "no money", resumeAt: nil, details: ["shortfall": .number(0.02)])
            _ = try store.throttle("bat-1", throttle, at: at(4))
            let batch = try store.batch("bat-1")
            #expect(batch?.costEstimate?.total == Money(microUnits: 30_000))
            #expect(batch?.throttle == throttle)
        }
    }
}
