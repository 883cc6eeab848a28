import GRDB
import Model

/// What a collection has to be told about a batch.
public struct IndexTask: Sendable, Equatable {
    /// Names the task, and not the next one about the same batch.
    let ticket: Int64
    public let batchID: String
    /// Index of the first item that is not in the collection yet.
    public let next: Int
    /// True when its documents are to be taken out.
    public let isRemoval: Bool
}

extension Store {
    /// The oldest thing to be done for a collection; those of `skipped` batches wait.
    public func nextIndexTask(except skipped: Set<String> = []) throws(StoreError) -> IndexTask? {
        try read { db in
            try db.all(Queries.indexTasks, [skipped.count + 1]) { columns in
                IndexTask(
                    ticket: try columns.value(), batchID: try columns.value(), next: try columns.value(),
                    isRemoval: try columns.value())
            }.first { !skipped.contains($0.batchID) }
        }
    }

    /// Every item before `next` is durable in the collection.
    public func recordIndexed(_ task: IndexTask, before next: Int) throws(StoreError) {
        try write { try $0.run("UPDATE unindexed SET position = ? WHERE ticket = ?", [next, task.ticket]) }
    }

    /// A task is done; where the batch finished once more meanwhile, there is another one.
    public func finishIndexTask(_ task: IndexTask) throws(StoreError) {
        try write { try $0.run("DELETE FROM unindexed WHERE ticket = ?", [task.ticket]) }
    }

    /// Notes that a collection has to be told about a batch, in the transaction that is the reason for it.
    static func requestIndexing(of number: Int64, isRemoval: Bool = false, _ db: Database) throws {
        try db.run(
            "INSERT OR REPLACE INTO unindexed (batch, position, is_removal) VALUES (?, 0, ?)", [number, isRemoval])
    }
}
