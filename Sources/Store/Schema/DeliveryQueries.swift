import GRDB
import Model

/// What is asked about deliveries; whatever waits is found without reading what was delivered.
enum DeliveryQueries {
    /// Columns in the order in which `Delivery` reads them.
    private static let columns = """
        deliveries.number, deliveries.id, receiver, receivers.name, receivers.folder, receivers.kind, batches.id,
        deliveries.seq, event, state, attempts, rounds, due, deliveries.created_at, attempted_at, answer, note
        """

    private static let tables = """
        deliveries JOIN receivers ON receivers.number = deliveries.receiver
        LEFT JOIN batches ON batches.number = deliveries.batch
        """

    /// Nobody is told of the end of a batch before it can be seen in the outbox.
    private static let isVisible = """
        (event != 'batch.completed' OR batches.number IS NULL OR batches.phase = 'done' OR batches.refused = 1)
        """

    static let due = """
        SELECT \(columns) FROM \(tables)
        WHERE receiver = ? AND state = 'pending' AND due <= ? AND \(isVisible) ORDER BY deliveries.number LIMIT ?
        """

    static let next = """
        SELECT min(due) FROM deliveries LEFT JOIN batches ON batches.number = deliveries.batch
        WHERE receiver = ? AND state = 'pending' AND \(isVisible)
        """

    static let list = """
        SELECT \(columns) FROM \(tables)
        WHERE (?1 IS NULL OR deliveries.batch = (SELECT number FROM batches AS asked WHERE asked.id = ?1))
            AND (?2 IS NULL OR deliveries.id = ?2) AND (?3 IS NULL OR receivers.kind = ?3)
        ORDER BY deliveries.number DESC LIMIT ?4
        """
}

extension Delivery {
    init(columns: inout ColumnReader) throws {
        number = try columns.value()
        id = try columns.value()
        receiver = try columns.value()
        receiverName = try columns.value()
        folder = try columns.value()
        kind = try columns.word()
        batchID = columns.optional()
        seq = try columns.value()
        event = try columns.word()
        state = try columns.word()
        attempts = try columns.value()
        rounds = try columns.value()
        due = try columns.time()
        createdAt = try columns.time()
        attemptedAt = columns.optionalTime()
        answer = columns.optional()
        note = columns.optional()
    }
}
