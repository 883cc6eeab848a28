import Model

/// What a dropped `job.json` or `job.yaml` asks for, checked for types and ranges, not yet for what the folder allows.
///
/// The bodies of four batch services are accepted as they stand (CONTRACT section 5); their keys may be mixed.
struct JobFile: Sendable, Equatable {
    /// Its name, for messages.
    let file: String
    var configurationID: String?
    /// The type it names.
    var type: JobType?
    var name: String?
    var priority: Int?
    var maxConcurrency: Int?
    var forceOverwrite: Bool?
    var collectionID: String?
    var sourceDirectoryID: String?
    var mimeType: String?
    var metadata: JSONObject?
    /// The files that are to be made of all results.
    var exports: [ExportFormat]?
    /// A key for the provider; nil unless the folder accepts dropped ones.
    var apiKey: String?
    /// Parameters of the job, not yet checked against their table.
    var parameters = JSONObject()
    var warnings: [String] = []

    /// Reads the canonical JSON a worker made of the file.
    init(_ body: JSONValue, named file: String, acceptsKeys: Bool) throws(Failure) {
        guard let object = body.object else {
            throw Self.refusal("\(file) must be one JSON object.")
        }
        self.file = file
        var reader = JobFileReader(file: file, object: object)
        try reader.mergeBatchOptions()
        try reader.checkKeys(Self.known, at: "")
        let job = try reader.job()
        configurationID = job.configurationID
        type = try Self.type(named: job.type, file: file)
        name = try reader.text("name", limit: Limits.nameBytes)
        priority = try reader.integer("priority", in: Limits.priorities).map(Int.init)
        maxConcurrency = try reader.integer("max_concurrency", in: 1...Int64(Int32.max)).map(Int.init)
        forceOverwrite = try reader.truth("force_overwrite")
        collectionID = try reader.collection("collection_id")
        sourceDirectoryID = try reader.text("source_directory_id", limit: Limits.nameBytes)
        mimeType = try reader.text("mime_type", limit: Limits.nameBytes)
        metadata = try reader.metadata()
        parameters = JSONObject(reader.object.members.filter { Self.isParameter($0.key) && !$0.value.isNull })
        try checkTypes()
        if acceptsKeys { apiKey = try reader.text("api_key", limit: Limits.nameBytes) }
        if reader.isSet("api_key"), !acceptsKeys {
            warnings.append("api_key in \(file) is ignored: the folder does not accept dropped keys.")
        }
        exports = try reader.exports()
    }

    private static let tagKeys = ["model_name", "num_pages", "num_tags", "exclusion_words"]
    private static let extractKeys = ["prompt", "schema"]
    private static let known =
        [
            "config", "source_directory_id", "force_overwrite", "collection_id", "batch_options", "mime_type",
            "max_concurrency", "name", "priority", "exports", "metadata", "api_key",
        ] + tagKeys + extractKeys

    private static func isParameter(_ key: String) -> Bool { (tagKeys + extractKeys).contains(key) }

    /// The type that keys of the file belong to, and the first of them.
    var implied: (type: JobType, key: String)? {
        if let key = Self.extractKeys.first(where: { parameters[$0] != nil }) { return (.extract, "\(key) in \(file)") }
        return Self.tagKeys.first { parameters[$0] != nil }.map { (.tag, "\($0) in \(file)") }
    }

    /// The type the file names.
    private static func type(named name: String?, file: String) throws(Failure) -> JobType? {
        guard let name else { return nil }
        if let type = JobType(rawValue: name) { return type }
        let known = JobType.allCases.map(\.rawValue)
        throw refusal(
            "\(file) names the unknown job type \(name); known are \(known.joined(separator: ", ")).",
            details: ["known": .strings(known)])
    }

    /// Refuses keys that belong to another job than the named one, or to two jobs.
    private func checkTypes() throws(Failure) {
        for (belongs, keys) in [(JobType.extract, Self.extractKeys), (.tag, Self.tagKeys)] {
            guard let key = keys.first(where: { parameters[$0] != nil }), let other = type ?? implied?.type,
                other != belongs
            else { continue }
            let reason = type == nil ? "asks for \(other.rawValue) too" : "names the job type \(other.rawValue)"
            throw Self.refusal("\(file) \(reason), but \(key) belongs to \(belongs.rawValue).")
        }
    }

    /// The failure of a batch whose job file cannot be followed.
    static func refusal(_ message: String, details: JSONObject = [:], resolution: String? = nil) -> Failure {
        Failure(
            .validationError, message, stage: .intake, details: details,
            resolution: resolution ?? "Correct the file in the inbox; the batch is looked at again by itself.")
    }
}

/// Takes checked values out of the object of a job file.
struct JobFileReader {
    let file: String
    var object: JSONObject

    /// True when the key is there and not null.
    func isSet(_ key: String) -> Bool { object[key].map { !$0.isNull } ?? false }

    /// Refuses unknown keys and names the nearest known one.
    func checkKeys(_ known: [String], at place: String) throws(Failure) {
        for key in object.keys where !known.contains(key) {
            let nearest = nearestName(to: key, among: known).map { "; did you mean \($0)?" } ?? "."
            throw JobFile.refusal(
                "\(file) has the unknown key \(place)\(key)\(nearest)", details: ["key": .string(place + key)])
        }
    }

    /// Takes the keys of `batch_options`, an object or its text; keys beside it win.
    mutating func mergeBatchOptions() throws(Failure) {
        guard let options = object["batch_options"], !options.isNull else { return }
        var inner = options
        if let text = options.string {
            do {
                inner = try JSONParser.parse(Array(text.utf8))
            } catch {
                throw JobFile.refusal("batch_options in \(file) is not JSON: \(error).")
            }
        }
        guard let members = inner.object?.members else {
            throw JobFile.refusal("batch_options in \(file) must be an object or the text of one.")
        }
        for (key, value) in members where key != "batch_options" && !isSet(key) { object[key] = value }
        object["batch_options"] = nil
    }

    /// Type and configuration of `config.job`.
    func job() throws(Failure) -> (type: String?, configurationID: String?) {
        guard isSet("config") else { return (nil, nil) }
        let config = try reader("config")
        try config.checkKeys(["job"], at: "config.")
        guard config.isSet("job") else { return (nil, nil) }
        let job = try config.reader("job")
        try job.checkKeys(["type", "configuration_id"], at: "config.job.")
        return (
            try job.text("type", limit: Limits.nameBytes), try job.text("configuration_id", limit: Limits.nameBytes)
        )
    }

    /// Metadata, bounded by the length of its text.
    func metadata() throws(Failure) -> JSONObject? {
        guard isSet("metadata") else { return nil }
        let metadata = try reader("metadata").object
        let size = JSONWriter.bytes(of: .object(metadata)).count
        guard size <= Limits.metadataBytes else {
            throw JobFile.refusal(
                "metadata in \(file) has \(size) bytes; at most \(Limits.metadataBytes) are allowed.")
        }
        return metadata
    }

    /// Formats of exports.
    func exports() throws(Failure) -> [ExportFormat]? {
        guard isSet("exports"), let value = object["exports"] else { return nil }
        guard let names = value.array?.map(\.string), names.count <= ExportFormat.allCases.count else {
            throw JobFile.refusal("exports in \(file) must be a list of formats: \(ExportFormat.names).")
        }
        var formats: [ExportFormat] = []
        for name in names {
            guard let format = name.flatMap(ExportFormat.init(named:)) else {
                throw JobFile.refusal(
                    "exports in \(file) names \(name ?? "something") that is no format; "
                        + "known are \(ExportFormat.names).", details: ["known": .string(ExportFormat.names)])
            }
            formats.append(format)
        }
        return formats
    }

    /// A text of at most so many bytes.
    func text(_ key: String, limit: Int) throws(Failure) -> String? {
        guard isSet(key), let value = object[key] else { return nil }
        guard let text = value.string else { throw JobFile.refusal("\(key) in \(file) must be a text.") }
        guard !text.isEmpty, text.utf8.count <= limit else {
            throw JobFile.refusal("\(key) in \(file) must have 1 to \(limit) bytes; it has \(text.utf8.count).")
        }
        return text
    }

    /// The id of a collection.
    func collection(_ key: String) throws(Failure) -> String? {
        guard let text = try text(key, limit: Limits.collectionNameBytes) else { return nil }
        guard CollectionName.isValid(text) else {
            throw JobFile.refusal("\(key) in \(file) must have \(CollectionName.rule).")
        }
        return text
    }

    /// A whole number within a range.
    func integer(_ key: String, in range: ClosedRange<Int64>) throws(Failure) -> Int64? {
        guard isSet(key), let value = object[key] else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw JobFile.refusal(
                "\(key) in \(file) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    /// A truth value.
    func truth(_ key: String) throws(Failure) -> Bool? {
        guard isSet(key), let value = object[key] else { return nil }
        guard let truth = value.bool else { throw JobFile.refusal("\(key) in \(file) must be true or false.") }
        return truth
    }

    private func reader(_ key: String) throws(Failure) -> JobFileReader {
        guard let inner = object[key]?.object else { throw JobFile.refusal("\(key) in \(file) must be an object.") }
        return JobFileReader(file: file, object: inner)
    }
}
