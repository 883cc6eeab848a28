import GRDB
import Model

/// A finished batch of which a part is still there.
public struct KeptBatch: Sendable, Equatable {
    public let id: String
    public let finishedAt: Timestamp
    /// Bytes on the disk; nil while nobody measured them.
    public let bytes: Int64?

    public init(id: String, finishedAt: Timestamp, bytes: Int64?) {
        self.id = id
        self.finishedAt = finishedAt
        self.bytes = bytes
    }
}

extension Store {
    /// Finished batches of a folder whose part is still there, the oldest first; with `before` those that ended then.
    public func kept(
        _ part: TrashEntry.Part, in folder: String, before: Timestamp? = nil, limit: Int
    ) throws(StoreError) -> [KeptBatch] {
        try read { db in
            let (ids, arguments) = Self.kept(part, in: folder, before: before, limit: limit)
            let query = """
                SELECT kept.id, kept.finished_at, bytes FROM (\(ids)) AS kept LEFT JOIN footprints
                ON footprints.batch = kept.number AND part = '\(part.rawValue)'
                AND footprints.finished_at = kept.finished_at ORDER BY kept.finished_at
                """
            return try db.all(query, arguments) { columns in
                KeptBatch(id: try columns.value(), finishedAt: try columns.time(), bytes: columns.optional())
            }
        }
    }

    /// When the oldest finished batch of a folder ended whose part is still there.
    public func oldestKept(_ part: TrashEntry.Part, in folder: String) throws(StoreError) -> Timestamp? {
        try kept(part, in: folder, limit: 1).first?.finishedAt
    }

    /// Keeps what a part of a batch that ended then was measured to have.
    public func recordFootprint(
        _ bytes: Int64, of part: TrashEntry.Part, _ batch: KeptBatch
    ) throws(StoreError) {
        try write { db in
            try db.run(
                "INSERT OR REPLACE INTO footprints (batch, part, finished_at, bytes) "
                    + "SELECT number, ?, ?, ? FROM batches WHERE id = ?",
                [part.rawValue, batch.finishedAt.milliseconds, bytes, batch.id])
        }
    }

    static func kept(
        _ part: TrashEntry.Part, in folder: String, before: Timestamp?, limit: Int
    ) -> (String, [ColumnValue]) {
        var arguments: [ColumnValue] = [folder]
        if let before { arguments.append(before.milliseconds) }
        let condition = before == nil ? "" : " AND finished_at < ?"
        return (
            "SELECT number, id, finished_at \(Queries.kept(part))\(condition) ORDER BY finished_at LIMIT ?",
            arguments + [limit]
        )
    }
}
