import GRDB
import Model

/// Notes of what receivers have to be told, in the transaction of what happened.
enum DeliveryNotes {
    /// Adds a delivery for each receiver of an event; an event that was told once is not told again.
    static func add(_ event: NoticeEvent, of record: BatchRecord, index: Int? = nil, at now: Timestamp, _ db: Database)
        throws
    {
        let batch = record.batch
        let id =
            switch event {
            // A batch is complete once, whatever is done with it later.
            case .uploaded, .test: "\(batch.id)-uploaded"
            case .completed: "\(batch.id)-completed-\(batch.seq)"
            case .documentFailed: "\(batch.id)-failed-\(index ?? 0)-\(batch.seq)"
            }
        try db.run(
            insert,
            [
                id, record.number, batch.seq, event.rawValue, now.milliseconds, now.milliseconds, batch.folder,
                " \(event.rawValue) ",
            ])
    }

    private static let insert = """
        INSERT OR IGNORE INTO deliveries (id, receiver, batch, seq, event, state, attempts, rounds, due, created_at,
            is_unreachable)
        SELECT ?1, number, ?2, ?3, ?4, 'pending', 0, 0, ?5, ?6, 0 FROM receivers
        WHERE folder = ?7 AND is_configured = 1 AND gone_at IS NULL AND instr(events, ?8) > 0
        """
}

extension Store {
    /// Replaces the receivers; what waits for one that is no longer configured is given up. Returns their numbers in
    /// the order of `terms`, and forgets old deliveries.
    public func setReceivers(_ terms: [ReceiverTerms], at now: Timestamp) throws(StoreError) -> [Int64] {
        try write { db in
            try db.run("UPDATE receivers SET is_configured = 0", [])
            let numbers = try terms.map { try Self.set($0, db) }
            try db.run(
                """
                UPDATE deliveries SET state = 'failed', attempted_at = ?,
                    note = 'the receiver is not configured any more'
                WHERE state = 'pending' AND receiver IN (SELECT number FROM receivers WHERE is_configured = 0)
                """, [now.milliseconds])
            // Whoever starts the agent wants to know whether what failed before works now.
            try db.run(
                "UPDATE deliveries SET due = ?1 WHERE state = 'pending' AND due > ?1", [now.milliseconds])
            try Self.sweep(at: now, db)
            return numbers
        }
    }

    /// Deliveries of a receiver whose time has come, the oldest first; the end of a batch only once everybody can see
    /// it.
    public func dueDeliveries(of receiver: Int64, at now: Timestamp, limit: Int) throws(StoreError) -> [Delivery] {
        try read { db in
            try db.all(DeliveryQueries.due, [receiver, now.milliseconds, limit], Delivery.init(columns:))
        }
    }

    /// When the next delivery of a receiver is due; nil when none waits.
    public func nextDelivery(of receiver: Int64) throws(StoreError) -> Timestamp? {
        try read { db in
            try db.first(DeliveryQueries.next, [receiver]) { $0.optionalTime() } ?? nil
        }
    }

    /// Batch and event a delivery tells of; nil when somebody removed them.
    public func subject(of delivery: Delivery) throws(StoreError) -> (batch: Batch, event: Event)? {
        guard let id = delivery.batchID, let batch = try batch(id),
            let event = try events(of: id, after: delivery.seq - 1, limit: 1).first, event.seq == delivery.seq
        else { return nil }
        return (batch, event)
    }

    /// Notes how an attempt ended.
    public func settle(
        _ delivery: Delivery, _ verdict: DeliveryVerdict, answer: Int?, note: String?, at now: Timestamp
    ) throws(StoreError) {
        try write { db in
            var state = Delivery.State.failed
            var due = now
            var isUnreachable = false
            switch verdict {
            case .delivered: state = .delivered
            case .postponed(let until, let unreachable): (state, due, isUnreachable) = (.pending, until, unreachable)
            case .failed, .gone: break
            }
            try db.run(
                """
                UPDATE deliveries SET state = ?, attempts = attempts + 1, due = ?, attempted_at = ?, answer = ?,
                    note = ?, is_unreachable = ? WHERE number = ?
                """,
                [
                    state.rawValue, due.milliseconds, now.milliseconds, answer, note, isUnreachable, delivery.number,
                ])
            if verdict == .gone { try Self.retire(delivery.receiver, at: now, db) }
            if verdict == .delivered {
                try db.run("UPDATE receivers SET gone_at = NULL WHERE number = ?", [delivery.receiver])
            }
            if delivery.number.isMultiple(of: Limits.deliverySweep) { try Self.sweep(at: now, db) }
        }
    }

    /// What could not reach a receiver is due now: it answers again.
    public func hasten(_ receiver: Int64, at now: Timestamp) throws(StoreError) {
        try write { db in
            try db.run(
                """
                UPDATE deliveries SET due = ?2 WHERE receiver = ?1 AND state = 'pending' AND is_unreachable = 1
                    AND due > ?2
                """, [receiver, now.milliseconds])
        }
    }

    /// Sends what was sent before once more: a delivery by its id, or all of a batch. Returns how many there are.
    public func replay(id: String? = nil, batch: String? = nil, at now: Timestamp) throws(StoreError) -> Int {
        try write { db in
            try db.run(
                """
                UPDATE deliveries SET state = 'pending', attempts = 0, rounds = rounds + 1, due = ?1,
                    is_unreachable = 0
                WHERE (id = ?2 OR batch = (SELECT number FROM batches WHERE batches.id = ?3))
                    AND receiver IN (SELECT number FROM receivers WHERE is_configured = 1)
                """, [now.milliseconds, id, batch])
            return db.changesCount
        }
    }

    /// Adds a delivery that asks a receiver whether it answers.
    public func addTest(_ id: String, to receiver: Int64, at now: Timestamp) throws(StoreError) {
        try write { db in
            try db.run(
                """
                INSERT OR IGNORE INTO deliveries (id, receiver, batch, seq, event, state, attempts, rounds, due,
                    created_at, is_unreachable) VALUES (?1, ?2, 0, 0, ?3, 'pending', 0, 0, ?4, ?4, 0)
                """, [id, receiver, NoticeEvent.test.rawValue, now.milliseconds])
        }
    }

    /// Deliveries, the newest first, at most `limit`; of one batch, with one id, or of one kind of receiver.
    public func deliveries(
        of batch: String? = nil, id: String? = nil, kind: ReceiverKind? = nil, limit: Int
    ) throws(StoreError) -> [Delivery] {
        try read { db in
            try db.all(DeliveryQueries.list, [batch, id, kind?.rawValue, limit], Delivery.init(columns:))
        }
    }

    /// Deliveries that wait, and how long the oldest of them does; with a time, those that were given up since then.
    public func deliveryBacklog(failedSince: Timestamp? = nil) throws(StoreError) -> DeliveryBacklog {
        try read { db in
            let waiting = try db.first(
                "SELECT count(*), min(created_at) FROM deliveries WHERE state = 'pending'", []
            ) { columns in (try columns.value() as Int, columns.optionalTime()) }
            let failed =
                try failedSince == nil
                ? 0
                : db.first(
                    "SELECT count(*) FROM deliveries WHERE state = 'failed' AND attempted_at >= ?",
                    [failedSince?.milliseconds]
                ) { try $0.value() as Int }
            let gone = try db.all(
                "SELECT name FROM receivers WHERE is_configured = 1 AND gone_at IS NOT NULL ORDER BY number", []
            ) { try $0.value() as String }
            return DeliveryBacklog(
                waiting: waiting?.0 ?? 0, oldest: waiting?.1, failed: failed ?? 0, gone: gone)
        }
    }

    private static func set(_ terms: ReceiverTerms, _ db: Database) throws -> Int64 {
        let events = " " + terms.events.map(\.rawValue).joined(separator: " ") + " "
        try db.run(
            """
            INSERT INTO receivers (folder, kind, name, mark, events, is_configured) VALUES (?, ?, ?, ?, ?, 1)
            ON CONFLICT (folder, kind, name) DO UPDATE SET is_configured = 1, events = excluded.events,
                gone_at = iif(mark = excluded.mark, gone_at, NULL), mark = excluded.mark
            """, [terms.folder, terms.kind.rawValue, terms.name, terms.mark, events])
        let number = try db.first(
            "SELECT number FROM receivers WHERE folder = ? AND kind = ? AND name = ?",
            [terms.folder, terms.kind.rawValue, terms.name]
        ) { try $0.value() as Int64 }
        guard let number else { throw StoreError.undecodable("a receiver") }
        return number
    }

    private static func retire(_ receiver: Int64, at now: Timestamp, _ db: Database) throws {
        try db.run("UPDATE receivers SET gone_at = ? WHERE number = ?", [now.milliseconds, receiver])
        try db.run(
            """
            UPDATE deliveries SET state = 'failed', note = 'the receiver wants nothing any more (410)'
            WHERE receiver = ? AND state = 'pending'
            """, [receiver])
    }

    private static func sweep(at now: Timestamp, _ db: Database) throws {
        let end = now.adding(milliseconds: -Int64(Limits.deliveryLogDays) * 86_400_000)
        try db.run("DELETE FROM deliveries WHERE state != 'pending' AND created_at < ?", [end.milliseconds])
    }
}

/// How much waits for receivers.
public struct DeliveryBacklog: Sendable, Equatable {
    public var waiting: Int
    /// Since when the oldest waits.
    public var oldest: Timestamp?
    /// Given up in the asked-for time.
    public var failed: Int
    /// Names of receivers that want nothing any more.
    public var gone: [String]
}
