import GRDB
import Model

/// Batches of one folder that are not finished and have one status.
public struct OpenBatches: Sendable, Equatable {
    public var folder: String
    public var status: BatchStatus
    public var batches: Int
    /// Their items that wait, and those being worked on.
    public var waitingItems: Int
    public var runningItems: Int
    /// When the oldest of them was first seen.
    public var oldest: Timestamp
}

/// What became of the items of a batch in its last run, by their state.
public struct RunSummary: Sendable, Equatable {
    public var state: ItemState
    public var items: Int
    public var pages: Int
    public var bytes: Int64
    /// Milliseconds of work on all of them.
    public var milliseconds: Int64
    /// How many took at most as long as each bound asked for, in its order.
    public var within: [Int]
}

/// What one model was asked and took since a line of the ledger.
public struct ModelUse: Sendable, Equatable {
    public var provider: String
    public var model: String
    public var requests: Int
    public var inputTokens: Int64
    public var outputTokens: Int64
    public var cost: Money
}

extension Store {
    /// What is not finished, by folder and status.
    public func openBatches() throws(StoreError) -> [OpenBatches] {
        try read { db in
            try db.all(
                """
                SELECT folder, status, count(*),
                    sum(iif(phase = 'work', total - running - succeeded - partial - failed - skipped - cancelled, 0)),
                    sum(running), min(created_at)
                FROM batches WHERE phase IN ('open', 'work', 'publish') AND is_withdrawn = 0 GROUP BY folder, status
                """, []
            ) { columns in
                OpenBatches(
                    folder: try columns.value(), status: try columns.word(), batches: try columns.value(),
                    waitingItems: try columns.value(), runningItems: try columns.value(), oldest: try columns.time())
            }
        }
    }

    /// What became of the items of a batch since it ended before, if it did; `bounds` are milliseconds.
    public func lastRun(of id: String, bounds: [Int64]) throws(StoreError) -> [RunSummary] {
        let counts = bounds.map { ", sum(coalesce(json_extract(outcome, '$.duration_ms'), 0) <= \($0))" }.joined()
        return try read { db in
            try db.all(
                """
                SELECT items.state, count(*), coalesce(sum(json_extract(outcome, '$.page_count')), 0),
                    coalesce(sum(coalesce(json_extract(outcome, '$.downloaded_bytes'), size)), 0),
                    coalesce(sum(json_extract(outcome, '$.duration_ms')), 0)\(counts)
                FROM events
                JOIN items ON items.batch = events.batch AND items.position = events.position
                WHERE events.batch = (\(Queries.number)) AND events.kind = 'item.finished' AND items.outcome IS NOT NULL
                    AND events.seq > coalesce(
                        (SELECT seq FROM events AS ends WHERE ends.batch = events.batch
                            AND ends.kind = 'batch.completed' ORDER BY seq DESC LIMIT 1 OFFSET 1), 0)
                GROUP BY items.state
                """, [id]
            ) { columns in
                RunSummary(
                    state: try columns.word(), items: try columns.value(), pages: try columns.value(),
                    bytes: try columns.value(), milliseconds: try columns.value(),
                    within: try bounds.map { _ in try columns.value() })
            }
        }
    }

    /// The number of the newest line of the ledger.
    public func lastLedgerLine() throws(StoreError) -> Int64 {
        try read { db in try db.first("SELECT max(number) FROM ledger", []) { $0.optional() } ?? nil } ?? 0
    }

    /// What models were asked after a line of the ledger, up to another.
    public func modelUse(after line: Int64, through last: Int64) throws(StoreError) -> [ModelUse] {
        try read { db in
            try db.all(
                """
                SELECT coalesce(provider, ''), coalesce(model, ''), count(*), sum(input_tokens), sum(output_tokens),
                    sum(amount)
                FROM ledger WHERE number > ? AND number <= ? AND kind = 'settle' AND provider IS NOT NULL
                GROUP BY provider, model
                """, [line, last]
            ) { columns in
                ModelUse(
                    provider: try columns.value(), model: try columns.value(), requests: try columns.value(),
                    inputTokens: try columns.value(), outputTokens: try columns.value(),
                    cost: Money(microUnits: try columns.value()))
            }
        }
    }
}
