import Linux
import Model
import Store
import TestSupport
import Testing

@Suite struct LoadTests {
    @Test func readersSeeWholeTransactionsWhileOthersWrite() async throws {
        try await withTemporaryDirectory { directory in
            let store = try Store(path: directory + "/store.sqlite")
            defer { store.close() }
            let outside = try Store(path: directory + "/store.sqlite", readOnly: true)
            defer { outside.close() }
            let items = 300
            try store.sealSample(items: items)
            try await withThrowingTaskGroup { group in
                for lane in 0..<2 {
                    group.addTask {
                        try await BlockingThread.run("writer") {
                            for index in stride(from: lane, to: items, by: 2) { try store.finish((index, .succeeded)) }
                        }
                    }
                }
                for reader in [store, outside] {
                    group.addTask { try await BlockingThread.run("reader") { try watch(reader) } }
                }
                try await group.waitForAll()
            }
            try store.checkInvariants(of: "bat-1")
        }
    }

    // What is read after a batch is at least as new as the batch.
    private func watch(_ store: Store) throws {
        while true {
            let batch = try store.present()
            let events = try store.events(of: "bat-1", after: 0, limit: .max)
            let ends = events.count { $0.kind == .itemFinished }
            guard events.count >= batch.seq, ends >= batch.counts.finished else {
                Issue.record("\(events.count) events at seq \(batch.seq)")
                return
            }
            if batch.phase == .publish { return }
        }
    }

    @Test func aLargeBatchCostsPerItemWhatASmallOneDoes() throws {
        try withTemporaryDirectory { directory in
            let store = try Store(path: directory + "/store.sqlite")
            defer { store.close() }
            let items = 100_000
            let clock = ContinuousClock()
            let seal = try clock.measure { try store.sealSample(items: items) }
            var claim = Duration.zero
            var settles: [Duration] = []
            for _ in 0..<8 {
                var claimed: [ClaimedItem] = []
                claim += try clock.measure {
                    claimed = try store.claimItems(of: "bat-1", limit: Limits.settleGroup / 2, at: at(3))
                }
                let steps = claimed.flatMap { item -> [WorkStep] in
                    let index = item.item.sealed.index
                    return [
                        .started(batchID: "bat-1", index: index, at: at(4)),
                        .finished(batchID: "bat-1", index: index, outcome: outcome(.succeeded), at: at(5)),
                    ]
                }
                settles.append(try clock.measure { _ = try store.settle(steps) })
            }
            #expect(try store.present().counts.succeeded == 4 * Limits.settleGroup)
            print("store: seal of \(items) items \(seal), 8 claims \(claim), settle of 256 steps \(settles)")
        }
    }

    @Test func finishedBatchesCostNothing() throws {
        try withTemporaryDirectory { directory in
            let store = try Store(path: directory + "/store.sqlite")
            defer { store.close() }
            let clock = ContinuousClock()
            for number in 0..<1000 {
                let id = "bat-old-\(number)"
                try store.sealSample(id, items: 1)
                try store.finish((0, .succeeded), of: id)
                try store.end(id, as: .completed)
            }
            try store.sealSample(items: 2)
            var found: [[Batch]] = []
            let work = try clock.measure { found.append(try store.workableBatches()) }
            let settle = try clock.measure { _ = try store.finish((0, .succeeded)) }
            let restart = try clock.measure { found.append(try store.takeOver(at: at(9))) }
            #expect(found.map { $0.map(\.id) } == [["bat-1"], ["bat-1"]])
            print("store: beside 1,000 finished batches: work \(work), settle \(settle), restart \(restart)")
        }
    }
}
