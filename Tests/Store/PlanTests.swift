import GRDB
import Model
import Testing

@testable import Store

@Suite struct PlanTests {
    /// Each hot query and the index that must carry it.
    static let queries = [
        (BatchRecord.select + " WHERE id = 'x'", "id=?"),
        (Queries.undone, "batches_by_phase"),
        (Queries.workable, "batches_by_phase"),
        (Queries.workable, "items_claimable"),
        (Queries.claimable, "items_claimable"),
        (Queries.running, "items_running"),
        (Queries.leased, "PRIMARY KEY (batch=?"),
        (Queries.forgetDeaths, "items_deadly"),
        (Queries.items, "PRIMARY KEY (batch=? AND position>?"),
        (Queries.items(in: [.failed]), "items_failed"),
        (Queries.items(in: [.partial, .failed]), "items_failed"),
        (Queries.items(in: [.skipped]), "items_skipped"),
        (Queries.earlierResults, "SEARCH results USING PRIMARY KEY (scope=? AND sha256=?"),
        (Queries.earlierResults, "SEARCH items USING PRIMARY KEY (batch=? AND position=?"),
        (Queries.earlierResults, "SEARCH batches USING INTEGER PRIMARY KEY"),
        (Queries.scope, "SEARCH scopes USING COVERING INDEX"),
        (Queries.items(in: [.cancelled]), "PRIMARY KEY (batch=?"),
        (Queries.events, "SEARCH events USING PRIMARY KEY (batch=? AND seq>?"),
        (Queries.events, "SEARCH items USING PRIMARY KEY (batch=? AND position=?"),
        (Queries.named, "batches_by_name"),
        (Queries.named, "batches_by_outbox_name"),
        (Store.sql(for: BatchQuery(phases: [.done])).0, "batches_by_phase"),
        (Store.sql(for: BatchQuery(folder: "x", phases: [.open, .work])).0, "batches_by_folder_and_phase"),
    ]

    @Test(arguments: queries) func aHotQueryUsesItsIndex(sql: String, index: String) throws {
        try withTemporaryStore { store in
            let plan = try store.plan(of: sql)
            #expect(plan.contains { $0.contains(index) }, "\(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
        }
    }

    @Test func earlierResultsAreNotSorted() throws {
        try withTemporaryStore { store in
            let plan = try store.plan(of: Queries.earlierResults)
            #expect(!plan.contains { $0.contains("B-TREE") }, "\(plan)")
        }
    }

    @Test(arguments: [BatchQuery(), BatchQuery(folder: "x"), BatchQuery(folder: "x", phases: [.done])])
    func aPageOfBatchesIsNotSorted(query: BatchQuery) throws {
        try withTemporaryStore { store in
            let plan = try store.plan(of: Store.sql(for: query).0)
            #expect(!plan.contains { $0.contains("B-TREE") }, "\(plan)")
        }
    }
}

extension Store {
    /// The lines of a query's plan.
    func plan(of sql: String) throws -> [String] {
        try read { db in
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            statement.setUncheckedArguments([])
            return try Row.fetchAll(statement).map { $0["detail"] }
        }
    }
}
