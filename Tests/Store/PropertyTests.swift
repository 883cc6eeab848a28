import Model
import Store
import Testing

/// Random numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    // SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct PropertyTests {
    @Test(arguments: UInt64(1)...16)
    func anySequenceOfOperationsKeepsTheInvariants(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        try withTemporaryStore { store in
            try store.reserve(sampleBatch("bat-1"))
            for step in 0..<150 {
                do throws(StoreError) {
                    try perform(on: store, at: at(Int64(step)), using: &random)
                } catch {
                    #expect(error.code == .refused, "\(error)")
                }
                if step % 7 == 0 { try store.checkInvariants(of: "bat-1") }
            }
        }
    }

    private func perform(
        on store: Store, at now: Timestamp, using random: inout SeededGenerator
    ) throws(StoreError) {
        let id = "bat-1"
        let index = Int.random(in: 0..<5, using: &random)
        let states: [ItemState] = [.succeeded, .partial, .failed, .skipped]
        let state = states.randomElement(using: &random) ?? .succeeded
        let hasItems = try store.batch(id)?.sealedAt != nil
        switch Int.random(in: 0..<20, using: &random) {
        case 0: try store.seal(sampleBatch(id), items: sampleItems(5), at: now)
        case 1: _ = try store.pause(id, at: now)
        case 2...3: _ = try store.resume(id, at: now)
        case 4: _ = try store.throttle(id, Batch.Throttle(reason: "full", resumeAt: nil), at: now)
        case 5: _ = try store.throttle(id, nil, at: now)
        case 6 where index == 0: _ = try store.cancel(id, at: now)
        case 7: _ = try store.takeOver(at: now)
        case 8 where hasItems: try store.release([index], of: id)
        case 9: _ = try store.claimItems(of: id, limit: index, at: now)
        case 10 where hasItems:
            _ = try store.settle([.retried(batchID: id, index: index, failure: sampleFailure, at: now)])
        case 11...12 where hasItems: _ = try store.settle([.started(batchID: id, index: index, at: now)])
        case 13...15 where hasItems:
            _ = try store.settle([.finished(batchID: id, index: index, outcome: outcome(state), at: now)])
        case 16: _ = try store.requeue(id, index == 0 ? .all : .failed, at: now)
        case 17 where hasItems: _ = try store.requeue(id, .one(index), at: now)
        case 18: try store.recordProgress(id, at: now)
        case 19:
            guard let batch = try store.batch(id), batch.phase == .publish else { return }
            _ = try store.conclude(id, status: batch.counts.finalStatus, failure: nil, at: now)
            try store.markDone(id)
        default: break
        }
    }
}
