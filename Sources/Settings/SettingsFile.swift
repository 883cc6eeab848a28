import Glibc
import Linux
import Model

/// What a configuration says, complete and checked.
public struct LoadedSettings: Sendable {
    public let settings: AgentSettings
    /// What works, but probably not as meant; in the order of lines.
    public let warnings: [SettingsProblem]
    /// Path of dropmill.yaml, as it was given.
    public let file: String
    let source: SourceValue

    /// The file as it was written, without comments.
    public var written: JSONValue { source.json }
}

/// Finds and reads dropmill.yaml with the saved configurations it names.
public enum SettingsFile {
    private static let name = "dropmill.yaml"
    private static let systemPath = "/etc/dropmill/dropmill.yaml"

    /// The file to read: `explicit`, else the user's, else the system's.
    public static func search(explicit: String?, environment: [String: String]) throws(SettingsError) -> String {
        if let explicit { return explicit }
        let candidates = [userPath(environment), systemPath].compactMap(\.self)
        if let found = candidates.first(where: { access($0, F_OK) == 0 }) { return found }
        throw SettingsError(
            SettingsProblem(
                code: .notFound,
                message: "no configuration found; looked for \(candidates.map(printable).joined(separator: " and ")). "
                    + "`dropmill init ROOT` writes one, `--config FILE` names one", file: ""))
    }

    /// Reads a dropmill.yaml and its saved configurations; throws everything that is wrong with them.
    public static func load(_ path: String) throws(SettingsError) -> LoadedSettings {
        var document = try SettingsDocument.parse(try SettingsText.read(path), file: path)
        var warnings = document.warnings
        if let directory = try configurationsDirectory(of: document) {
            document.settings.configurations = try SavedConfigurationFile.loadAll(in: directory)
            warnings += misnamed(in: directory)
        }
        try document.checkConfigurations()
        return LoadedSettings(
            settings: document.settings, warnings: warnings, file: path, source: document.source)
    }

    // XDG Base Directory Specification: a relative path in the variable is ignored.
    private static func userPath(_ environment: [String: String]) -> String? {
        if let home = environment["XDG_CONFIG_HOME"], home.hasPrefix("/") { return "\(home)/dropmill/\(name)" }
        if let home = environment["HOME"], home.hasPrefix("/") { return "\(home)/.config/dropmill/\(name)" }
        return nil
    }

    private static func configurationsDirectory(of document: SettingsDocument) throws(SettingsError) -> String? {
        if let named = document.configurationsDirectory {
            guard isDirectory(named) else {
                let place = document.source.place(of: "configurations")
                throw SettingsError(
                    SettingsProblem(
                        code: .notFound, message: "`configurations` is \(printable(named)), which is not a directory",
                        file: document.file, line: place.line, column: place.column))
            }
            return named
        }
        let beside = SettingsText.directory(of: document.file) + "/configurations"
        return isDirectory(beside) ? beside : nil
    }

    private static func isDirectory(_ path: String) -> Bool { (try? Directory(path: path)) != nil }

    private static func misnamed(in directory: String) -> [SettingsProblem] {
        let names = (try? Directory(path: directory).entries(limit: Limits.savedConfigurations)) ?? []
        return names.compactMap(\.name.utf8).filter { $0.hasSuffix(".yml") || $0.hasSuffix(".json") }.sorted().map {
            SettingsProblem(
                code: .notAllowed, message: "is not read: a saved configuration ends in `.yaml`",
                file: directory + "/" + $0)
        }
    }
}

extension SettingsDocument {
    /// Checks that every configuration a folder names exists and fits the folder's job.
    func checkConfigurations() throws(SettingsError) {
        let log = ProblemLog(file: file)
        for (index, folder) in settings.folders.enumerated() {
            if let id = folder.job.configurationID {
                check(id, at: "folders[\(index)].job.configuration_id", for: folder.job.type, log)
            }
            for (number, id) in folder.allowConfigurations.enumerated() {
                check(id, at: "folders[\(index)].allow_configurations[\(number)]", for: nil, log)
            }
        }
        checkEngines(log)
        try log.throwIfAny()
    }

    /// A configuration that asks a model needs one it may ask.
    private func checkEngines(_ log: ProblemLog) {
        for (id, saved) in settings.configurations.sorted(by: { $0.key < $1.key }) {
            let named = saved.parameters["provider"]?.string
            guard saved.parameters["engine"]?.string == "provider" || named != nil else { continue }
            let reason: String
            if settings.offline {
                reason = "`offline` is true; set `offline: false`"
            } else if settings.providers.isEmpty {
                reason = "`providers` names none"
            } else if let named, !settings.providers.contains(where: { $0.name == named }) {
                let known = settings.providers.map(\.name).joined(separator: ", ")
                reason = "there is no provider \(named); known are \(known)"
            } else {
                continue
            }
            log.report(
                .conflict, "the configuration \"\(id)\" asks a provider, but \(reason)",
                at: source.place(of: settings.offline ? "offline" : "providers"))
        }
    }

    private func check(_ id: String, at path: String, for type: JobType?, _ log: ProblemLog) {
        let place = source.place(of: path)
        guard let saved = settings.configurations[id] else {
            let known = settings.configurations.keys.sorted()
            let nearest = nearestName(to: id, among: known)
            let list = known.prefix(Limits.listedProblems).joined(separator: ", ")
            let hint =
                nearest.map { "did you mean `\($0)`?" } ?? (known.isEmpty ? "there are none" : "saved are: \(list)")
            return log.report(
                .unknownConfiguration, "`\(path)` is \"\(id)\", but no such configuration is saved; \(hint)", at: place,
                nearest: nearest)
        }
        if let type, saved.type != type {
            log.report(
                .conflict,
                "`\(path)` is \"\(id)\", a configuration for \(saved.type.rawValue), but the folder's job is "
                    + type.rawValue, at: place)
        } else if !saved.type.isBuilt {
            log.report(
                .notAvailable,
                "`\(path)` is \"\(id)\" of type \(saved.type.rawValue), which is not available in this "
                    + "version", at: place)
        }
    }
}
