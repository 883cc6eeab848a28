import Crypto
import Model

/// What the command line chooses for a batch; it wins over everything else.
public struct CommandLineChoices: Sendable, Equatable {
    public var type: JobType?
    /// A configuration of its own, as `once --configuration FILE` gives it.
    public var configuration: SavedConfiguration?
    /// Parameters of the job that win over those of any configuration.
    public var parameters: JSONObject
    public var maxConcurrency: Int?

    public init(
        type: JobType? = nil, configuration: SavedConfiguration? = nil, parameters: JSONObject = [:],
        maxConcurrency: Int? = nil
    ) {
        self.type = type
        self.configuration = configuration
        self.parameters = parameters
        self.maxConcurrency = maxConcurrency
    }
}

/// Decides the job and the settings of one batch: command line, then job file, then folder, then defaults.
struct Resolution: Sendable {
    let folder: WatchFolder
    /// Saved configurations of the agent by id.
    let configurations: [String: SavedConfiguration]
    /// The permanent inbox the batch came through; its name may select a configuration.
    var area: String?
    var commandLine = CommandLineChoices()
    /// The servers of models that may be asked; the first is the default. None while the agent is offline.
    var models: [ModelServer] = []

    /// Freezes everything into the batch; `prepare` checks the parameters and brings them into their final form.
    func apply(
        _ dropped: DroppedSteering, to batch: inout Batch,
        prepare: (_ type: JobType, _ parameters: JSONObject) throws(Failure) -> JSONObject = Self.asWritten
    ) throws(Failure) {
        var dropped = dropped
        let file = dropped.job
        let chosen = try choose(dropped)
        try check(file)
        var parameters = try draft(chosen, &dropped)
        let written = parameters.values["schema"]
        parameters.values = try prepare(chosen.job.type, parameters.values)
        guard JSONWriter.canonicalBytes(of: .object(parameters.values)).count <= Limits.frozenParameterBytes else {
            throw JobFile.refusal(
                "Schema, prompt, templates and exclusions together have more than \(Limits.frozenParameterBytes) "
                    + "bytes.")
        }
        var settings = FrozenSettings(origins: parameters.origins)
        settings.origins["job"] = .string(chosen.origin)
        let concurrency = concurrency(file)
        settings.set("max_concurrency", .integer(Int64(concurrency.value)), concurrency.origin)
        settings.set(
            "priority", .integer(Int64(file?.priority ?? 0)), file?.priority == nil ? "default" : "job_file")
        settings.set("force_overwrite", .bool(file?.forceOverwrite ?? false), Self.origin(file?.forceOverwrite))
        settings.set("collection_id", .optional(file?.collectionID), Self.origin(file?.collectionID))
        settings.set("mime_type", .optional(file?.mimeType), Self.origin(file?.mimeType))
        settings.set("project_id", .optional(folder.projectID), folder.projectID == nil ? "default" : "folder")
        if let exports = exports(file, chosen.configuration) {
            settings.set("exports", .strings(exports.formats.map(\.rawValue)), exports.origin)
        }
        if let written, !written.isNull, written != parameters.values["schema"] {
            settings.values["schema_as_written"] = written
        }
        if let key = file?.apiKey { settings.set("api_key", .string(key), "job_file") }

        batch.job = chosen.job
        batch.configuration = Self.freeze(chosen.job, parameters.values, settings.origins, settings.values)
        batch.maxConcurrency = concurrency.value
        batch.priority = file?.priority ?? 0
        batch.forceOverwrite = file?.forceOverwrite ?? false
        batch.collectionID = file?.collectionID ?? parameters.values["collection_id"]?.string
        batch.projectID = folder.projectID
        batch.metadata = file?.metadata ?? [:]
        batch.name = file?.name ?? batch.name
        batch.sourceDirectoryID = file?.sourceDirectoryID ?? batch.sourceDirectoryID
        batch.warnings += (file?.warnings ?? []) + dropped.warnings
    }

    /// Leaves parameters as they were written.
    static func asWritten(_ type: JobType, _ parameters: JSONObject) throws(Failure) -> JSONObject { parameters }

    typealias Draft = (values: JSONObject, origins: JSONObject)

    /// Every parameter of the job: the defaults, the configuration over them, and over that what was dropped.
    private func draft(_ chosen: Choice, _ dropped: inout DroppedSteering) throws(Failure) -> Draft {
        let type = chosen.job.type
        var values = JobParameters.defaults(for: type)
        if let saved = chosen.configuration {
            if let problem = JobParameters.problem(in: saved.parameters, for: saved.type) {
                throw JobFile.refusal("Configuration \(saved.id): \(problem)")
            }
            values = JobParameters.merged(values, with: saved.parameters)
            if saved.type == .extract { values["templates"] = .array(saved.templates.map(\.frozen)) }
        }
        var origins: [(String, JSONValue)] = []
        Self.originate(
            values, from: chosen.configuration?.parameters ?? [:], origin: "configuration", path: "", &origins)
        var frozen = JSONObject(origins)
        for (key, named) in try dropped.parameters(for: type) {
            values[key] = named.value
            frozen[key] = .string(named.origin)
        }
        for (key, value) in commandLine.parameters.members {
            values[key] = value
            frozen[key] = "command_line"
        }
        if type == .tag, values["exclusions"] == nil {
            values["exclusions"] = values["exclusion_words"] ?? []
            frozen["exclusions"] = frozen["exclusion_words"]
        }
        var draft: Draft = (values, frozen)
        try chooseProvider(of: type, in: &draft, &dropped.warnings)
        try chooseTranscription(in: &draft)
        return draft
    }

    private typealias Choice = (job: Job, configuration: SavedConfiguration?, origin: String)

    private func choose(_ dropped: DroppedSteering) throws(Failure) -> Choice {
        var choice = try chooseConfiguration(dropped.job)
        // Keys that belong to a job ask for it, unless the job is named.
        let named = commandLine.type ?? dropped.job?.type
        let implied = choice.origin == "command_line" ? nil : dropped.implied
        if let type = named ?? implied?.type, type != choice.job.type {
            // A type of its own stands without the folder's configuration, but never against one it names itself.
            guard choice.origin == "folder" || choice.configuration == nil else {
                let asker = named == nil ? implied?.key ?? "" : "the job"
                throw JobFile.refusal(
                    "Configuration \(choice.job.configurationID ?? "") is for \(choice.job.type.rawValue), "
                        + "but \(asker) asks for \(type.rawValue).",
                    details: ["expected": .string(choice.job.type.rawValue), "found": .string(type.rawValue)])
            }
            choice = (Job(type: type), nil, commandLine.type == nil ? "job_file" : "command_line")
        }
        guard choice.job.type.isBuilt else {
            throw JobFile.refusal(
                "Jobs of type \(choice.job.type.rawValue) are not available in this version.",
                resolution: "Use parse_v2, extract_v2 or tag; the batch is looked at again when its job file changes.")
        }
        return choice
    }

    private func chooseConfiguration(_ file: JobFile?) throws(Failure) -> Choice {
        if let configuration = commandLine.configuration {
            return (Job(type: configuration.type, configurationID: configuration.id), configuration, "command_line")
        }
        if let id = file?.configurationID { return try configuration(named: id, origin: "job_file") }
        if let area, folder.allowConfigurations.contains(area) {
            return try configuration(named: area, origin: "folder")
        }
        guard let id = folder.job.configurationID else { return (folder.job, nil, "folder") }
        return try configuration(named: id, origin: "folder")
    }

    private func configuration(named id: String, origin: String) throws(Failure) -> Choice {
        let allowed = Set(folder.allowConfigurations + [folder.job.configurationID].compactMap(\.self)).sorted()
        guard allowed.contains(id), let configuration = configurations[id] else {
            let known = allowed.filter { configurations[$0] != nil }
            throw JobFile.refusal(
                "configuration_id \(id) is not known here; "
                    + (known.isEmpty ? "this folder allows none." : "known are \(known.joined(separator: ", "))."),
                details: ["configuration_id": .string(id), "known": .strings(known)])
        }
        return (Job(type: configuration.type, configurationID: id), configuration, origin)
    }

    private func check(_ file: JobFile?) throws(Failure) {
        guard let collection = file?.collectionID, !folder.allowCollections.isEmpty,
            !folder.allowCollections.contains(collection)
        else { return }
        throw JobFile.refusal(
            "collection_id \(collection) is not known here; known are "
                + folder.allowCollections.joined(separator: ", ") + ".",
            details: ["collection_id": .string(collection), "known": .strings(folder.allowCollections)])
    }

    /// The exports that are asked for, and where; nil when nobody does.
    private func exports(
        _ file: JobFile?, _ configuration: SavedConfiguration?
    ) -> (formats: [ExportFormat], origin: String)? {
        if let formats = file?.exports { return (formats, "job_file") }
        if let formats = configuration?.exports { return (formats, "configuration") }
        return folder.exports.isEmpty ? nil : (folder.exports, "folder")
    }

    /// A job file tightens the folder's bound and never loosens it.
    private func concurrency(_ file: JobFile?) -> (value: Int, origin: String) {
        if let chosen = commandLine.maxConcurrency { return (chosen, "command_line") }
        if let asked = file?.maxConcurrency, asked < folder.maxConcurrency { return (asked, "job_file") }
        return (folder.maxConcurrency, "folder")
    }

    private static func origin(_ value: (some Any)?) -> String { value == nil ? "default" : "job_file" }

    /// One origin for each leaf, under its dotted path.
    private static func originate(
        _ object: JSONObject, from source: JSONObject, origin: String, path: String,
        _ origins: inout [(String, JSONValue)]
    ) {
        for (key, value) in object.members {
            let below = path.isEmpty ? key : "\(path).\(key)"
            if let inner = value.object, !inner.members.isEmpty {
                originate(inner, from: source[key]?.object ?? [:], origin: origin, path: below, &origins)
            } else {
                origins.append((below, .string(source[key] == nil ? "default" : origin)))
            }
        }
    }

    private static func freeze(
        _ job: Job, _ parameters: JSONObject, _ origins: JSONObject, _ settings: JSONObject
    ) -> FrozenConfiguration {
        let text = JSONWriter.canonicalBytes(of: [
            "type": .string(job.type.rawValue), "configuration_id": .optional(job.configurationID),
            "parameters": .object(parameters), "settings": .object(settings),
        ])
        return FrozenConfiguration(
            job: job, parameters: parameters, origins: origins, settings: settings,
            sha256: Hexadecimal.lower(Digest.sha256(text)))
    }
}

/// Batch-level values on their way to the frozen configuration, each with its origin.
private struct FrozenSettings {
    var values = JSONObject()
    var origins: JSONObject

    init(origins: JSONObject) { self.origins = origins }

    mutating func set(_ key: String, _ value: JSONValue, _ origin: String) {
        values[key] = value
        origins[key] = .string(origin)
    }
}

extension SavedConfiguration.Template {
    /// The form in which a batch keeps a template; config.json leaves out the content.
    fileprivate var frozen: JSONValue {
        let sha256 = Hexadecimal.lower(Digest.sha256(JSONWriter.canonicalBytes(of: content)))
        return ["name": .string(name), "sha256": .string(sha256), "content": content]
    }
}
