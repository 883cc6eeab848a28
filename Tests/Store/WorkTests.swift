import Model
import Store
import Testing

@Suite struct WorkTests {
    @Test func aBatchFromFirstSightToItsEnd() throws {
        try withStore { store in
            try store.sealSample()
            #expect(try store.workableBatches().map(\.id) == ["bat-1"])
            let claimed = try store.claimItems(of: "bat-1", limit: 2, at: at(3))
            #expect(claimed.map(\.item.sealed) == Array(sampleItems(2)))
            #expect(try store.claimItems(of: "bat-1", limit: 9, at: at(3)).map(\.item.sealed.index) == [2])
            #expect(try store.workableBatches().isEmpty)

            try store.finish((1, .failed), (0, .succeeded))
            #expect(try store.present().phase == .work)
            let last = try #require(try store.finish((2, .succeeded)))
            #expect(last.phase == .publish)
            #expect(last.status == .processing)
            #expect(last.counts == ItemCounts(total: 3, succeeded: 2, failed: 1))
            #expect(last.mediaTypes == [.document: 3])

            let ended = try store.conclude("bat-1", status: .partiallyFailed, failure: nil, at: at(9))
            #expect(ended.finishedAt == at(9))
            try store.markDone("bat-1")
            #expect(
                try store.story() == [
                    "seen", "uploaded", "claimed", "started", "item.started:1", "item.finished:1", "item.started:0",
                    "item.finished:0", "item.started:2", "item.finished:2", "completed",
                ])
            let completed = try #require(try store.events(of: "bat-1", after: 10, limit: 9).first)
            #expect(completed.status == .partiallyFailed)
            #expect(completed.detail.keys == ["total_files", "completed_files", "failed_files", "progress", "status"])
            #expect(completed.detail["completed_files"] == 2)
            #expect(completed.detail["progress"]?.number == 100)
            #expect(try store.present() == ended.with(phase: .done))
        }
    }
}

extension Batch {
    /// The same batch in another phase.
    fileprivate func with(phase: Phase) -> Batch {
        var batch = self
        batch.phase = phase
        return batch
    }
}
