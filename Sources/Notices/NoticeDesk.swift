import Logging
import Model
import Store

/// Decides what is sent to whom and when, and notes in the store how it ended; owned by the thread of the stage.
struct NoticeDesk {
    /// Somebody who is told, by the number the store gave it.
    private struct Entry {
        let number: Int64
        let receiver: Receiver
        var line = ReceiverLine()
        /// When the store has something for it; nil while nothing waits.
        var due: Timestamp?
    }

    /// An attempt that has ended.
    struct Answer: Sendable {
        let parcel: Parcel
        let attempt: Attempt
    }

    private let store: Store
    private let courier: any Courier
    private let logger: Logger
    /// 0 to 1; what is left to chance of a wait.
    private let jitter: @Sendable () -> Double
    private let answered: @Sendable (Answer) -> Void
    private var entries: [Entry]
    private var hooksAtWork = 0

    init(
        store: Store, receivers: [(Int64, Receiver)], courier: any Courier, logger: Logger,
        jitter: @escaping @Sendable () -> Double, answered: @escaping @Sendable (Answer) -> Void
    ) {
        self.store = store
        self.courier = courier
        self.logger = logger
        self.jitter = jitter
        self.answered = answered
        entries = receivers.map { Entry(number: $0.0, receiver: $0.1) }
    }

    /// The number of a receiver by its folder and name.
    func number(folder: String, name: String) -> Int64? {
        entries.first { $0.receiver.folder == folder && $0.receiver.name == name }?.number
    }

    /// Sends whatever may be sent at a time; returns when to look again, nil for not before something happens.
    mutating func send(at now: Timestamp) throws(StoreError) -> Timestamp? {
        var next: Timestamp?
        for place in entries.indices {
            try send(to: place, at: now)
            guard let due = entries[place].due else { continue }
            let time = max(due, entries[place].line.heldUntil ?? due)
            next = next.map { min($0, time) } ?? time
        }
        return next
    }

    private mutating func send(to place: Int, at now: Timestamp) throws(StoreError) {
        let entry = entries[place]
        entries[place].due = nil
        // Whoever is at work looks again at its end.
        let isHook = entry.receiver.kind == .hook
        guard !entry.line.isBusy, !isHook || hooksAtWork < Limits.hooksAtOnce else { return }
        guard entry.line.isFree(at: now),
            let parcel = try parcel(for: entry.number, entry.receiver, at: now)
        else {
            entries[place].due = try store.nextDelivery(of: entry.number)
            return
        }
        entries[place].line.begin()
        if isHook { hooksAtWork += 1 }
        let answered = answered
        courier.carry(parcel) { answered(Answer(parcel: parcel, attempt: $0)) }
    }

    /// The next delivery with its body; those whose batch nobody has any more are given up.
    private func parcel(
        for number: Int64, _ receiver: Receiver, at now: Timestamp
    ) throws(StoreError) -> Parcel? {
        while let delivery = try store.dueDeliveries(of: number, at: now, limit: 1).first {
            if let body = try receiver.body(of: delivery, from: store) {
                return Parcel(receiver: receiver, delivery: delivery, body: body)
            }
            try store.settle(delivery, .failed, answer: nil, note: "the batch was removed", at: now)
        }
        return nil
    }

    /// Notes how an attempt ended.
    mutating func take(_ answer: Answer, at now: Timestamp) throws(StoreError) {
        let (delivery, attempt) = (answer.parcel.delivery, answer.attempt)
        guard let place = entries.firstIndex(where: { $0.number == delivery.receiver }) else { return }
        if answer.parcel.receiver.kind == .hook { hooksAtWork -= 1 }
        let isBack = entries[place].line.end(attempt.result, at: now, jitter: jitter())
        let verdict = attempt.verdict(
            after: delivery.attempts, schedule: answer.parcel.receiver.schedule, at: now, jitter: jitter())
        guard let verdict else { return }
        try store.settle(delivery, verdict, answer: attempt.answer, note: attempt.note, at: now)
        if isBack { try store.hasten(delivery.receiver, at: now) }
        log(delivery, attempt, verdict)
    }

    /// What a program printed, or a library said, on one line of the log.
    private static func oneLine(_ text: String) -> String {
        printable(text.split(separator: "\n").joined(separator: " | "))
    }

    private func log(_ delivery: Delivery, _ attempt: Attempt, _ verdict: DeliveryVerdict) {
        let subject = "\(delivery.kind.rawValue) \(delivery.receiverName) of \(delivery.folder)"
        let reason = [attempt.answer.map { "answer \($0)" }, attempt.note.map(Self.oneLine)].compactMap(\.self)
            .joined(separator: ", ")
        switch verdict {
        case .delivered: logger.debug("\(subject) was told of \(delivery.id)")
        case .postponed(let until, _):
            logger.warning("\(subject) was not told of \(delivery.id) (\(reason)); it is tried again at \(until)")
        case .failed:
            let remedy = "`dropmill webhook replay \(delivery.id)` tries again"
            logger.error("\(subject) was not told of \(delivery.id) (\(reason)); \(remedy)")
        case .gone:
            logger.error("\(subject) wants nothing any more (410); it is told of nothing until its address changes")
        }
    }
}
