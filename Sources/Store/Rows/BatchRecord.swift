import GRDB
import Model

/// The row of a batch while a transaction works on it: loaded, changed, saved.
struct BatchRecord {
    /// Primary key; grows with every batch.
    let number: Int64
    var batch: Batch
    var originals: OriginalsPlace?
    /// True when the batch vanished before it was sealed; it is not listed any more.
    var isWithdrawn: Bool
}

// MARK: Columns

extension BatchRecord {
    /// Columns that stay as they are once the batch is sealed.
    private static let sealedColumns = [
        "id", "folder", "source", "name", "entry", "outbox_name", "job_type", "configuration_id", "max_concurrency",
        "priority", "rerun_of", "project_id", "source_directory_id", "collection_id", "force_overwrite", "checked_at",
        "created_at", "sealed_at", "cost_estimate",
    ]

    /// Columns that change while the batch is worked on.
    private static let liveColumns = [
        "phase", "status", "refused", "is_held", "is_repeated", "is_withdrawn", "seq", "total", "running", "succeeded",
        "partial",
        "failed", "skipped", "cancelled", "media_types", "throttle_reason", "throttle_resume_at", "throttle_details",
        "failure",
        "started_at", "updated_at", "last_progress_at", "finished_at", "originals", "originals_path",
    ]

    private static let detailColumns = ["intake", "configuration", "metadata", "warnings", "manifest"]

    /// Reads whole batches; ends where a condition can follow.
    static let select =
        "SELECT number, " + (sealedColumns + liveColumns + detailColumns + ["is_removed"]).joined(separator: ", ")
        + " FROM batches JOIN details ON details.batch = batches.number"

    private static let insert = insertion(into: "batches", sealedColumns + liveColumns)
    private static let insertDetails = insertion(into: "details", ["batch"] + detailColumns)
    private static let updateLive = update("batches", liveColumns, key: "number")
    private static let updateAll = update("batches", sealedColumns + liveColumns, key: "number")
    private static let updateDetails = update("details", detailColumns, key: "batch")

    private static func insertion(into table: String, _ columns: [String]) -> String {
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
    }

    private static func update(_ table: String, _ columns: [String], key: String) -> String {
        "UPDATE \(table) SET \(columns.map { $0 + " = ?" }.joined(separator: ", ")) WHERE \(key) = ?"
    }

    private var sealedValues: [ColumnValue] {
        [
            batch.id, batch.folder, batch.source.rawValue, batch.name, batch.entry.column, batch.outboxName.column,
            batch.job.type.rawValue, batch.job.configurationID, batch.maxConcurrency, batch.priority, batch.rerunOf,
            batch.projectID, batch.sourceDirectoryID, batch.collectionID, batch.forceOverwrite,
            batch.checkedAt?.milliseconds, batch.createdAt.milliseconds, batch.sealedAt?.milliseconds,
            batch.costEstimate?.json.column,
        ]
    }

    private var liveValues: [ColumnValue] {
        let counts = batch.counts
        return [
            batch.phase.rawValue, batch.status.rawValue, batch.refused, batch.isHeld, batch.isRepeated, isWithdrawn,
            batch.seq,
            counts.total, counts.running, counts.succeeded, counts.partial, counts.failed, counts.skipped,
            counts.cancelled, batch.mediaTypesJSON.column, batch.throttle?.reason,
            batch.throttle?.resumeAt?.milliseconds, batch.throttle.map { JSONValue.object($0.details).column },
            batch.failure?.json.column, batch.startedAt?.milliseconds,
            batch.updatedAt.milliseconds, batch.lastProgressAt?.milliseconds, batch.finishedAt?.milliseconds,
            originals?.word, originals?.path?.column,
        ]
    }

    private var detailValues: [ColumnValue] {
        [
            batch.intake.json.column, batch.configuration?.json.column, JSONValue.object(batch.metadata).column,
            JSONValue.strings(batch.warnings).column, batch.manifest?.json.column,
        ]
    }
}

// MARK: Loading and saving

extension BatchRecord {
    /// The batch with an id; throws when there is none.
    static func load(_ id: String, _ db: Database) throws -> BatchRecord {
        guard let record = try find(id, db) else { throw StoreError(.unknown, "There is no batch \(id).") }
        return record
    }

    /// The batch with an id, if there is one.
    static func find(_ id: String, _ db: Database) throws -> BatchRecord? {
        try db.first(select + " WHERE id = ?", [id], BatchRecord.init(columns:))
    }

    /// Adds a batch.
    static func insert(_ batch: Batch, _ db: Database) throws -> BatchRecord {
        let draft = BatchRecord(number: 0, batch: batch, originals: nil, isWithdrawn: false)
        try db.run(insert, draft.sealedValues + draft.liveValues)
        let number = db.lastInsertedRowID
        try db.run(insertDetails, [number] + draft.detailValues)
        return BatchRecord(number: number, batch: batch, originals: nil, isWithdrawn: false)
    }

    /// Writes what changes while the batch is worked on.
    func save(_ db: Database) throws {
        try db.run(Self.updateLive, liveValues + [number])
    }

    /// Writes everything, for a batch that is not sealed or just was.
    func saveAll(_ db: Database) throws {
        try db.run(Self.updateAll, sealedValues + liveValues + [number])
        try db.run(Self.updateDetails, detailValues + [number])
    }

    init(columns: inout ColumnReader) throws {
        number = try columns.value()
        var batch = try Batch(sealedColumns: &columns)
        try batch.readStatus(from: &columns)
        isWithdrawn = try columns.value()
        try batch.readProgress(from: &columns)
        let place: String? = columns.optional()
        let path = columns.optionalPath()
        originals = try place.map { try OriginalsPlace(word: $0, path: path) }
        try batch.readDetails(from: &columns)
        batch.isRemoved = try columns.value()
        self.batch = batch
    }
}
