import Model

extension Store {
    /// The statement that answers a query, and its arguments.
    ///
    /// Pages are cut by the number of a batch, which only grows: what arrives meanwhile never shifts them.
    static func sql(for query: BatchQuery) -> (String, [ColumnValue]) {
        if query.statuses.count > 1 { return sqlOfStatuses(query) }
        let (condition, arguments) = condition(of: query, statuses: query.statuses)
        // The plus keeps SQLite from walking every finished batch to save the sorting of a few live ones.
        let order = query.phases.count > 1 ? "+number" : "number"
        return (BatchRecord.select + " WHERE \(condition) ORDER BY \(order) DESC LIMIT ?", arguments + [query.limit])
    }

    // A page of each status, found by its index, is all that a page of several can be made of.
    private static func sqlOfStatuses(_ query: BatchQuery) -> (String, [ColumnValue]) {
        var arguments: [ColumnValue] = []
        let pages = query.statuses.map { status in
            let (condition, own) = condition(of: query, statuses: [status])
            arguments += own + [query.limit]
            return "SELECT number FROM (SELECT number FROM batches WHERE \(condition) ORDER BY number DESC LIMIT ?)"
        }
        let numbers = pages.joined(separator: " UNION ALL ")
        return (
            BatchRecord.select + " WHERE number IN (\(numbers)) ORDER BY +number DESC LIMIT ?",
            arguments + [query.limit]
        )
    }

    private static func condition(
        of query: BatchQuery, statuses: [BatchStatus]
    ) -> (String, [ColumnValue]) {
        var conditions = ["is_withdrawn = 0", "is_removed = 0"]
        var arguments: [ColumnValue] = []
        if let folder = query.folder {
            conditions.append("folder = ?")
            arguments.append(folder)
        }
        if !query.phases.isEmpty {
            conditions.append("phase IN (\(query.phases.map { "'\($0.rawValue)'" }.joined(separator: ", ")))")
        }
        if let status = statuses.first { conditions.append("status = '\(status.rawValue)'") }
        if let after = query.after {
            conditions.append("number < (\(Queries.number))")
            arguments.append(after)
        }
        return (conditions.joined(separator: " AND "), arguments)
    }
}
