import GRDB
import Model

/// Within which results of equal content are the same: those of one folder, made with the same options by the same
/// engine for the same collection.
public struct ResultScope: Sendable, Equatable {
    public var folder: String
    public var job: JobType
    /// sha256 of the canonical parameters.
    public var optionsSHA256: String
    /// Version of the program.
    public var engine: String
    public var collectionID: String?

    public init(folder: String, job: JobType, optionsSHA256: String, engine: String, collectionID: String?) {
        self.folder = folder
        self.job = job
        self.optionsSHA256 = optionsSHA256
        self.engine = engine
        self.collectionID = collectionID
    }
}

/// A succeeded item that an item of the same content may share its result with.
public struct EarlierResult: Sendable {
    public var batchID: String
    /// Display name of its batch.
    public var batchName: String
    /// The directory of its batch in the outbox.
    public var outboxName: BytePath
    /// 0-based place in its batch.
    public var index: Int
    /// Path below the root of its batch.
    public var path: BytePath
    public var fileID: String
    public var outcome: ItemOutcome

    init(columns: inout ColumnReader) throws {
        batchID = try columns.value()
        batchName = try columns.value()
        outboxName = try columns.path()
        index = try columns.value()
        path = try columns.path()
        fileID = try columns.value()
        guard let outcome = try columns.optionalJSON(ItemOutcome.init(json:)) else {
            throw StoreError.undecodable("a succeeded item without its outcome")
        }
        self.outcome = outcome
    }
}

extension Store {
    /// The number under which results of a scope are kept; made at its first use.
    public func number(of scope: ResultScope) throws(StoreError) -> Int64 {
        let key: [ColumnValue] = [
            scope.folder, scope.job.rawValue, scope.optionsSHA256, scope.engine, scope.collectionID ?? "",
        ]
        let known = try read { db in try db.first(Queries.scope, key) { try $0.value() as Int64 } }
        if let known { return known }
        return try write { db in
            try db.run(
                """
                INSERT OR IGNORE INTO scopes (folder, job_type, options_sha256, engine, collection_id)
                VALUES (?, ?, ?, ?, ?)
                """, key)
            guard let number = try db.first(Queries.scope, key, { try $0.value() as Int64 }) else {
                throw StoreError(.other, "The scope of \(scope.folder) cannot be kept.")
            }
            return number
        }
    }

    /// Items of a scope that succeeded with this content, the newest first, at most `limit`.
    public func earlierResults(of sha256: String, in scope: Int64, limit: Int) throws(StoreError) -> [EarlierResult] {
        try read { db in
            try db.all(Queries.earlierResults, [scope, sha256, limit], EarlierResult.init(columns:))
        }
    }
}
