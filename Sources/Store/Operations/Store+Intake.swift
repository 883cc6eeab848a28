import GRDB
import Model

extension Store {
    /// Records a batch at first sight, with `batch.seen`.
    public func reserve(_ batch: Batch) throws(StoreError) {
        try write { db in
            guard try BatchRecord.find(batch.id, db) == nil else {
                throw StoreError(.refused, "The batch \(batch.id) is known already.")
            }
            var batch = batch
            batch.seq = 0
            var record = try BatchRecord.insert(batch, db)
            try record.append(.batchSeen, at: batch.createdAt, db)
            try record.save(db)
        }
    }

    /// Changes how an open batch is shown: name, entry, outbox name, status (`uploading`, `stalled`, `throttled`),
    /// counts, intake note, throttle and failure; `batch.stalled` or `batch.throttled` when it becomes that. Returns
    /// false when nothing differed.
    @discardableResult
    public func updateOpen(_ batch: Batch, at now: Timestamp) throws(StoreError) -> Bool {
        try write { db in
            var record = try BatchRecord.load(batch.id, db)
            try record.require(.open)
            let old = record.batch
            if batch.status != old.status {
                guard batch.status.isOpen || batch.status == .throttled else {
                    throw record.refusal("is not sealed: \(batch.status.rawValue)")
                }
                if old.refused { try record.reopen() }
                try record.move(to: batch.status)
            }
            record.batch.name = batch.name
            record.batch.entry = batch.entry
            record.batch.outboxName = batch.outboxName
            record.batch.counts = batch.counts
            record.batch.intake = batch.intake
            record.batch.throttle = batch.throttle
            record.batch.failure = batch.failure
            guard record.batch != old else { return false }
            record.batch.updatedAt = now
            if batch.status == .stalled, old.status != .stalled {
                var detail: JSONObject = [:]
                detail["reason"] = batch.failure.map { .string($0.message) }
                try record.append(.batchStalled, at: now, errorCode: batch.failure?.code, detail: detail, db)
            }
            if let throttle = batch.throttle, old.throttle == nil {
                try record.append(.batchThrottled, at: now, detail: throttle.detail, db)
            }
            try record.saveAll(db)
            return true
        }
    }

    /// Forgets an open batch whose directory vanished, keeping `batch.withdrawn`: it is done, `cancelled`, and listed
    /// no more.
    public func withdraw(_ id: String, at now: Timestamp) throws(StoreError) {
        try write { db in
            var record = try BatchRecord.load(id, db)
            if record.isWithdrawn { return }
            try record.require(.open)
            if record.batch.refused { try record.reopen() }
            try record.move(to: .cancelled)
            record.batch.phase = .done
            record.batch.finishedAt = now
            record.isWithdrawn = true
            try record.append(.batchWithdrawn, at: now, db)
            try record.save(db)
        }
    }

    /// Freezes a batch: `batch` carries configuration, priority and all else the job file says; the store knows
    /// phase, hold and events better. Phase `work`, status `pending` (or `paused` when held); without items phase
    /// `publish`. Writes `batch.uploaded` and, unless in place, `batch.claimed`.
    ///
    /// The items are laid down in slices before, so that a large batch keeps nobody else from writing; those of an open
    /// batch mean nothing, and a seal that was interrupted lays them down anew.
    public func seal(
        _ batch: Batch, items: some Sequence<SealedItem>, at now: Timestamp, betweenSlices: () -> Void = {}
    ) throws(StoreError) {
        let slices = layDown(of: batch.id)
        for item in items where try slices.add(item) { betweenSlices() }
        try seal(batch, laidDown: try slices.end(), at: now)
    }

    /// Freezes a batch whose items were laid down before.
    public func seal(_ batch: Batch, laidDown total: Int, at now: Timestamp) throws(StoreError) {
        try write { db in
            var record = try BatchRecord.load(batch.id, db)
            try record.require(.open)
            if record.batch.refused { try record.reopen() }
            record.freeze(batch, total: total, at: now)
            try record.move(to: .pending)
            record.batch.phase = .work
            try record.showWork()
            var detail: JSONObject = ["total_files": .integer(Int64(total))]
            if batch.source == .packed { detail["unpacked_from"] = .string(batch.entry.name.display) }
            try record.append(.batchUploaded, at: now, detail: detail, db)
            if batch.source != .inPlace { try record.append(.batchClaimed, at: now, db) }
            record.endWorkIfFinished()
            try record.wantConfiguredExports(db)
            try record.saveAll(db)
        }
    }

    /// Refuses an open batch as a whole: `failed`, `refused`, still `open`; `batch.completed`. Its tree stays in the
    /// inbox.
    public func refuse(_ id: String, _ failure: Failure, at now: Timestamp) throws(StoreError) {
        try write { db in
            var record = try BatchRecord.load(id, db)
            try record.require(.open)
            let isNew = !record.batch.refused
            guard isNew || record.batch.failure != failure else { return }
            try record.move(to: .failed)
            record.batch.refused = true
            record.batch.failure = failure
            record.batch.updatedAt = now
            if isNew {
                record.batch.finishedAt = now
                try record.append(
                    .batchCompleted, at: now, errorCode: failure.code, detail: record.progress, db)
            }
            try record.save(db)
        }
    }

    /// A refused batch is looked at again: `uploading`.
    public func reopen(_ id: String, at now: Timestamp) throws(StoreError) {
        try write { db in
            var record = try BatchRecord.load(id, db)
            try record.require(.open)
            guard record.batch.refused else { return }
            try record.reopen()
            record.batch.updatedAt = now
            try record.save(db)
        }
    }
}

extension BatchRecord {
    /// Takes over what intake decided, but not what people and events did to the batch meanwhile.
    fileprivate mutating func freeze(_ sealed: Batch, total: Int, at now: Timestamp) {
        var frozen = sealed
        frozen.phase = batch.phase
        frozen.status = batch.status
        frozen.refused = false
        frozen.isHeld = batch.isHeld
        frozen.seq = batch.seq
        frozen.counts = ItemCounts(total: total)
        frozen.mediaTypes = [:]
        frozen.throttle = nil
        // A batch without items failed as a whole; every other one is past what held it.
        frozen.failure = total == 0 ? sealed.failure : nil
        frozen.createdAt = batch.createdAt
        frozen.sealedAt = sealed.sealedAt ?? now
        frozen.startedAt = nil
        frozen.lastProgressAt = nil
        frozen.finishedAt = nil
        batch = frozen
    }
}
