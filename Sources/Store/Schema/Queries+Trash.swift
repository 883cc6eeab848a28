/// The queries of trash, retention and history; their cost must not grow with what is long gone.
extension Queries {
    static let trashColumns = """
        batches.id, batches.name, batches.folder, part, step, reason, path, at, expires_at
        """

    static let trashOnTheWay = """
        SELECT \(trashColumns) FROM trash INDEXED BY trash_on_the_way JOIN batches ON batches.number = trash.batch
        WHERE step IN ('leaving', 'returning', 'going') ORDER BY at LIMIT ?
        """

    static let trashOfBatch = """
        SELECT \(trashColumns) FROM trash JOIN batches ON batches.number = trash.batch
        WHERE batches.id = ? ORDER BY part DESC
        """

    static let expireTrash = """
        UPDATE trash INDEXED BY trash_kept SET step = 'going'
        WHERE step = 'kept' AND expires_at IS NOT NULL AND expires_at <= ?
        """

    static let nextTrashExpiry = """
        SELECT min(expires_at) FROM trash INDEXED BY trash_kept WHERE step = 'kept' AND expires_at IS NOT NULL
        """

    /// Whether a batch that came later has the name: what lies there is that one's.
    static let outboxNameIsTaken = """
        SELECT 1 FROM batches WHERE outbox_name = ? AND folder = ? AND number > ?
        AND is_removed = 0 AND is_withdrawn = 0 LIMIT 1
        """

    static let archivePathIsTaken = """
        SELECT 1 FROM batches INDEXED BY batches_by_archive
        WHERE originals = 'archive' AND originals_path = ? AND folder = ? AND number > ? LIMIT 1
        """

    static let removedNamed =
        BatchRecord.select + """
             WHERE (name = ?1 OR outbox_name = ?2) AND is_removed = 1
            ORDER BY outbox_name = ?2 DESC, number DESC LIMIT 1
            """

    static func inTrash(_ condition: String) -> String {
        """
         WHERE (?1 IS NULL OR folder = ?1) AND is_removed = 1 \(condition) AND number IN (
            SELECT batch FROM trash WHERE step != 'gone')
        ORDER BY number DESC LIMIT ?
        """
    }

    /// Batches whose half is still there, the oldest first.
    static func kept(_ part: TrashEntry.Part) -> String {
        switch part {
        case .outbox:
            """
            FROM batches INDEXED BY batches_in_outbox
            WHERE folder = ? AND phase = 'done' AND is_removed = 0 AND is_withdrawn = 0
            """
        case .archive:
            """
            FROM batches INDEXED BY batches_in_archive
            WHERE folder = ? AND phase = 'done' AND originals = 'archive'
            """
        }
    }
}
