import Linux
import Model

/// Reads saved job configurations, `configurations/<id>.yaml`.
public enum SavedConfigurationFile {
    /// The end of the name of every saved configuration.
    static let suffix = ".yaml"

    /// Reads a file that is run now, whatever its name; throws everything that is wrong with it.
    public static func load(_ path: String) throws(SettingsError) -> SavedConfiguration {
        try complete(parse(try SettingsText.read(path), file: path, id: nil), from: path)
    }

    /// The configuration with its secrets and templates.
    private static func complete(
        _ configuration: SavedConfiguration, from file: String
    ) throws(SettingsError) -> SavedConfiguration {
        try TemplateDirectory.fill(try Secrets(file: file).resolve(configuration), from: file)
    }

    /// Reads a text without touching the disk.
    ///
    /// With an `id` it is one of the saved configurations, whose file name demands that id, and its type may be one
    /// that is not built yet; without, it is run now.
    static func parse(_ text: String, file: String, id: String?) throws(SettingsError) -> SavedConfiguration {
        let source = try SettingsText.value(of: text, file: file)
        let log = ProblemLog(file: file)
        let inside = Dictionary(
            JobType.allCases.flatMap(JobParameters.names(for:)).map { ($0, "into `parameters`") },
            uniquingKeysWith: { first, _ in first })
        let reader = MappingReader(
            source, path: "", known: ["id", "type", "name", "exports", "parameters"], elsewhere: inside, log: log)
        let configuration = reader.flatMap { Self.configuration($0, source, id: id) }
        try log.throwIfAny()
        guard let configuration else {
            throw SettingsError(SettingsProblem(code: .wrongType, message: "not a saved configuration", file: file))
        }
        return configuration
    }

    /// Every `*.yaml` of a directory, by id.
    static func loadAll(in directory: String) throws(SettingsError) -> [String: SavedConfiguration] {
        var found: [String: SavedConfiguration] = [:]
        var problems: [SettingsProblem] = []
        for name in try names(in: directory) {
            do throws(SettingsError) {
                let file = directory + "/" + name
                let id = String(name.dropLast(suffix.count))
                found[id] = try complete(parse(try SettingsText.read(file), file: file, id: id), from: file)
            } catch let error {
                problems += error.problems
            }
        }
        if let error = SettingsError(problems) { throw error }
        return found
    }

    private static func names(in directory: String) throws(SettingsError) -> [String] {
        do throws(SystemError) {
            return try Directory(path: directory).entries(limit: Limits.savedConfigurations)
                .compactMap(\.name.utf8).filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }.sorted()
        } catch let failure {
            let code: SettingsProblem.Code = failure.isNotFound ? .notFound : .permissionDenied
            throw SettingsError(
                SettingsProblem(code: code, message: "cannot be read: \(failure.reason)", file: directory))
        }
    }

    private static func configuration(
        _ reader: MappingReader, _ source: SourceValue, id expected: String?
    ) -> SavedConfiguration? {
        reader.require("id")
        let id = reader.identifier("id")
        if let id, let expected, id != expected {
            reader.refuse("id", .conflict, mustBe: "`\(printable(expected))`, the name of the file without `\(suffix)`")
        }
        let name = reader.text("name")
        let exports = reader.value("exports") == nil ? nil : reader.exports("exports")
        var parameters = JSONObject()
        if let value = reader.value("parameters") {
            if let object = value.json.object {
                parameters = object
            } else {
                reader.refuse("parameters", .wrongType, mustBe: "a mapping")
            }
        }
        guard reader.require("type") else { return nil }
        let before = reader.log.problems.count
        let type = reader.choice(
            "type", default: JobType.parse, unbuilt: expected == nil ? JobType.allCases.filter { !$0.isBuilt } : [])
        guard reader.log.problems.count == before, let id else { return nil }
        for problem in JobParameters.problems(in: parameters, for: type) {
            reader.log.report(
                SettingsProblem.Code(problem.code), problem.message,
                at: source.place(of: "parameters." + problem.path), nearest: problem.nearest)
        }
        return SavedConfiguration(id: id, type: type, name: name, parameters: parameters, exports: exports)
    }
}

extension SettingsProblem.Code {
    fileprivate init(_ code: ParameterProblem.Code) {
        self =
            switch code {
            case .unknown: .unknownKey
            case .wrongType: .wrongType
            case .notAllowed: .notAllowed
            case .notAvailable: .notAvailable
            }
    }
}
