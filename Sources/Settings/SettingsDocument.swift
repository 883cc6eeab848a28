import Model

/// The text of a dropmill.yaml, read and checked without touching the disk.
///
/// Saved configurations are files of their own; `SettingsFile` reads them and checks that the ids match.
public struct SettingsDocument: Sendable {
    /// Version of the file format this program reads.
    public static let version = 1
    /// Every key at the top of the file.
    static let keys: [String] =
        [
            "version", "state_dir", "configurations", "workers", "offline", "require_sandbox", "worker_user",
            "min_free_bytes", "metrics", "folders",
        ]
        + ServiceReader.keys

    /// The settings, still without saved configurations.
    public internal(set) var settings: AgentSettings
    /// The directory `configurations` names; nil when it is left to the default.
    public let configurationsDirectory: String?
    /// Path of the file, for messages.
    public let file: String
    let source: SourceValue
    /// What works, but probably not as meant.
    let warnings: [SettingsProblem]

    /// Reads a text; throws everything that is wrong with it.
    public static func parse(_ text: String, file: String) throws(SettingsError) -> SettingsDocument {
        let source = try SettingsText.value(of: text, file: file)
        let log = ProblemLog(file: file)
        let belongs = "into an entry of `folders`"
        let elsewhere = Dictionary(
            uniqueKeysWithValues: FolderReader.keys.filter { !keys.contains($0) }.map { ($0, belongs) })
        try checkVersion(source, log)
        guard let reader = MappingReader(source, path: "", known: keys, elsewhere: elsewhere, log: log) else {
            try log.throwIfAny()
            throw SettingsError(SettingsProblem(code: .wrongType, message: "not a mapping", file: file))
        }
        for key in ["version", "state_dir", "folders"] { reader.require(key) }
        var settings = AgentSettings(stateDirectory: reader.absolutePath("state_dir") ?? "")
        readAgent(reader, into: &settings)
        readFolders(reader, into: &settings)
        ServiceReader(reader).read(into: &settings)
        refuseWebhooksOffline(settings, source, log)
        let directory = SettingsText.directory(of: file)
        let configurations = reader.path("configurations", relativeTo: directory)
        LayoutCheck(settings: settings, source: source, log: log).run()
        try log.throwIfAny()
        return SettingsDocument(
            settings: settings, configurationsDirectory: configurations, file: file, source: source,
            warnings: log.warnings)
    }

    // First and alone: what else a newer file says cannot be judged.
    private static func checkVersion(_ source: SourceValue, _ log: ProblemLog) throws(SettingsError) {
        guard let written = source.members?.first(where: { $0.key == "version" }), !written.value.isNull else { return }
        guard case .scalar(.integer(let number)) = written.value.content, number > 0 else {
            let found = written.value.json.quoted
            return log.report(.wrongType, "`version` is \(found), but must be \(version)", at: written.place)
        }
        guard number > version else { return }
        log.report(
            .newerVersion, "version \(number) is newer than this program knows (\(version))", at: written.place)
        try log.throwIfAny()
    }

    private static func readAgent(_ reader: MappingReader, into settings: inout AgentSettings) {
        if reader.value("workers")?.json != "auto" {
            settings.workers = reader.integer("workers", in: Limits.concurrency, or: "auto")
        }
        settings.offline = reader.flag("offline", default: settings.offline)
        settings.requireSandbox = reader.flag("require_sandbox", default: settings.requireSandbox)
        settings.workerUser = reader.text("worker_user")
        settings.minFreeBytes = reader.size("min_free_bytes") ?? settings.minFreeBytes
        settings.metrics = MetricsReader.read(reader)
    }

    private static func refuseWebhooksOffline(_ settings: AgentSettings, _ source: SourceValue, _ log: ProblemLog) {
        guard settings.offline else { return }
        for (index, folder) in settings.folders.enumerated() where !folder.webhooks.isEmpty {
            let key = "folders[\(index)].webhooks"
            log.report(
                .conflict, "`\(key)` needs `offline: false`: `offline` is true, which is the default",
                at: source.place(of: key))
        }
    }

    private static func readFolders(_ reader: MappingReader, into settings: inout AgentSettings) {
        guard let value = reader.value("folders") else { return }
        guard case .list(let folders) = value.content, (1...Limits.watchFolders).contains(folders.count) else {
            return reader.refuse("folders", .wrongType, mustBe: "a list of 1 to \(Limits.watchFolders) folders")
        }
        for (index, folder) in folders.enumerated() {
            guard let folder = FolderReader(folder, index: index, log: reader.log)?.folder() else { continue }
            settings.folders.append(folder)
        }
    }
}
