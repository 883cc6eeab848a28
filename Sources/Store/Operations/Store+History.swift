import GRDB
import Model

extension Store {
    /// Batches that ended, the last one first; removed ones too.
    public func historyOfBatches(_ query: HistoryQuery) throws(StoreError) -> [Batch] {
        try read { db in try Self.page(query, from: query.after?.batchID, isIncluded: false, limit: query.limit, db) }
    }

    /// Files of batches that ended, those of the last batch first, in the order of their batch.
    public func historyOfFiles(_ query: HistoryQuery) throws(StoreError) -> [HistoryLine] {
        try read { db in
            var lines: [HistoryLine] = []
            var start = query.after?.batchID
            var index = query.after.map { ($0.index ?? -1) + 1 } ?? 0
            // The batch at which the page before ended may have more files.
            var isIncluded = true
            while lines.count < query.limit {
                let batches = try Self.page(query, from: start, isIncluded: isIncluded, limit: Limits.historyPage, db)
                for batch in batches where lines.count < query.limit {
                    let first = batch.id == query.after?.batchID ? index : 0
                    let items = try Self.items(of: batch, query, from: first, limit: query.limit - lines.count, db)
                    lines += items.map { HistoryLine(batch: batch, item: $0) }
                }
                if batches.count < Limits.historyPage { break }
                start = batches.last?.id
                index = 0
                isIncluded = false
            }
            return lines
        }
    }

    private static func items(
        of batch: Batch, _ query: HistoryQuery, from start: Int, limit: Int, _ db: Database
    ) throws -> [Item] {
        let sql = query.states.isEmpty ? Queries.items : Queries.items(in: query.states)
        return try db.all(sql, [try number(of: batch.id, db), start, limit], Item.init(columns:))
    }

    private static func page(
        _ query: HistoryQuery, from start: String?, isIncluded: Bool, limit: Int, _ db: Database
    ) throws -> [Batch] {
        let (sql, arguments) = sql(for: query, from: start, isIncluded: isIncluded, limit: limit)
        return try db.all(sql, arguments, BatchRecord.init(columns:)).map(\.batch)
    }

    /// The statement for batches that ended before a given one, which may be included.
    static func sql(
        for query: HistoryQuery, from start: String?, isIncluded: Bool, limit: Int
    ) -> (String, [ColumnValue]) {
        var conditions = ["finished_at IS NOT NULL", "is_withdrawn = 0"]
        var arguments: [ColumnValue] = []
        func add(_ condition: String, _ values: ColumnValue...) {
            conditions.append(condition)
            arguments += values
        }
        if let folder = query.folder { add("folder = ?", folder) }
        if let batch = query.batch { add("id = ?", batch) }
        if let since = query.since { add("finished_at >= ?", since.milliseconds) }
        if let until = query.until { add("finished_at < ?", until.milliseconds) }
        if !query.statuses.isEmpty {
            add("status IN (\(query.statuses.map { "'\($0.rawValue)'" }.joined(separator: ", ")))")
        }
        // Batches without such a file need not be opened; those states are their own columns.
        let counted = query.states.filter(\.isFinal)
        if !counted.isEmpty { add("(" + counted.map { "\($0.rawValue) > 0" }.joined(separator: " OR ") + ")") }
        if let start {
            let place = "(SELECT finished_at, number FROM batches WHERE id = ?)"
            add("(finished_at, number) \(isIncluded ? "<=" : "<") \(place)", start)
        }
        let condition = conditions.joined(separator: " AND ")
        return (
            BatchRecord.select + " WHERE \(condition) ORDER BY finished_at DESC, number DESC LIMIT ?",
            arguments + [limit]
        )
    }
}

extension Limits {
    /// Batches looked through at once for files of the past.
    static let historyPage = 100
}
