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

    /// Freezes everything into the batch.
    func apply(_ file: JobFile?, to batch: inout Batch) throws(Failure) {
        let chosen = try choose(file)
        try check(file)
        var origins: [(String, JSONValue)] = []
        var parameters = JobParameters.defaults(for: chosen.job.type)
        if let saved = chosen.configuration {
            if let problem = JobParameters.problem(in: saved.parameters, for: saved.type) {
                throw JobFile.refusal("Configuration \(saved.id): \(problem)")
            }
            parameters = JobParameters.merged(parameters, with: saved.parameters)
        }
        parameters = JobParameters.merged(parameters, with: commandLine.parameters)
        let configured = chosen.configuration?.parameters ?? [:]
        for (key, value) in parameters.members {
            let isChosen = commandLine.parameters[key] != nil
            Self.originate(
                [key: value], from: isChosen ? commandLine.parameters : configured,
                origin: isChosen ? "command_line" : "configuration", path: "", &origins)
        }

        var settings: [(String, JSONValue)] = []
        func set(_ key: String, _ value: JSONValue, _ origin: String) {
            settings.append((key, value))
            origins.append((key, .string(origin)))
        }
        origins.append(("job", .string(chosen.origin)))
        let concurrency = concurrency(file)
        set("max_concurrency", .integer(Int64(concurrency.value)), concurrency.origin)
        set("priority", .integer(Int64(file?.priority ?? 0)), file?.priority == nil ? "default" : "job_file")
        set("force_overwrite", .bool(file?.forceOverwrite ?? false), Self.origin(file?.forceOverwrite))
        set("collection_id", .optional(file?.collectionID), Self.origin(file?.collectionID))
        set("mime_type", .optional(file?.mimeType), Self.origin(file?.mimeType))
        set("project_id", .optional(folder.projectID), folder.projectID == nil ? "default" : "folder")

        batch.job = chosen.job
        batch.configuration = Self.freeze(chosen.job, parameters, JSONObject(origins), JSONObject(settings))
        batch.maxConcurrency = concurrency.value
        batch.priority = file?.priority ?? 0
        batch.forceOverwrite = file?.forceOverwrite ?? false
        batch.collectionID = file?.collectionID
        batch.projectID = folder.projectID
        batch.metadata = file?.metadata ?? [:]
        batch.name = file?.name ?? batch.name
        batch.sourceDirectoryID = file?.sourceDirectoryID ?? batch.sourceDirectoryID
        batch.warnings += file?.warnings ?? []
    }

    private typealias Choice = (job: Job, configuration: SavedConfiguration?, origin: String)

    private func choose(_ file: JobFile?) throws(Failure) -> Choice {
        var choice = try chooseConfiguration(file)
        if let type = commandLine.type ?? file?.type, type != choice.job.type {
            // A type of its own stands without the folder's configuration, but never against one it names itself.
            guard choice.origin == "folder" || choice.configuration == nil else {
                throw JobFile.refusal(
                    "Configuration \(choice.job.configurationID ?? "") is for \(choice.job.type.rawValue), "
                        + "but the job asks for \(type.rawValue).",
                    details: ["expected": .string(choice.job.type.rawValue), "found": .string(type.rawValue)])
            }
            choice = (Job(type: type), nil, commandLine.type == nil ? "job_file" : "command_line")
        }
        guard choice.job.type != .embed else {
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
