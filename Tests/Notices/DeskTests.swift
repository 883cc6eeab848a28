import Model
import Store
import Synchronization
import Testing

@testable import Notices

/// Everything is told once, in order, and nothing is lost while a receiver is away.
@Suite struct DeskTests {
    @Test func aBatchIsToldOfInOrder() throws {
        try withStore { store in
            let clock = TestClock()
            let courier = TestCourier { _ in Attempt(result: .delivered, answer: 204) }
            var desk = try TestDesk(store, clock, courier, [sampleWebhook()])
            try store.runBatch("bat-1", items: 3, failed: 1, at: clock.now)
            try desk.turn()
            // Nobody is told of the end before it can be seen in the outbox.
            #expect(courier.parcels.map(\.delivery.event) == [.uploaded, .documentFailed])
            try store.markDone("bat-1")
            let next = try desk.turn()
            #expect(next == nil)
            #expect(courier.parcels.map(\.delivery.event) == [.uploaded, .documentFailed, .completed])
            #expect(Set(courier.ids).count == 3)
            #expect(courier.ids.first == "bat-1-uploaded")
            let bodies = try courier.parcels.map { try JSONParser.parse($0.body) }
            #expect(bodies.map { $0["type"]?.string } == ["batch.uploaded", "document.failed", "batch.completed"])
            #expect(bodies.allSatisfy { $0["data"]?["batch_id"]?.string == "bat-1" })
            #expect(bodies[1]["data"]?["path"]?.string == "0.pdf")
            #expect(bodies[1]["data"]?["error_code"]?.string == "corrupt_document")
            #expect(bodies[2]["data"]?["status"]?.string == "partially_failed")
            #expect(bodies[2]["data"]?["failed_files"]?.integer == 1)
            // Thin: neither words of documents nor paths of this machine.
            let text = courier.parcels.map { String(decoding: $0.body, as: UTF8.self) }.joined()
            #expect(!text.contains("secret words"))
            #expect(!text.contains("/srv"))
        }
    }

    @Test(arguments: [(0, "completed"), (1, "partially_failed"), (2, "failed")])
    func everyEndIsTold(failed: Int, status: String) throws {
        try withStore { store in
            let clock = TestClock()
            let courier = TestCourier { _ in Attempt(result: .delivered) }
            var desk = try TestDesk(store, clock, courier, [sampleWebhook(events: [.completed])])
            try store.runBatch("bat-1", items: 2, failed: failed, at: clock.now)
            try store.markDone("bat-1")
            try desk.turn()
            #expect(courier.parcels.count == 1)
            let body = try JSONParser.parse(try #require(courier.parcels.first).body)
            #expect(body["data"]?["status"]?.string == status)
        }
    }

    @Test func aReceiverThatIsDownForAnHourLosesNothing() throws {
        try withStore { store in
            let clock = TestClock()
            let start = clock.now
            let up = start.adding(milliseconds: 3_600_000)
            let courier = TestCourier { _ in
                clock.now < up ? Attempt(result: .unreachable(after: nil)) : Attempt(result: .delivered, answer: 200)
            }
            var desk = try TestDesk(store, clock, courier, [sampleWebhook()])
            for number in 0..<20 {
                try store.runBatch("bat-\(number)", items: 2, failed: 1, at: clock.now)
                try store.markDone("bat-\(number)")
                clock.pass(.seconds(120))
                try desk.run(until: clock.now)
            }
            let tries = courier.parcels.count
            // One receiver that is away is asked now and then, not once for each of 60 events.
            #expect(tries < 20, "\(tries)")
            try desk.run()
            #expect(clock.now < up.adding(milliseconds: 301_000), "all arrived within five minutes of its return")
            let arrived = courier.parcels.filter { $0.delivery.attempts >= 0 }.suffix(60).map(\.delivery.id)
            #expect(Set(arrived).count == 60)
            let log = try store.deliveries(limit: 1000)
            #expect(log.count == 60)
            #expect(log.allSatisfy { $0.state == .delivered })
            // Those of one batch in their order.
            let first = arrived.filter { $0.hasPrefix("bat-19-") }
            #expect(first.first == "bat-19-uploaded")
            #expect(first.last?.hasPrefix("bat-19-completed") == true)
        }
    }

    @Test func afterTheLastAttemptAPersonMaySendItAgain() throws {
        try withStore { store in
            let clock = TestClock()
            let isUp = Mutex(false)
            let courier = TestCourier { _ in
                isUp.withLock { $0 } ? Attempt(result: .delivered) : Attempt(result: .refused(after: nil), answer: 500)
            }
            var desk = try TestDesk(store, clock, courier, [sampleWebhook(events: [.uploaded])])
            try store.runBatch("bat-1", at: clock.now)
            let start = clock.now
            try desk.run()
            #expect(courier.parcels.count == 10)
            let hours = (clock.now.milliseconds - start.milliseconds) / 3_600_000
            #expect(hours == 75, "the schedule is over after some three days")
            #expect(Set(courier.ids) == ["bat-1-uploaded"])
            #expect(try store.deliveries(limit: 9).map(\.state) == [.failed])
            isUp.withLock { $0 = true }
            #expect(try store.replay(id: "bat-1-uploaded", at: clock.now) == 1)
            try desk.run()
            #expect(courier.parcels.count == 11)
            #expect(try store.deliveries(limit: 9).map(\.state) == [.delivered])
            #expect(try store.replay(batch: "bat-1", at: clock.now) == 1)
        }
    }

    @Test func goneMeansNothingAnyMoreUntilTheAddressChanges() throws {
        try withStore { store in
            let clock = TestClock()
            let courier = TestCourier { _ in Attempt(result: .gone, answer: 410) }
            var desk = try TestDesk(store, clock, courier, [sampleWebhook()])
            try store.runBatch("bat-1", at: clock.now)
            try desk.run()
            try store.runBatch("bat-2", at: clock.now)
            try desk.run()
            #expect(courier.parcels.count == 1)
            #expect(try store.deliveryBacklog(failedSince: clock.now).gone == ["crm"])
            let moved = Webhook(name: "crm", url: "https://example.com/new", secret: .environment("S"))
            let receiver = Receiver(moved, keys: [[1]], of: sampleFolder)
            let well = TestCourier { _ in Attempt(result: .delivered) }
            var later = try TestDesk(store, clock, well, [receiver])
            try store.runBatch("bat-3", at: clock.now)
            try later.run()
            #expect(well.ids == ["bat-3-uploaded"])
        }
    }

    @Test func oneEventThatIsRefusedHoldsNoOther() throws {
        try withStore { store in
            let clock = TestClock()
            let courier = TestCourier { parcel in
                parcel.delivery.batchID == "bat-1"
                    ? Attempt(result: .refused(after: nil), answer: 500) : Attempt(result: .delivered)
            }
            var desk = try TestDesk(store, clock, courier, [sampleWebhook(events: [.uploaded])])
            for id in ["bat-1", "bat-2", "bat-3"] { try store.runBatch(id, at: clock.now) }
            try desk.turn()
            #expect(courier.ids == ["bat-1-uploaded", "bat-2-uploaded", "bat-3-uploaded"])
        }
    }

    @Test func aRestartGoesOnWhereItWas() throws {
        try withStore { store in
            let clock = TestClock()
            let silent = TestCourier { _ in Attempt(result: .interrupted) }
            let receivers = [sampleWebhook(), sampleWebhook("audit", events: [.completed])]
            var desk = try TestDesk(store, clock, silent, receivers)
            try store.runBatch("bat-1", at: clock.now)
            try store.markDone("bat-1")
            try desk.sendOnce()
            #expect(try store.deliveries(limit: 9).map(\.attempts) == [0, 0, 0])
            let courier = TestCourier { _ in Attempt(result: .delivered) }
            var next = try TestDesk(store, clock, courier, [sampleWebhook()])
            try next.run()
            #expect(courier.ids.count == 2)
            // What waited for a receiver that is gone from the settings is given up, and says so.
            let left = try store.deliveries(limit: 9).filter { $0.receiverName == "audit" }
            #expect(left.map(\.state) == [.failed])
            #expect(left.first?.note?.contains("not configured") == true)
        }
    }

    @Test func whoIsNewIsNotToldOfThePast() throws {
        try withStore { store in
            let clock = TestClock()
            try store.runBatch("bat-1", at: clock.now)
            let courier = TestCourier { _ in Attempt(result: .delivered) }
            var desk = try TestDesk(store, clock, courier, [sampleWebhook()])
            try desk.run()
            #expect(courier.parcels.isEmpty)
        }
    }
}
