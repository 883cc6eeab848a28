import Model

/// The queries whose cost must not grow with what is finished; a test looks at the plan of each.
enum Queries {
    static let undone =
        BatchRecord.select + " WHERE phase IN ('open', 'work', 'publish') ORDER BY number"

    static let workable =
        BatchRecord.select + """
             WHERE phase = 'work' AND status IN ('pending', 'processing') AND EXISTS (
                SELECT 1 FROM items INDEXED BY items_claimable
                WHERE items.batch = batches.number AND state = 'pending' AND lease IS NULL)
            ORDER BY priority DESC, number
            """

    static let named =
        BatchRecord.select + """
             WHERE (name = ?1 OR outbox_name = ?2) AND (?3 IS NULL OR folder = ?3)
            ORDER BY is_withdrawn, is_removed, number DESC LIMIT 1
            """

    static let predecessor =
        BatchRecord.select + """
             WHERE name = ? AND folder = ? AND number < (\(number)) AND is_withdrawn = 0 AND is_removed = 0
            ORDER BY number DESC LIMIT 1
            """

    static let claimable = """
        SELECT \(itemColumns), deaths FROM items INDEXED BY items_claimable
        WHERE batch = ? AND state = 'pending' AND lease IS NULL ORDER BY position LIMIT ?
        """

    static let running = """
        SELECT \(itemColumns) FROM items INDEXED BY items_running
        WHERE batch = ? AND state = 'running' ORDER BY position LIMIT ?
        """

    static let leased = "SELECT position FROM items WHERE batch = ? AND lease IS NOT NULL"

    static let forgetDeaths = """
        UPDATE items INDEXED BY items_deadly SET deaths = 0 WHERE batch = ? AND deaths > 0
        """

    static let items = """
        SELECT \(itemColumns) FROM items WHERE batch = ? AND position >= ? ORDER BY position LIMIT ?
        """

    static let events = """
        SELECT seq, at, events.kind, events.position, path, status, events.state, error_code, detail
        FROM events LEFT JOIN items ON items.batch = events.batch AND items.position = events.position
        WHERE events.batch = ? AND seq > ? ORDER BY seq LIMIT ?
        """

    /// The newest first: the older a result is, the likelier somebody took it away.
    static let earlierResults = """
        SELECT batches.id, batches.name, batches.outbox_name, items.position, path, file_id, outcome
        FROM results
        JOIN items ON items.batch = results.batch AND items.position = results.position
        JOIN batches ON batches.number = results.batch
        WHERE results.scope = ? AND results.sha256 = ? AND items.state = 'succeeded' AND batches.is_removed = 0
        ORDER BY results.batch DESC, results.position DESC LIMIT ?
        """

    static let scope = """
        SELECT number FROM scopes
        WHERE folder = ? AND job_type = ? AND options_sha256 = ? AND engine = ? AND collection_id = ?
        """

    static let manifestTexts = """
        SELECT cells, tail FROM manifest_texts WHERE batch = ? AND position >= ? ORDER BY position LIMIT ?
        """

    static let dueExports = """
        SELECT batches.id, exports.format FROM exports JOIN batches ON batches.number = exports.batch
        WHERE (?1 IS NULL OR exports.batch = (SELECT number FROM batches WHERE id = ?1))
        AND phase = 'done' AND is_withdrawn = 0 AND (made_for IS NULL OR made_for <> finished_at)
        ORDER BY exports.batch, exports.format
        """

    static let indexTasks = """
        SELECT ticket, id, position, is_removal FROM unindexed JOIN batches ON batches.number = unindexed.batch
        ORDER BY ticket LIMIT ?
        """

    static let number = "SELECT number FROM batches WHERE id = ?"

    /// The columns of an item, in the order in which `Item` reads them.
    static let itemColumns = """
        position, path, kind, device, inode, size, modified, changed, file_id, job_id, manifest_row, attempts,
        state, outcome
        """

    /// Items of some states; the few that failed or were skipped are found without reading the others.
    static func items(in states: [ItemState]) -> String {
        if states == [.skipped] {
            return """
                SELECT \(itemColumns) FROM items INDEXED BY items_skipped
                WHERE batch = ? AND position >= ? AND state = 'skipped' ORDER BY position LIMIT ?
                """
        }
        let failing: [ItemState] = [.failed, .partial]
        let isFailing = states.allSatisfy(failing.contains)
        return """
            SELECT \(itemColumns) FROM items \(isFailing ? "INDEXED BY items_failed" : "")
            WHERE batch = ? AND position >= ? \(isFailing ? "AND state IN (\(failing.sqlList))" : "")
            AND state IN (\(states.sqlList)) ORDER BY position LIMIT ?
            """
    }
}
