import Logging
import Model
import Store
import Synchronization
import TestSupport

@testable import Notices

/// The time of a test, which passes when the test says so.
final class TestClock: Sendable {
    private let time = Mutex(Timestamp(milliseconds: 1_795_248_000_000))

    var now: Timestamp { time.withLock { $0 } }
    func pass(_ duration: Duration) {
        time.withLock { $0 = $0.adding(milliseconds: Int64(duration / .milliseconds(1))) }
    }
    func pass(to moment: Timestamp) { time.withLock { $0 = max($0, moment) } }
}

/// A courier that answers at once, as the test says, and keeps what it carried.
final class TestCourier: Courier {
    private let carried = Mutex<[Parcel]>([])
    private let answer: @Sendable (Parcel) -> Attempt

    init(_ answer: @escaping @Sendable (Parcel) -> Attempt) { self.answer = answer }

    var parcels: [Parcel] { carried.withLock { $0 } }
    var ids: [String] { parcels.map(\.delivery.id) }

    func carry(_ parcel: Parcel, done: @escaping @Sendable (Attempt) -> Void) {
        carried.withLock { $0.append(parcel) }
        done(answer(parcel))
    }

    func stop() {}
}

/// A desk over a store with one webhook, driven by hand.
struct TestDesk {
    let store: Store
    let clock: TestClock
    private let answers: Mailbox
    private var desk: NoticeDesk

    private final class Mailbox: Sendable {
        private let waiting = Mutex<[NoticeDesk.Answer]>([])
        func put(_ answer: NoticeDesk.Answer) { waiting.withLock { $0.append(answer) } }
        func take() -> [NoticeDesk.Answer] {
            waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
        }
    }

    init(_ store: Store, _ clock: TestClock, _ courier: TestCourier, _ receivers: [Receiver]) throws {
        self.store = store
        self.clock = clock
        let answers = Mailbox()
        self.answers = answers
        let numbers = try store.setReceivers(receivers.map(\.terms), at: clock.now)
        desk = NoticeDesk(
            store: store, receivers: Array(zip(numbers, receivers)), courier: courier, logger: Logger(label: "test"),
            jitter: { 0 }, answered: { answers.put($0) })
    }

    /// Does all that is due now; returns when the next is.
    @discardableResult
    mutating func turn() throws -> Timestamp? {
        var next = try desk.send(at: clock.now)
        while case let found = answers.take(), !found.isEmpty {
            for answer in found { try desk.take(answer, at: clock.now) }
            next = try desk.send(at: clock.now)
        }
        return next
    }

    /// Sends what is due and hears of no answer, as when the agent is killed.
    mutating func sendOnce() throws { _ = try desk.send(at: clock.now) }

    /// Lets time pass from one due moment to the next, until nothing is due or a moment has come.
    mutating func run(until end: Timestamp? = nil) throws {
        while let next = try turn() {
            if let end, next > end { return clock.pass(to: end) }
            clock.pass(to: next)
        }
    }
}

/// A folder of the tests and a webhook of it.
let sampleFolder = WatchFolder(name: "invoices", root: "/srv/invoices", job: Job(type: .parse))

func sampleWebhook(_ name: String = "crm", events: [NoticeEvent] = NoticeEvent.chosen) -> Receiver {
    let webhook = Webhook(name: name, url: "https://example.com/\(name)", secret: .environment("S"), events: events)
    return Receiver(webhook, keys: [[UInt8](repeating: 1, count: 32)], of: sampleFolder)
}

extension Store {
    /// Makes a batch with as many items, of which the first so many fail, and brings it to its end.
    func runBatch(_ id: String, items: Int = 2, failed: Int = 0, at now: Timestamp) throws {
        let batch = Batch(
            id: id, folder: "invoices", source: .directory, name: "March", entry: BytePath("March"),
            outboxName: BytePath("March"), job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: now)
        try reserve(batch)
        let sealed = (0..<items).map { index in
            SealedItem(
                index: index, path: BytePath("\(index).pdf"), kind: .file,
                signature: FileSignature(device: 1, inode: UInt64(index), size: 10, modified: 1, changed: 1),
                fileID: "dfl-\(index)", jobID: "pjb-\(index)")
        }
        try seal(batch, items: sealed, at: now)
        _ = try claimItems(of: id, limit: .max, at: now)
        for index in 0..<items {
            let failure = Failure(.corruptDocument, "secret words of \(index).pdf", stage: .parse)
            let outcome =
                index < failed ? ItemOutcome(state: .failed, failure: failure) : ItemOutcome(state: .succeeded)
            _ = try settle([
                .started(batchID: id, index: index, at: now),
                .finished(batchID: id, index: index, outcome: outcome, at: now),
            ])
        }
        let counts = try self.batch(id)?.counts ?? ItemCounts()
        _ = try conclude(id, status: counts.finalStatus, failure: nil, at: now)
    }
}

/// Runs a body with a store in a fresh directory.
func withStore<Result>(_ body: (Store) throws -> Result) throws -> Result {
    try withTemporaryDirectory { directory in
        let store = try Store(path: directory + "/store.sqlite")
        defer { store.close() }
        return try body(store)
    }
}
