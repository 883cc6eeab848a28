import Model

/// Reads one entry of `folders`.
struct FolderReader {
    /// Every key of a folder.
    static let keys: [String] =
        [
            "name", "root", "inbox", "outbox", "archive", "job", "allow_configurations", "allow_collections",
            "subfolders", "seal", "marker", "loose_files", "unpack", "settle", "batch_settle", "max_wait",
            "partial_max_age", "backend", "writers", "ignore", "partial", "in_place", "on_success", "on_failure",
            "archive_by", "search", "max_concurrency", "schedule", "limits", "accept_dropped_keys", "project_id",
            "permissions", "retention",
        ] + ReceiverReader.keys

    private let reader: MappingReader

    init?(_ value: SourceValue, index: Int, log: ProblemLog) {
        let belongs = "at the top of the file, not in a folder"
        let elsewhere = Dictionary(uniqueKeysWithValues: SettingsDocument.keys.map { ($0, belongs) })
        guard
            let reader = MappingReader(
                value, path: "folders[\(index)]", known: Self.keys, elsewhere: elsewhere, log: log)
        else { return nil }
        self.reader = reader
    }

    /// The folder with its defaults filled in; nil when a key it cannot do without is missing or refused.
    func folder() -> WatchFolder? {
        for key in ["name", "root", "job"] { reader.require(key) }
        let name = reader.identifier("name")
        if name == WatchFolder.oneShotName {
            reader.refuse("name", .notAllowed, mustBe: "another name: `once` is the one-shot command's own")
        }
        let root = reader.absolutePath("root")
        let job = job()
        var folder = WatchFolder(name: name ?? "", root: root ?? "", job: job?.job ?? Job(type: .parse))
        folder.exports = job?.exports ?? []
        readDirectories(into: &folder)
        readArrival(into: &folder)
        readOutcome(into: &folder)
        return name == nil || root == nil || job == nil ? nil : folder
    }

    private func job() -> (job: Job, exports: [ExportFormat])? {
        guard let job = reader.mapping("job", known: ["type", "configuration_id", "exports"]), job.require("type")
        else { return nil }
        let type = job.choice("type", default: JobType.parse, unbuilt: JobType.allCases.filter { !$0.isBuilt })
        return (Job(type: type, configurationID: job.identifier("configuration_id")), job.exports("exports"))
    }

    private func readDirectories(into folder: inout WatchFolder) {
        folder.inbox = reader.absolutePath("inbox") ?? folder.inbox
        folder.outbox = reader.absolutePath("outbox") ?? folder.outbox
        folder.archive = reader.absolutePath("archive") ?? folder.archive
    }

    private func readArrival(into folder: inout WatchFolder) {
        let ids = ChosenIdentifier.isValid
        folder.allowConfigurations = reader.texts("allow_configurations", of: "configuration ids", accept: ids)
        folder.allowCollections = reader.texts(
            "allow_collections", of: "collection ids", accept: CollectionName.isValid)
        folder.subfolders = reader.choice("subfolders", default: folder.subfolders)
        folder.seal = reader.choice("seal", default: folder.seal)
        folder.marker = reader.entryName("marker") ?? folder.marker
        folder.looseFiles = reader.choice("loose_files", default: folder.looseFiles)
        folder.unpack = reader.flag("unpack", default: folder.unpack)
        let settle = Duration.zero...Limits.longestSettle
        let wait = Duration.seconds(1)...Limits.longestWait
        folder.settle = reader.duration("settle", in: settle)
        folder.batchSettle = reader.duration("batch_settle", in: settle) ?? folder.batchSettle
        folder.maxWait = reader.duration("max_wait", in: wait) ?? folder.maxWait
        folder.partialMaxAge = reader.duration("partial_max_age", in: wait) ?? folder.partialMaxAge
        folder.backend = reader.choice("backend", default: folder.backend)
        folder.writers = reader.choice("writers", default: folder.writers)
        let patterns = "patterns of file names without a slash"
        folder.ignore = reader.texts("ignore", of: patterns, accept: MappingReader.isEntryName)
        folder.partial = reader.texts("partial", of: patterns, accept: MappingReader.isEntryName)
        folder.inPlace = reader.flag("in_place", default: folder.inPlace)
        folder.acceptDroppedKeys = reader.flag("accept_dropped_keys", default: folder.acceptDroppedKeys)
    }

    private func readOutcome(into folder: inout WatchFolder) {
        folder.onSuccess = reader.choice("on_success", default: folder.onSuccess)
        folder.onFailure = reader.choice("on_failure", default: folder.onFailure)
        folder.archiveBy = reader.choice("archive_by", default: folder.archiveBy)
        folder.maxConcurrency = reader.integer("max_concurrency", in: Limits.concurrency) ?? folder.maxConcurrency
        folder.projectID = reader.text("project_id")
        folder.search = reader.flag("search", default: folder.search)
        if folder.inPlace, reader.value("on_success") != nil, folder.onSuccess != .keep {
            reader.refuse("on_success", .conflict, mustBe: "keep, because `in_place` never touches the originals")
        }
        if folder.inPlace, folder.unpack {
            reader.refuse("unpack", .conflict, mustBe: "false, because `in_place` never touches the originals")
        }
        folder.schedule = schedule()
        readLimits(into: &folder)
        readPermissions(into: &folder)
        ReceiverReader(reader).read(into: &folder)
        readRetention(into: &folder)
    }

    private func schedule() -> WatchFolder.Schedule? {
        guard let hours = reader.mapping("schedule", known: ["from", "to"]) else { return nil }
        let areThere = ["from", "to"].map { hours.require($0) }
        guard areThere == [true, true], let from = hours.timeOfDay("from"), let to = hours.timeOfDay("to") else {
            return nil
        }
        if from == to { hours.refuse("to", .notAllowed, mustBe: "another time than `from`; null works at all hours") }
        return WatchFolder.Schedule(from: from, to: to)
    }

    private func readLimits(into folder: inout WatchFolder) {
        let known = ["max_files", "max_total_bytes", "max_file_bytes", "max_pages"]
        guard let limits = reader.mapping("limits", known: known) else { return }
        folder.limits.maxFiles = limits.integer("max_files", in: 1...Int64(Limits.batchEntries))
        folder.limits.maxTotalBytes = limits.size("max_total_bytes")
        folder.limits.maxPages = limits.integer("max_pages", in: 1...Int64.max)
        let categories = MediaCategory.allCases
        guard let bytes = limits.mapping("max_file_bytes", known: categories.map(\.rawValue)) else { return }
        for category in categories { folder.limits.maxFileBytes[category] = bytes.size(category.rawValue) }
    }

    private func readPermissions(into folder: inout WatchFolder) {
        guard let permissions = reader.mapping("permissions", known: ["group", "file_mode", "dir_mode"]) else { return }
        folder.permissions.group = permissions.text("group")
        folder.permissions.fileMode = permissions.mode(
            "file_mode", atLeast: 0o600, default: folder.permissions.fileMode)
        folder.permissions.directoryMode = permissions.mode(
            "dir_mode", atLeast: 0o700, default: folder.permissions.directoryMode)
    }

    private func readRetention(into folder: inout WatchFolder) {
        guard let retention = reader.mapping("retention", known: ["outbox", "archive", "trash"]) else { return }
        folder.retention.outbox = keep("outbox", in: retention)
        folder.retention.archive = keep("archive", in: retention)
        folder.retention.trash =
            retention.duration("trash", in: .zero...Limits.longestKeep) ?? folder.retention.trash
    }

    // `90d`, or `{age: 90d, size: 100GB}`.
    private func keep(_ key: String, in retention: MappingReader) -> WatchFolder.Keep {
        let ages = Duration.seconds(1)...Limits.longestKeep
        guard retention.value(key)?.members != nil else {
            return WatchFolder.Keep(age: retention.duration(key, in: ages))
        }
        let rule = retention.mapping(key, known: ["age", "size"])
        return WatchFolder.Keep(age: rule?.duration("age", in: ages), bytes: rule?.size("size"))
    }
}

extension WatchFolder {
    /// The folder name that batches of the one-shot command carry.
    static let oneShotName = "once"
}
