import GRDB
import Model

extension Batch {
    /// Reads the columns that stay as they are once the batch is sealed, in the order of `BatchRecord`.
    init(sealedColumns columns: inout ColumnReader) throws {
        let id: String = try columns.value()
        let folder: String = try columns.value()
        let source: Source = try columns.word()
        let name: String = try columns.value()
        let entry = try columns.path()
        let outboxName = try columns.path()
        let job = Job(type: try columns.word(), configurationID: columns.optional())
        let maxConcurrency: Int? = columns.optional()
        let priority: Int = try columns.value()
        let rerunOf: String? = columns.optional()
        let projectID: String? = columns.optional()
        let sourceDirectoryID: String = try columns.value()
        let collectionID: String? = columns.optional()
        let forceOverwrite: Bool = try columns.value()
        let checkedAt = columns.optionalTime()
        self.init(
            id: id, folder: folder, source: source, name: name, entry: entry, outboxName: outboxName, job: job,
            sourceDirectoryID: sourceDirectoryID, createdAt: try columns.time())
        self.maxConcurrency = maxConcurrency
        self.priority = priority
        self.rerunOf = rerunOf
        self.projectID = projectID
        self.collectionID = collectionID
        self.forceOverwrite = forceOverwrite
        self.checkedAt = checkedAt
        sealedAt = columns.optionalTime()
        costEstimate = try columns.optionalJSON(CostEstimate.init(json:))
    }

    /// Reads `phase` to `is_repeated`.
    mutating func readStatus(from columns: inout ColumnReader) throws {
        phase = try columns.word()
        status = try columns.word()
        refused = try columns.value()
        isHeld = try columns.value()
        isRepeated = try columns.value()
    }

    /// Reads `seq` to `finished_at`.
    mutating func readProgress(from columns: inout ColumnReader) throws {
        seq = try columns.value()
        counts = ItemCounts(
            total: try columns.value(), running: try columns.value(), succeeded: try columns.value(),
            partial: try columns.value(), failed: try columns.value(), skipped: try columns.value(),
            cancelled: try columns.value())
        for (word, count) in try columns.json().object?.members ?? [] {
            guard let category = MediaCategory(rawValue: word), let count = count.integer else {
                throw StoreError.undecodable("the media type \(word)")
            }
            mediaTypes[category] = Int(count)
        }
        let reason: String? = columns.optional()
        let resumeAt = columns.optionalTime()
        let details = try columns.optionalJSON()?.object
        throttle = reason.map { Throttle(reason: $0, resumeAt: resumeAt, details: details ?? [:]) }
        failure = try columns.optionalJSON(Failure.init(json:))
        startedAt = columns.optionalTime()
        updatedAt = try columns.time()
        lastProgressAt = columns.optionalTime()
        finishedAt = columns.optionalTime()
    }

    /// Reads the columns of `details`.
    mutating func readDetails(from columns: inout ColumnReader) throws {
        intake = IntakeNote(json: try columns.json())
        configuration = try columns.optionalSharedJSON(FrozenConfiguration.init(json:))
        metadata = try columns.json().object ?? [:]
        warnings = try columns.json().array?.compactMap(\.string) ?? []
        manifest = try columns.optionalJSON(ManifestForm.init(json:))
    }

    /// How many items are of each kind, in the order of the kinds.
    var mediaTypesJSON: JSONValue {
        .object(
            JSONObject(
                MediaCategory.allCases.compactMap { category in
                    mediaTypes[category].map { (category.rawValue, .integer(Int64($0))) }
                }))
    }
}

extension Batch.IntakeNote {
    /// The form the store keeps.
    var json: JSONValue {
        ["backend": .optional(backend), "ignored": .strings(ignored), "blocked_by": .strings(blockedBy)]
    }

    init(json: JSONValue) {
        self.init(
            backend: json["backend"]?.string, ignored: json["ignored"]?.array?.compactMap(\.string) ?? [],
            blockedBy: json["blocked_by"]?.array?.compactMap(\.string) ?? [])
    }
}
