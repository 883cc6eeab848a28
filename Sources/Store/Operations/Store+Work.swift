import GRDB
import Model

extension Store {
    /// Takes over after a restart: items leased by an earlier run go back to `pending`; those that had started count
    /// one more death. Returns every batch that is not `done`, oldest first.
    public func takeOver(at now: Timestamp) throws(StoreError) -> [Batch] {
        let (number, batches) = try write { db in
            try db.run("INSERT INTO runs (started_at) VALUES (?)", [now.milliseconds])
            let number = db.lastInsertedRowID
            let records = try db.all(Queries.undone, [], BatchRecord.init(columns:))
            let batches = try records.map { try Self.freeLeases(of: $0, at: now, db) }
            try Ledger.settleDoubtful(at: now, db)
            return (number, batches)
        }
        run.withLock { $0 = number }
        return batches
    }

    private static func freeLeases(of record: BatchRecord, at now: Timestamp, _ db: Database) throws -> Batch {
        guard record.batch.phase == .work else { return record.batch }
        var record = record
        // Items that waited for a provider were in nobody's hands.
        try db.run(
            """
            UPDATE items SET deaths = deaths + 1 WHERE batch = ? AND state = 'running' AND NOT EXISTS (
                SELECT 1 FROM ledger AS begun
                WHERE begun.batch = items.batch AND begun.position = items.position AND \(Ledger.isUnderWay))
            """, [record.number])
        let found = try db.all(Queries.leased, [record.number]) { try $0.value() as Int }
        guard !found.isEmpty else { return record.batch }
        for index in found {
            var item = try ItemRecord.load(index, of: record, db)
            try item.giveBack(of: &record, db)
        }
        record.batch.updatedAt = now
        try record.save(db)
        return record.batch
    }

    /// Batches in phase `work` that are not held, paused or throttled and have items to claim; by priority, then age.
    public func workableBatches() throws(StoreError) -> [Batch] {
        try read { db in try db.all(Queries.workable, [], BatchRecord.init(columns:)).map(\.batch) }
    }

    /// Leases up to `limit` pending items of a batch, in index order, to this run; none of a batch that is held.
    public func claimItems(of id: String, limit: Int, at now: Timestamp) throws(StoreError) -> [ClaimedItem] {
        let run = run.withLock { $0 }
        return try write { db in
            let record = try BatchRecord.load(id, db)
            guard record.batch.phase == .work, record.batch.status == .pending || record.batch.status == .processing
            else { return [] }
            let claimed = try db.all(Queries.claimable, [record.number, limit]) { columns in
                let item = try Item(columns: &columns)
                return ClaimedItem(item: item, deaths: try columns.value())
            }
            for item in claimed {
                try db.run(
                    "UPDATE items SET lease = ? WHERE batch = ? AND position = ?",
                    [run, record.number, item.item.sealed.index])
            }
            return claimed
        }
    }

    /// Gives leased items back (shutdown, pause); those with an outcome are left alone.
    public func release(_ indexes: [Int], of id: String) throws(StoreError) {
        try write { db in
            var record = try BatchRecord.load(id, db)
            for index in indexes {
                var item = try ItemRecord.load(index, of: record, db)
                try item.giveBack(of: &record, db)
            }
            try record.save(db)
        }
    }

    /// Records starts and outcomes in one transaction, in the order given; events in that order. A batch whose first
    /// item starts becomes `processing` (`batch.started`). A step of an item that has its outcome already is ignored.
    /// Returns the batches touched, as they are now; one whose items all have an outcome is in phase `publish`.
    public func settle(_ steps: [WorkStep]) throws(StoreError) -> [Batch] {
        let run = run.withLock { $0 }
        return try write { db in
            var settlement = Settlement(run: run)
            for step in steps { try settlement.apply(step, db) }
            return try settlement.save(db)
        }
    }
}
