import GRDB
import Model

/// Removing batches and bringing them back: the store says first what is about to happen to the files.
extension Store {
    /// Notes that parts of a finished batch leave for the trash, where they are kept until `expiry` (nil: for ever).
    ///
    /// Without its outbox directory a batch is listed no more. A part that is not there any more is left out; so is one
    /// whose place is a later batch's by now.
    public func remove(
        _ id: String, _ parts: [TrashEntry.Part], because reason: TrashEntry.Reason, at now: Timestamp,
        until expiry: Timestamp?
    ) throws(StoreError) {
        try write { db in
            let record = try BatchRecord.load(id, db)
            try record.require(.done)
            guard !record.isWithdrawn else { throw record.refusal("was withdrawn") }
            for part in parts {
                guard let path = record.path(of: part) else { continue }
                let query = part == .outbox ? Queries.outboxNameIsTaken : Queries.archivePathIsTaken
                let taken: ColumnValue = try db.first(
                    query, [path.column, record.batch.folder, record.number], { try $0.value() as Int })
                let step: TrashEntry.Step = taken == nil ? .leaving : .gone
                try db.run(
                    "INSERT OR REPLACE INTO trash (batch, part, step, reason, path, at, expires_at) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [
                        record.number, part.rawValue, step.rawValue, reason.rawValue, path.column, now.milliseconds,
                        expiry?.milliseconds,
                    ])
                try db.run(Self.takenAway(part), [record.number])
                // What goes with age stays in its collection; what somebody deletes does not.
                if part == .outbox, reason == .request {
                    try Self.requestIndexing(of: record.number, isRemoval: true, db)
                }
            }
        }
    }

    /// Notes that what lies in the trash of a batch comes back.
    public func bringBack(_ id: String) throws(StoreError) {
        try move(id, to: .returning, missing: "has nothing in the trash")
    }

    /// Notes that what lies in the trash of a batch is deleted for good.
    public func purge(_ id: String) throws(StoreError) {
        try move(id, to: .going, missing: "has nothing in the trash")
    }

    /// Notes that whatever has been in the trash for long enough is deleted for good.
    public func expireTrash(at now: Timestamp) throws(StoreError) {
        try write { db in try db.run(Queries.expireTrash, [now.milliseconds]) }
    }

    /// A part arrived in the trash, or is gone for good.
    public func settle(_ entry: TrashEntry, as step: TrashEntry.Step) throws(StoreError) {
        try write { db in
            try db.run(
                "UPDATE trash SET step = ? WHERE part = ? AND batch = (\(Queries.number))",
                [step.rawValue, entry.part.rawValue, entry.batchID])
        }
    }

    /// Where a part that returns is about to go.
    public func redirect(_ entry: TrashEntry, to path: BytePath) throws(StoreError) {
        try write { db in
            try db.run(
                "UPDATE trash SET path = ? WHERE part = ? AND batch = (\(Queries.number))",
                [path.column, entry.part.rawValue, entry.batchID])
        }
    }

    /// A part is back, at a path below the outbox or the archive.
    public func settleReturn(of entry: TrashEntry, at path: BytePath) throws(StoreError) {
        try write { db in
            let number = try BatchRecord.load(entry.batchID, db).number
            switch entry.part {
            case .outbox:
                try db.run(
                    "UPDATE batches SET is_removed = 0, outbox_name = ? WHERE number = ?", [path.column, number])
                try Self.requestIndexing(of: number, db)
            case .archive:
                try db.run(
                    "UPDATE batches SET originals = 'archive', originals_path = ? WHERE number = ?",
                    [path.column, number])
            }
            try db.run("DELETE FROM trash WHERE batch = ? AND part = ?", [number, entry.part.rawValue])
        }
    }

    // MARK: Reading

    /// What is on its way, the oldest first.
    public func trashOnTheWay(limit: Int) throws(StoreError) -> [TrashEntry] {
        try read { db in try db.all(Queries.trashOnTheWay, [limit], TrashEntry.init(columns:)) }
    }

    /// What was removed of a batch.
    public func trash(of id: String) throws(StoreError) -> [TrashEntry] {
        try read { db in try db.all(Queries.trashOfBatch, [id], TrashEntry.init(columns:)) }
    }

    /// The removed batch with an id, else the last one with that outbox name, else with that display name.
    public func removedBatch(matching name: String) throws(StoreError) -> Batch? {
        try read { db in
            if let record = try BatchRecord.find(name, db) { return record.batch.isRemoved ? record.batch : nil }
            return try db.first(
                Queries.removedNamed, [name, BytePath(name).column], BatchRecord.init(columns:))?.batch
        }
    }

    /// Removed batches, of which something is still in the trash, the newest first.
    public func removedBatches(_ query: BatchQuery) throws(StoreError) -> [Batch] {
        try read { db in
            var arguments: [ColumnValue] = [query.folder]
            if let after = query.after { arguments.append(after) }
            let condition = query.after == nil ? "" : "AND number < (\(Queries.number))"
            return try db.all(
                BatchRecord.select + Queries.inTrash(condition), arguments + [query.limit], BatchRecord.init(columns:)
            ).map(\.batch)
        }
    }

    /// When something in the trash is to be deleted next.
    public func nextTrashExpiry() throws(StoreError) -> Timestamp? {
        try read { db in try db.first(Queries.nextTrashExpiry, [], { $0.optionalTime() }) ?? nil }
    }

    /// True when another batch that is listed has the name in the outbox of a folder.
    public func isOutboxName(_ name: BytePath, in folder: String, ofOtherThan id: String) throws(StoreError) -> Bool {
        try read { db in
            let query = """
                SELECT 1 FROM batches WHERE outbox_name = ? AND folder = ? AND id != ?
                AND is_removed = 0 AND is_withdrawn = 0 LIMIT 1
                """
            return try db.first(query, [name.column, folder, id], { try $0.value() as Int }) != nil
        }
    }

    private static func takenAway(_ part: TrashEntry.Part) -> String {
        switch part {
        case .outbox: "UPDATE batches SET is_removed = 1 WHERE number = ?"
        case .archive: "UPDATE batches SET originals = 'deleted', originals_path = NULL WHERE number = ?"
        }
    }

    private func move(_ id: String, to step: TrashEntry.Step, missing: String) throws(StoreError) {
        try write { db in
            let record = try BatchRecord.load(id, db)
            try db.run(
                "UPDATE trash SET step = ? WHERE batch = ? AND step = 'kept'", [step.rawValue, record.number])
            guard db.changesCount > 0 else { throw record.refusal(missing) }
        }
    }
}

extension BatchRecord {
    /// Where a part is, below the outbox or the archive; nil when it is not there.
    fileprivate func path(of part: TrashEntry.Part) -> BytePath? {
        switch part {
        case .outbox: return batch.isRemoved ? nil : batch.outboxName
        case .archive:
            guard case .archive(let path) = originals else { return nil }
            return path
        }
    }
}
