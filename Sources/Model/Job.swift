/// What is done to every item of a batch.
public enum JobType: String, Sendable, CaseIterable {
    case parse = "parse_v2"
    case extract = "extract_v2"
    case tag
    case embed

    /// The kind of the per-item job ids.
    public var identifierKind: Identifier.Kind {
        switch self {
        case .parse: .parseJob
        case .extract: .extractJob
        case .tag: .tagJob
        case .embed: .embedJob
        }
    }

    /// False for the types of the contract that this version cannot run yet.
    public var isBuilt: Bool { true }

    /// The stage an error of this job belongs to.
    public var stage: Stage {
        switch self {
        case .parse: .parse
        case .extract: .extract
        case .tag: .tag
        case .embed: .embed
        }
    }
}

/// The job of a folder or batch: its type and the saved configuration, if one is named.
public struct Job: Sendable, Equatable {
    public var type: JobType
    public var configurationID: String?

    public init(type: JobType, configurationID: String? = nil) {
        self.type = type
        self.configurationID = configurationID
    }
}

/// A saved job configuration, `configurations/<id>.yaml`, checked.
public struct SavedConfiguration: Sendable, Equatable {
    /// A template for documents of one kind, from the directory that `templates` names.
    public struct Template: Sendable, Equatable {
        /// The name of its file.
        public var name: String
        public var content: JSONValue

        public init(name: String, content: JSONValue) {
            self.name = name
            self.content = content
        }
    }

    public var id: String
    public var type: JobType
    public var name: String?
    /// The parameters as written, checked against the list for the type.
    public var parameters: JSONObject
    /// The templates of an `extract_v2` configuration, by the names of their files.
    public var templates: [Template]
    /// The files that are made of all results of a batch; nil leaves it to the folder.
    public var exports: [ExportFormat]?

    public init(
        id: String, type: JobType, name: String? = nil, parameters: JSONObject = [:], templates: [Template] = [],
        exports: [ExportFormat]? = nil
    ) {
        self.exports = exports
        self.id = id
        self.type = type
        self.name = name
        self.parameters = parameters
        self.templates = templates
    }
}

/// The configuration of one batch as frozen at the seal.
public struct FrozenConfiguration: Sendable, Equatable {
    public var job: Job
    /// Every parameter of the job with its effective value.
    public var parameters: JSONObject
    /// The place each value came from: `default`, `global`, `folder`, `configuration`, `job_file`, `command_line`.
    public var origins: JSONObject
    /// Batch-level values with their effective value: `max_concurrency`, `priority`, `collection_id`, ...
    public var settings: JSONObject
    /// Lower-case hexadecimal sha256 of the canonical text of job, parameters and settings.
    public var sha256: String

    public init(job: Job, parameters: JSONObject, origins: JSONObject, settings: JSONObject, sha256: String) {
        self.job = job
        self.parameters = parameters
        self.origins = origins
        self.settings = settings
        self.sha256 = sha256
    }

    /// The form the store keeps.
    public var json: JSONValue {
        [
            "type": .string(job.type.rawValue), "configuration_id": .optional(job.configurationID),
            "parameters": .object(parameters), "origins": .object(origins), "settings": .object(settings),
            "sha256": .string(sha256),
        ]
    }

    /// Reads what `json` wrote.
    public init?(json: JSONValue) {
        guard let type = json["type"]?.string.flatMap(JobType.init(rawValue:)),
            let parameters = json["parameters"]?.object, let origins = json["origins"]?.object,
            let settings = json["settings"]?.object, let sha256 = json["sha256"]?.string
        else { return nil }
        self.init(
            job: Job(type: type, configurationID: json["configuration_id"]?.string), parameters: parameters,
            origins: origins, settings: settings, sha256: sha256)
    }
}
