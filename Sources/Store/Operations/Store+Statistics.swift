import GRDB

extension Store {
    /// Rows of the tables, and batches by status, for people who look for a cause.
    public func statistics() throws(StoreError) -> [(name: String, count: Int)] {
        try read { db in
            var counts: [(name: String, count: Int)] = []
            for table in ["runs", "batches", "items", "attempts", "events", "ledger", "results", "scopes"] {
                counts.append((table, try db.first("SELECT count(*) FROM \(table)", []) { try $0.value() } ?? 0))
            }
            counts += try db.all("SELECT status, count(*) FROM batches GROUP BY status ORDER BY status", []) {
                columns in
                let status: String = try columns.value()
                return ("batches \(status)", try columns.value() as Int)
            }
            return counts
        }
    }
}
