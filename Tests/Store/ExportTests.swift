import Model
import Testing

@testable import Store

/// Which exports are due.
@Suite struct ExportTests {
    private func sealed(in store: Store, exports: [String] = []) throws {
        var batch = sampleBatch("bat-1")
        try store.reserve(batch)
        batch.configuration = FrozenConfiguration(
            job: batch.job, parameters: [:], origins: [:], settings: ["exports": .strings(exports)], sha256: "00")
        try store.seal(batch, items: sampleItems(1), at: at(2))
    }

    private func end(in store: Store, at time: Timestamp) throws {
        _ = try store.claimItems(of: "bat-1", limit: 1, at: at(3))
        _ = try store.finish((0, .failed))
        _ = try store.conclude("bat-1", status: .failed, failure: nil, at: time)
        try store.markDone("bat-1")
    }

    @Test func whatTheJobAsksForIsDueAtTheEnd() throws {
        try withStore { store in
            try sealed(in: store, exports: ["csv", "pdf"])
            #expect(try store.dueExports().isEmpty)
            try end(in: store, at: at(9))
            let due = try store.dueExports(of: "bat-1")
            #expect(due.map(\.format) == [.csv, .pdf])
            try store.settleExport(due[0], madeFor: at(9))
            #expect(try store.dueExports().map(\.format) == [.pdf])
        }
    }

    @Test func anExportIsDueAgainWhenTheBatchEndsAgainOrSomebodyAsks() throws {
        try withStore { store in
            try sealed(in: store)
            try store.wantExport(.json, of: "bat-1")
            try end(in: store, at: at(9))
            let export = WantedExport(batchID: "bat-1", format: .json)
            try store.settleExport(export, madeFor: at(9))
            #expect(try store.dueExports().isEmpty)
            try store.wantExport(.json, of: "bat-1")
            #expect(try store.dueExports() == [export])
            try store.settleExport(export, madeFor: at(8))
            #expect(try store.dueExports() == [export])
        }
    }
}
