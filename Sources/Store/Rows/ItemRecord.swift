import GRDB
import Model

/// The part of an item's row that changes while it is worked on.
struct ItemRecord {
    let index: Int
    var state: ItemState
    /// True once this run of the batch has its `item.started`.
    var hasStarted: Bool
    /// The run of the agent that works on the item.
    var lease: Int64?
    var attempts: Int
    /// Failed attempts among `attempts` that are lost when the item has to start over.
    var retries: Int
    var outcome: ItemOutcome?

    private static let liveColumns = "state, has_started, lease, attempts, retries, outcome"

    /// The item at a place of a batch; throws when there is none.
    static func load(_ index: Int, of batch: BatchRecord, _ db: Database) throws -> ItemRecord {
        let found = try db.first(
            "SELECT position, \(liveColumns) FROM items WHERE batch = ? AND position = ?", [batch.number, index],
            ItemRecord.init(columns:))
        guard let found else { throw StoreError(.unknown, "The batch \(batch.batch.id) has no item \(index).") }
        return found
    }

    /// A page of items that have one of the given states.
    static func page(
        of batch: BatchRecord, states: [ItemState], from start: Int, _ db: Database
    ) throws -> [ItemRecord] {
        try db.all(
            """
            SELECT position, \(liveColumns) FROM items WHERE batch = ? AND position >= ?
            AND state IN (\(states.sqlList)) ORDER BY position LIMIT ?
            """, [batch.number, start, Limits.storePage], ItemRecord.init(columns:))
    }

    private init(columns: inout ColumnReader) throws {
        index = try columns.value()
        state = try columns.word()
        hasStarted = try columns.value()
        lease = columns.optional()
        attempts = try columns.value()
        retries = try columns.value()
        outcome = try columns.optionalJSON(ItemOutcome.init(json:))
    }

    /// Writes the item back.
    func save(of batch: BatchRecord, _ db: Database) throws {
        try db.run(
            """
            UPDATE items SET state = ?, has_started = ?, lease = ?, attempts = ?, retries = ?, outcome = ?
            WHERE batch = ? AND position = ?
            """,
            [
                state.rawValue, hasStarted, lease, attempts, retries, outcome?.column, batch.number, index,
            ])
    }

    /// Gives the item back as if its run had not begun; its `item.started` stands.
    mutating func giveBack(of batch: inout BatchRecord, _ db: Database) throws {
        guard !state.isFinal, lease != nil else { return }
        batch.batch.counts.move(from: state, to: .pending)
        state = .pending
        lease = nil
        attempts -= retries
        retries = 0
        try db.run(
            "DELETE FROM attempts WHERE batch = ? AND position = ? AND number > ?", [batch.number, index, attempts])
        try save(of: batch, db)
    }
}

extension [ItemState] {
    /// The states as constants of a query: partial indexes do not fit a query with parameters.
    var sqlList: String { map { "'\($0.rawValue)'" }.joined(separator: ", ") }
}
