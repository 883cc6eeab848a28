import Model
import Store
import Testing

/// A moment in the life of a batch.
enum Stand: CaseIterable {
    case open, refused, atWork, publishing, finished, cancelled, withdrawn

    /// Brings a batch of the store there.
    func reach(in store: Store) throws {
        switch self {
        case .open: try store.reserve(sampleBatch("bat-1"))
        case .refused:
            try store.reserve(sampleBatch("bat-1"))
            try store.refuse("bat-1", sampleFailure, at: at(1))
        case .atWork: try store.sealSample()
        case .publishing: try store.sealSample(items: 0)
        case .finished:
            try store.sealSample(items: 1)
            try store.finish((0, .failed))
            try store.end(as: .failed)
        case .cancelled:
            try store.sealSample()
            _ = try store.cancel("bat-1", at: at(3))
            try store.end(as: .cancelled)
        case .withdrawn:
            try store.reserve(sampleBatch("bat-1"))
            try store.withdraw("bat-1", at: at(1))
        }
    }
}

/// An operation and the moments at which it is allowed.
struct Operation: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let allowed: Set<Stand>
    let perform: @Sendable (Store) throws -> Void
}

@Suite struct RefusalTests {
    static let operations = [
        Operation(testDescription: "reserve", allowed: []) { try $0.reserve(sampleBatch("bat-1")) },
        Operation(testDescription: "updateOpen", allowed: [.open, .refused]) {
            try $0.updateOpen(sampleBatch("bat-1"), at: at(9))
        },
        Operation(testDescription: "withdraw", allowed: [.open, .refused, .withdrawn]) {
            try $0.withdraw("bat-1", at: at(9))
        },
        Operation(testDescription: "seal", allowed: [.open, .refused]) {
            try $0.seal(sampleBatch("bat-1"), items: sampleItems(1), at: at(9))
        },
        Operation(testDescription: "refuse", allowed: [.open, .refused]) {
            try $0.refuse("bat-1", sampleFailure, at: at(9))
        },
        Operation(testDescription: "reopen", allowed: [.open, .refused]) { try $0.reopen("bat-1", at: at(9)) },
        Operation(testDescription: "pause", allowed: [.open, .refused, .atWork]) {
            _ = try $0.pause("bat-1", at: at(9))
        },
        Operation(testDescription: "cancel", allowed: [.atWork]) { _ = try $0.cancel("bat-1", at: at(9)) },
        Operation(testDescription: "requeue", allowed: [.finished]) {
            _ = try $0.requeue("bat-1", .failed, at: at(9))
        },
        Operation(testDescription: "conclude", allowed: [.publishing, .finished, .cancelled, .withdrawn]) {
            _ = try $0.conclude("bat-1", status: .failed, failure: nil, at: at(9))
        },
        Operation(testDescription: "markDone", allowed: [.finished, .cancelled, .withdrawn]) {
            try $0.markDone("bat-1")
        },
    ]

    @Test(arguments: operations, Stand.allCases)
    func anOperationIsRefusedAtTheWrongMomentAndChangesNothing(_ operation: Operation, at stand: Stand) throws {
        try withTemporaryStore { store in
            try stand.reach(in: store)
            let before = try store.present()
            if operation.allowed.contains(stand) {
                try operation.perform(store)
            } else {
                let error = #expect(throws: StoreError.self) { try operation.perform(store) }
                #expect(error?.code == .refused)
                #expect(error?.description.contains("bat-1") == true)
                #expect(try store.present() == before)
                #expect(try store.events(of: "bat-1", after: before.seq, limit: 1).isEmpty)
            }
        }
    }

    @Test func theFinalWordIsSaidOnce() throws {
        try withStore { store in
            try store.sealSample(items: 1)
            try store.finish((0, .succeeded))
            let first = try store.conclude("bat-1", status: .completed, failure: nil, at: at(9))
            #expect(try store.conclude("bat-1", status: .failed, failure: sampleFailure, at: at(10)) == first)
            #expect(throws: StoreError.self) {
                try store.conclude("bat-1", status: .processing, failure: nil, at: at(11))
            }
        }
    }

    @Test func aStepThatComesTwiceIsIgnored() throws {
        try withStore { store in
            try store.sealSample()
            try store.finish((0, .succeeded))
            let before = try store.present()
            try store.finish((0, .failed))
            _ = try store.settle([.retried(batchID: "bat-1", index: 0, failure: sampleFailure, at: at(7))])
            try store.release([0], of: "bat-1")
            #expect(try store.present() == before)
        }
    }

    @Test func aGroupWithAnUnknownItemChangesNothing() throws {
        try withStore { store in
            try store.sealSample()
            let before = try store.present()
            let error = #expect(throws: StoreError.self) { try store.finish((0, .succeeded), (3, .succeeded)) }
            #expect(error?.code == .unknown)
            #expect(try store.present() == before)
            #expect(try store.items(of: "bat-1", from: 0, limit: 1).map(\.state) == [.pending])
        }
    }
}
