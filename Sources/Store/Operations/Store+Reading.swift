import GRDB
import Model

extension Store {
    /// Reads every page of the file; throws when one is damaged. Takes as long as reading the file.
    public func check() throws(StoreError) {
        let problems = try read { db in
            try db.all("PRAGMA quick_check(\(Limits.listedDamages))", []) { try $0.value() as String }
        }
        if problems != ["ok"] { throw damaged(problems.joined(separator: "; ")) }
    }

    /// Batches that are not withdrawn.
    public func batchCount() throws(StoreError) -> Int {
        try read { db in
            try db.first("SELECT count(*) FROM batches WHERE is_withdrawn = 0", []) { try $0.value() } ?? 0
        }
    }

    /// The batch with an id.
    public func batch(_ id: String) throws(StoreError) -> Batch? {
        try read { db in try BatchRecord.find(id, db)?.batch }
    }

    /// The batch with an id, else the newest with that display name or outbox name; withdrawn ones come last.
    public func batch(matching name: String, folder: String? = nil) throws(StoreError) -> Batch? {
        try read { db in
            if let record = try BatchRecord.find(name, db), folder == nil || record.batch.folder == folder {
                return record.batch
            }
            let arguments: [ColumnValue] = [name, BytePath(name).column, folder]
            return try db.first(Queries.named, arguments, BatchRecord.init(columns:))?.batch
        }
    }

    /// The batch that a batch reran, else the one of the same name in its folder that came before it; removed ones are
    /// passed over.
    public func predecessor(of id: String) throws(StoreError) -> Batch? {
        try read { db in
            let batch = try BatchRecord.load(id, db).batch
            if let source = batch.rerunOf, let record = try BatchRecord.find(source, db), !record.batch.isRemoved {
                return record.batch
            }
            let arguments: [ColumnValue] = [batch.name, batch.folder, id]
            return try db.first(Queries.predecessor, arguments, BatchRecord.init(columns:))?.batch
        }
    }

    /// Batches that were neither withdrawn nor removed, newest first; `after` is the id of the last one of the page
    /// before.
    public func batches(_ query: BatchQuery) throws(StoreError) -> [Batch] {
        try read { db in
            let (sql, arguments) = Self.sql(for: query)
            return try db.all(sql, arguments, BatchRecord.init(columns:)).map(\.batch)
        }
    }

    /// Pages of the files of a batch that are done; those of files that were done again count again.
    public func pagesDone(of id: String) throws(StoreError) -> Int {
        try read { db in
            let sum = try db.first(
                "SELECT sum(pages) FROM ledger WHERE batch = ? AND kind = 'settle'", [try Self.number(of: id, db)]
            ) { try $0.value() as Int? }
            return (sum ?? nil) ?? 0
        }
    }

    /// Where the originals of a batch went; nil while nobody said so.
    public func originals(of id: String) throws(StoreError) -> OriginalsPlace? {
        try read { db in try BatchRecord.find(id, db)?.originals }
    }

    /// Items in index order from `start`, at most `limit`.
    public func items(of id: String, from start: Int, limit: Int) throws(StoreError) -> [Item] {
        try items(Queries.items, of: id, [start, limit])
    }

    /// Items with one of the given states, from `start`.
    public func items(
        of id: String, states: [ItemState], from start: Int, limit: Int
    ) throws(StoreError) -> [Item] {
        if states.isEmpty { return [] }
        return try items(Queries.items(in: states), of: id, [start, limit])
    }

    /// Items started and not finished, for STATUS.txt.
    public func runningItems(of id: String, limit: Int) throws(StoreError) -> [Item] {
        try items(Queries.running, of: id, [limit])
    }

    /// Attempts at an item that were followed by another one, oldest first.
    public func failedAttempts(at index: Int, of id: String) throws(StoreError) -> [FailedAttempt] {
        try read { db in
            try db.all(
                "SELECT number, at, failure FROM attempts WHERE batch = ? AND position = ? ORDER BY number",
                [try Self.number(of: id, db), index]
            ) { columns in
                let number: Int = try columns.value()
                let at = try columns.time()
                guard let failure = try columns.optionalJSON(Failure.init(json:)) else {
                    throw StoreError.undecodable("an attempt without its failure")
                }
                return FailedAttempt(number: number, at: at, failure: failure)
            }
        }
    }

    /// Events after a number, oldest first, at most `limit`.
    public func events(of id: String, after seq: Int, limit: Int) throws(StoreError) -> [Event] {
        try read { db in
            try db.all(Queries.events, [try Self.number(of: id, db), seq, limit]) { columns in
                try Event(batchID: id, columns: &columns)
            }
        }
    }

    private func items(_ sql: String, of id: String, _ arguments: [ColumnValue]) throws(StoreError) -> [Item] {
        try read { db in
            try db.all(sql, [try Self.number(of: id, db)] + arguments, Item.init(columns:))
        }
    }

    static func number(of id: String, _ db: Database) throws -> Int64 {
        guard let number = try db.first(Queries.number, [id], { try $0.value() as Int64 }) else {
            throw StoreError(.unknown, "There is no batch \(id).")
        }
        return number
    }
}
