import GRDB
import Model

extension Store {
    /// A person holds the batch: `paused`, with its phase kept. An open batch is shown as before until it is sealed.
    public func pause(_ id: String, at now: Timestamp) throws(StoreError) -> Batch {
        try change(id) { record, db in
            try record.require(.open, .work)
            guard !record.batch.isHeld else { return }
            record.batch.isHeld = true
            try record.showWork()
            try record.append(.batchPaused, at: now, db)
        }
    }

    /// The hold ends: `processing` when an item started, else `pending`; `throttled` while a limit holds it.
    public func resume(_ id: String, at now: Timestamp) throws(StoreError) -> Batch {
        try change(id) { record, db in
            guard record.batch.isHeld else { return }
            record.batch.isHeld = false
            try record.showWork()
            try record.append(.batchResumed, at: now, db)
        }
    }

    /// Holds a batch by a limit, or frees it (nil); changes nothing unless the batch is at work.
    public func throttle(_ id: String, _ throttle: Batch.Throttle?, at now: Timestamp) throws(StoreError) -> Batch {
        try change(id) { record, db in
            let old = record.batch.throttle
            guard record.batch.phase == .work, throttle != old else { return }
            record.batch.throttle = throttle
            record.batch.updatedAt = now
            try record.showWork()
            if let throttle, throttle.reason != old?.reason {
                try record.append(.batchThrottled, at: now, detail: throttle.detail, db)
            } else if throttle == nil {
                try record.append(.batchResumed, at: now, db)
            }
        }
    }

    /// Marks every item that is not started `cancelled` (`item.started` and `item.finished` for each). When none is
    /// running the batch goes to phase `publish`. Started ones finish.
    public func cancel(_ id: String, at now: Timestamp) throws(StoreError) -> Batch {
        try change(id) { record, db in
            try record.require(.work)
            record.batch.isHeld = false
            record.batch.throttle = nil
            record.batch.updatedAt = now
            try record.showWork()
            let outcome = ItemOutcome(
                state: .cancelled,
                failure: Failure(
                    .cancelled, "The batch was cancelled before this file was processed.",
                    stage: record.batch.job.type.stage))
            try Self.forEachItem(of: &record, in: [.pending], db) { record, item in
                if !item.hasStarted { try record.append(.itemStarted, of: item.index, .running, at: now, db) }
                record.batch.counts.move(from: .pending, to: .cancelled)
                item.state = .cancelled
                item.hasStarted = true
                item.lease = nil
                item.outcome = outcome
                try record.append(.itemFinished, of: item.index, .cancelled, at: now, errorCode: .cancelled, db)
            }
            record.endWorkIfFinished()
        }
    }

    /// Puts items with an outcome back to `pending`; the batch goes back to phase `work`, status `pending`, not
    /// finished; `item.retried` for each. Returns how many; none leaves the batch as it is.
    public func requeue(_ id: String, _ which: Requeue, at now: Timestamp) throws(StoreError) -> Int {
        try write { db in
            var record = try BatchRecord.load(id, db)
            try record.require(.done)
            guard !record.batch.isRemoved else { throw record.refusal("was removed") }
            guard !record.isWithdrawn, record.batch.sealedAt != nil else { throw record.refusal("never ran") }
            guard record.batch.status != .cancelled else { throw record.refusal("was cancelled") }
            var count = 0
            func again(_ record: inout BatchRecord, _ item: inout ItemRecord) throws {
                record.forget(item)
                item.state = .pending
                item.hasStarted = false
                item.lease = nil
                item.retries = 0
                item.outcome = nil
                count += 1
                try record.append(.itemRetried, of: item.index, .pending, at: now, db)
            }
            switch which {
            case .one(let index):
                var item = try ItemRecord.load(index, of: record, db)
                try again(&record, &item)
                try item.save(of: record, db)
            case .failed: try Self.forEachItem(of: &record, in: [.failed, .partial], db, again)
            case .all: try Self.forEachItem(of: &record, in: ItemState.allCases.filter(\.isFinal), db, again)
            }
            guard count > 0 else { return 0 }
            try db.run(Queries.forgetDeaths, [record.number])
            record.batch.phase = .work
            record.batch.isRepeated = true
            record.batch.startedAt = nil
            record.batch.finishedAt = nil
            record.batch.failure = nil
            record.batch.updatedAt = now
            try record.showWork()
            try record.save(db)
            return count
        }
    }

    /// Records that a control file was accepted or refused.
    public func recordControl(
        _ id: String, accepted: Bool, detail: JSONObject, at now: Timestamp
    ) throws(StoreError) {
        try write { db in
            var record = try BatchRecord.load(id, db)
            try record.append(accepted ? .controlAccepted : .controlRefused, at: now, detail: detail, db)
            try record.save(db)
        }
    }

    /// Loads a batch, lets `body` change it, saves it and returns it.
    func change(_ id: String, _ body: (inout BatchRecord, Database) throws -> Void) throws(StoreError) -> Batch {
        try write { db in
            var record = try BatchRecord.load(id, db)
            try body(&record, db)
            try record.save(db)
            return record.batch
        }
    }

    private static func forEachItem(
        of record: inout BatchRecord, in states: [ItemState], _ db: Database,
        _ body: (inout BatchRecord, inout ItemRecord) throws -> Void
    ) throws {
        var start = 0
        while true {
            let page = try ItemRecord.page(of: record, states: states, from: start, db)
            for var item in page {
                try body(&record, &item)
                try item.save(of: record, db)
                start = item.index + 1
            }
            if page.count < Limits.storePage { return }
        }
    }
}

extension BatchRecord {
    /// Takes the outcome of an item out of the sums.
    fileprivate mutating func forget(_ item: ItemRecord) {
        batch.counts.move(from: item.state, to: .pending)
        guard let category = item.outcome?.mediaType, let count = batch.mediaTypes[category] else { return }
        batch.mediaTypes[category] = count > 1 ? count - 1 : nil
    }
}

extension Batch.Throttle {
    /// What `batch.throttled` carries.
    var detail: JSONObject {
        var detail: JSONObject = ["reason": .string(reason), "resume_at": .optional(resumeAt?.description)]
        if !details.members.isEmpty { detail["details"] = .object(details) }
        return detail
    }
}
