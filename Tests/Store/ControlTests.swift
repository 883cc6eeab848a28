import Model
import Store
import Testing

@Suite struct ControlTests {
    @Test(arguments: [(false, BatchStatus.pending), (true, .processing)])
    func aPausedBatchGoesOnWhereItWas(isStarted: Bool, status: BatchStatus) throws {
        try withStore { store in
            try store.sealSample()
            if isStarted { try store.start(0) }
            #expect(try store.pause("bat-1", at: at(5)).status == .paused)
            #expect(try store.pause("bat-1", at: at(5)).isHeld)
            #expect(try store.workableBatches().isEmpty)
            #expect(try store.claimItems(of: "bat-1", limit: 9, at: at(6)).isEmpty)
            if isStarted {
                try store.finish((0, .succeeded))
                #expect(try store.present().status == .paused, "what runs may end")
            }
            let free = try store.resume("bat-1", at: at(7))
            #expect(free.status == status)
            #expect(!free.isHeld && free.phase == .work)
            #expect(try store.story().filter { $0 == "paused" || $0 == "resumed" } == ["paused", "resumed"])
        }
    }

    @Test func aBatchHeldInTheInboxIsSealedAsPaused() throws {
        try withStore { store in
            let batch = try store.sealSample(held: true)
            #expect(batch.status == .paused)
            #expect(batch.phase == .work)
            #expect(try store.resume("bat-1", at: at(3)).status == .pending)
        }
    }

    @Test func aLimitHoldsAndFrees() throws {
        try withStore { store in
            try store.sealSample()
            let full = Batch.Throttle(reason: "The disk is full.", resumeAt: at(100))
            let longer = Batch.Throttle(reason: "The disk is full.", resumeAt: at(200))
            #expect(try store.throttle("bat-1", full, at: at(3)).status == .throttled)
            #expect(try store.workableBatches().isEmpty)
            #expect(try store.throttle("bat-1", longer, at: at(4)).throttle == longer)
            #expect(try store.pause("bat-1", at: at(5)).status == .paused)
            #expect(try store.resume("bat-1", at: at(6)).status == .throttled)
            let free = try store.throttle("bat-1", nil, at: at(7))
            #expect(free.status == .pending)
            #expect(free.throttle == nil)
            #expect(try store.story().suffix(4) == ["throttled", "paused", "resumed", "resumed"])
            let event = try #require(try store.events(of: "bat-1", after: 3, limit: 1).first)
            #expect(event.detail == ["reason": "The disk is full.", "resume_at": .string(at(100).description)])
        }
    }

    @Test func cancelEndsWhatHasNotStarted() throws {
        try withStore { store in
            try store.sealSample(items: 4)
            try store.finish((1, .succeeded))
            try store.start(0)
            let batch = try store.cancel("bat-1", at: at(6))
            #expect(batch.phase == .work)
            #expect(batch.counts == ItemCounts(total: 4, running: 1, succeeded: 1, cancelled: 2))
            let late = try store.finish((2, .succeeded), (0, .succeeded))
            #expect(late?.phase == .publish)
            #expect(late?.counts.finalStatus == .cancelled)
            let cancelled = try store.items(of: "bat-1", states: [.cancelled], from: 0, limit: 9)
            #expect(cancelled.map(\.sealed.index) == [2, 3])
            #expect(cancelled.map(\.outcome?.failure?.code) == [.cancelled, .cancelled])
            #expect(cancelled.map(\.attempts) == [0, 0])
            try store.checkInvariants(of: "bat-1")
            try store.end(as: .cancelled)
            #expect(throws: StoreError.self) { try store.requeue("bat-1", .all, at: at(10)) }
        }
    }

    @Test func cancelOfAPausedBatchEndsItAtOnce() throws {
        try withStore { store in
            try store.sealSample()
            _ = try store.pause("bat-1", at: at(3))
            let batch = try store.cancel("bat-1", at: at(4))
            #expect(batch.phase == .publish)
            #expect(!batch.isHeld)
        }
    }

    @Test(
        arguments: [
            (Requeue.failed, [1, 2]), (.one(0), [0]), (.one(1), [1]), (.all, [0, 1, 2]),
        ])
    func itemsRunAgain(which: Requeue, indexes: [Int]) throws {
        try withStore { store in
            try store.sealSample()
            try store.finish((0, .succeeded), (1, .failed), (2, .partial))
            try store.end(as: .partiallyFailed)
            let seq = try store.present().seq
            #expect(try store.requeue("bat-1", which, at: at(10)) == indexes.count)
            let again = try store.present()
            #expect(again.phase == .work)
            #expect(again.status == .pending)
            #expect(again.finishedAt == nil && again.startedAt == nil)
            #expect(again.seq == seq + indexes.count)
            let pending = try store.items(of: "bat-1", states: [.pending], from: 0, limit: 9)
            #expect(pending.map(\.sealed.index) == indexes)
            #expect(pending.allSatisfy { $0.attempts == 1 && $0.outcome == nil })
            try store.checkInvariants(of: "bat-1")

            _ = try store.claimItems(of: "bat-1", limit: 9, at: at(11))
            for index in indexes { try store.finish((index, .succeeded)) }
            try store.checkInvariants(of: "bat-1")
            #expect(try store.present().phase == .publish)
            #expect(try store.story().filter { $0 == "started" }.count == 2)
            #expect(try store.items(of: "bat-1", from: indexes[0], limit: 1).map(\.attempts) == [2])
        }
    }

    @Test func nothingToRunAgainLeavesTheBatchDone() throws {
        try withStore { store in
            try store.sealSample(items: 1)
            try store.finish((0, .succeeded))
            try store.end(as: .completed)
            let before = try store.present()
            #expect(try store.requeue("bat-1", .failed, at: at(10)) == 0)
            #expect(try store.present() == before)
        }
    }

    @Test func controlFilesAreRecorded() throws {
        try withStore { store in
            try store.sealSample()
            try store.recordControl("bat-1", accepted: true, detail: ["name": "PAUSE"], at: at(3))
            try store.recordControl("bat-1", accepted: false, detail: ["name": "FOO", "reason": "unknown"], at: at(4))
            let events = try store.events(of: "bat-1", after: 3, limit: 9)
            #expect(events.map(\.kind) == [.controlAccepted, .controlRefused])
            #expect(events.last?.detail == ["name": "FOO", "reason": "unknown"])
        }
    }
}
