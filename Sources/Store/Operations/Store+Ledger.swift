import GRDB
import Model

/// Lines of the ledger within a transaction.
enum Ledger {
    /// Adds a line about an item.
    static func append(_ entry: LedgerEntry, of index: Int, in record: BatchRecord, _ db: Database) throws {
        let attempts = try db.first(
            "SELECT attempts FROM items WHERE batch = ? AND position = ?", [record.number, index]
        ) { try $0.value() as Int }
        try db.run(
            """
            INSERT INTO ledger (batch, position, attempt, at, kind, reservation, amount, provider, model, input_tokens,
                output_tokens, audio_ms, pages, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                record.number, index, (attempts ?? 0) + 1, entry.at.milliseconds, entry.kind.rawValue,
                entry.reservation, entry.amount.microUnits, entry.provider, entry.model, entry.inputTokens,
                entry.outputTokens, entry.audioMilliseconds, entry.pages, entry.reason,
            ])
    }

    /// True of a line `begun` that makes a reservation without an end.
    private static let isOpen = """
        begun.kind = 'reserve' AND NOT EXISTS (
            SELECT 1 FROM ledger AS ended
            WHERE ended.kind != 'reserve' AND ended.reservation IS NOT NULL AND ended.reservation = begun.reservation)
        """

    /// True of a line `begun` for something that a provider was asked and did not answer yet.
    static let isUnderWay = "begun.provider IS NOT NULL AND " + isOpen

    /// Settles reservations that have no end: the agent died while they were under way, and the money may be spent.
    static func settleDoubtful(at now: Timestamp, _ db: Database) throws {
        try db.run(
            """
            INSERT INTO ledger (batch, position, attempt, at, kind, reservation, amount, provider, model, input_tokens,
                output_tokens, audio_ms, pages, reason)
            SELECT batch, position, attempt, ?, CASE WHEN provider IS NULL THEN 'release' ELSE 'settle' END,
                reservation, amount, provider, model, 0, 0, 0, 0, 'in_doubt'
            FROM ledger AS begun WHERE \(isOpen)
            """, [now.milliseconds])
    }
}

/// What costs are summed over.
public enum CostGrouping: String, Sendable, CaseIterable {
    case collection, project, month, folder, batch
}

/// The sum of some costs.
public struct CostSum: Sendable, Equatable {
    /// Name of the group; nil for what has none, such as a batch without a collection.
    public var name: String?
    public var amount: Money
    public var files: Int
    public var pages: Int
    public var inputTokens: Int64
    public var outputTokens: Int64
    public var audioMilliseconds: Int64
}

/// A line of the ledger with the batch and the place of its item.
public struct LedgerLine: Sendable, Equatable {
    public var batchID: String
    public var index: Int
    /// 1-based number of the try at the item.
    public var attempt: Int
    public var entry: LedgerEntry
}

extension Store {
    /// Keeps what a batch may be expected to cost; returns the batch with it.
    public func recordEstimate(_ estimate: CostEstimate, of id: String) throws(StoreError) -> Batch {
        try change(id) { record, db in
            record.batch.costEstimate = estimate
            try db.run(
                "UPDATE batches SET cost_estimate = ? WHERE number = ?", [estimate.json.column, record.number])
        }
    }

    /// Adds lines that come with no step of the work.
    public func charge(_ entries: [LedgerEntry], for index: Int, of id: String) throws(StoreError) {
        guard !entries.isEmpty else { return }
        try write { db in
            let record = try BatchRecord.load(id, db)
            for entry in entries { try Ledger.append(entry, of: index, in: record, db) }
        }
    }

    /// What was spent since a moment, of one batch or of all.
    public func spent(since start: Timestamp, of id: String? = nil) throws(StoreError) -> Money {
        try read { db in
            let sum: Int64?
            if let id {
                sum =
                    try db.first(
                        """
                        SELECT sum(amount) FROM ledger
                        WHERE batch = (SELECT number FROM batches WHERE id = ?) AND kind = 'settle' AND at >= ?
                        """, [id, start.milliseconds]
                    ) { $0.optional() as Int64? } ?? nil
            } else {
                sum =
                    try db.first(
                        "SELECT sum(amount) FROM ledger WHERE kind = 'settle' AND amount != 0 AND at >= ?",
                        [start.milliseconds]
                    ) { $0.optional() as Int64? } ?? nil
            }
            return Money(microUnits: sum ?? 0)
        }
    }

    /// What was spent, by group, the dearest first.
    public func costs(by grouping: CostGrouping, since start: Timestamp? = nil) throws(StoreError) -> [CostSum] {
        let name =
            switch grouping {
            case .collection: "collection_id"
            case .project: "project_id"
            case .folder: "folder"
            case .batch: "id"
            case .month: "strftime('%Y-%m', at / 1000, 'unixepoch')"
            }
        return try read { db in
            try db.all(
                """
                SELECT \(name) AS name, sum(amount), count(DISTINCT batch * 1000000 + position), sum(pages),
                    sum(input_tokens), sum(output_tokens), sum(audio_ms)
                FROM ledger JOIN batches ON batches.number = ledger.batch
                WHERE kind = 'settle' AND at >= ? GROUP BY 1 ORDER BY sum(amount) DESC, 1
                """, [start?.milliseconds ?? 0]
            ) { columns in
                CostSum(
                    name: columns.optional(), amount: Money(microUnits: try columns.value()),
                    files: try columns.value(), pages: try columns.value(), inputTokens: try columns.value(),
                    outputTokens: try columns.value(), audioMilliseconds: try columns.value())
            }
        }
    }

    /// The lines about a batch, oldest first, after the first `start` of them.
    public func ledger(of id: String, from start: Int = 0, limit: Int) throws(StoreError) -> [LedgerLine] {
        try read { db in
            try db.all(
                """
                SELECT position, attempt, at, kind, reservation, amount, provider, model, input_tokens, output_tokens,
                    audio_ms, pages, reason
                FROM ledger WHERE batch = (SELECT number FROM batches WHERE id = ?) ORDER BY number LIMIT ? OFFSET ?
                """, [id, limit, start]
            ) { try LedgerLine(batchID: id, columns: &$0) }
        }
    }
}

extension LedgerLine {
    fileprivate init(batchID: String, columns: inout ColumnReader) throws {
        self.batchID = batchID
        index = try columns.value()
        attempt = try columns.value()
        let at = try columns.time()
        let kind: LedgerEntry.Kind = try columns.word()
        let reservation: Int64? = columns.optional()
        entry = LedgerEntry(kind, Money(microUnits: try columns.value()), at: at, reservation: reservation)
        entry.provider = columns.optional()
        entry.model = columns.optional()
        entry.inputTokens = try columns.value()
        entry.outputTokens = try columns.value()
        entry.audioMilliseconds = try columns.value()
        entry.pages = try columns.value()
        entry.reason = columns.optional()
    }
}
