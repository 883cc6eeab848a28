import GRDB
import Model

extension Store {
    /// True when items were put back by a control file that no `control.accepted` speaks of: the agent died in between.
    public func hasUnconfirmedRequeue(_ id: String) throws(StoreError) -> Bool {
        try read { db in
            let last = { (condition: String) in
                "ifnull((SELECT max(seq) FROM events WHERE batch = number AND \(condition)), 0)"
            }
            let requeued = last("kind = 'item.retried' AND state = 'pending'")
            let confirmed = last("kind = 'control.accepted'")
            return try db.first("SELECT \(requeued) > \(confirmed) FROM batches WHERE id = ?", [id]) { try $0.value() }
                ?? false
        }
    }

    /// True when a new batch was made of this one by a control file that no `control.accepted` speaks of.
    public func hasUnconfirmedRerun(_ id: String) throws(StoreError) -> Bool {
        try read { db in
            let query = """
                SELECT EXISTS (SELECT 1 FROM batches AS again WHERE again.rerun_of = old.id AND again.phase <> 'open')
                AND NOT EXISTS (
                    SELECT 1 FROM events
                    WHERE batch = old.number AND kind = 'control.accepted' AND detail LIKE '%"RERUN"%')
                FROM batches AS old WHERE old.id = ?
                """
            return try db.first(query, [id]) { try $0.value() } ?? false
        }
    }
}
