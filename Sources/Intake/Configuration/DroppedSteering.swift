import Model

/// What the steering files of a dropped directory say, and what the command line puts in their place.
struct DroppedSteering: Sendable, Equatable {
    /// A value with the name of the file it came from.
    struct Named: Sendable, Equatable {
        var value: JSONValue
        var origin: String

        init(_ value: JSONValue, from origin: String) {
            self.value = value
            self.origin = origin
        }
    }

    var job: JobFile?
    /// A JSON Schema or its short form, as it was written.
    var schema: Named?
    var prompt: Named?
    /// The terms of an exclusion file.
    var exclusions: Named?
    var warnings: [String] = []

    init(job: JobFile? = nil) { self.job = job }

    /// The type of job that what lies here is for, and what says so; nil when nothing does.
    var implied: (type: JobType, key: String)? {
        if let found = schema ?? prompt { return (.extract, found.origin) }
        if let implied = job?.implied { return implied }
        return exclusions.map { (.tag, $0.origin) }
    }

    /// The parameters that are set for a job of a type, each with its origin; a file wins over the key in the job file.
    mutating func parameters(for type: JobType) throws(Failure) -> [(key: String, Named)] {
        var found: [(key: String, Named)] = []
        if let job {
            if let problem = JobParameters.problem(in: job.parameters, for: type) {
                throw JobFile.refusal("\(job.file): \(problem)")
            }
            found = job.parameters.members.map { ($0.key, Named($0.value, from: "job_file")) }
        }
        for (key, named) in [("schema", schema), ("prompt", prompt)] {
            guard let named else { continue }
            guard type == .extract else {
                warnings.append("\(named.origin) is not read: the job is \(type.rawValue), not extract_v2.")
                continue
            }
            replace(key, by: named, in: &found)
        }
        guard let exclusions else { return found }
        if type == .tag {
            if found.contains(where: { $0.key == "exclusion_words" }) { warn("exclusion_words", exclusions.origin) }
            found.append(("exclusions", exclusions))
        } else {
            warnings.append("\(exclusions.origin) is not read: the job is \(type.rawValue), not tag.")
        }
        return found
    }

    private mutating func replace(_ key: String, by named: Named, in found: inout [(key: String, Named)]) {
        if found.contains(where: { $0.key == key }) {
            warn(key, named.origin)
            found.removeAll { $0.key == key }
        }
        found.append((key, named))
    }

    private mutating func warn(_ key: String, _ origin: String) {
        warnings.append("\(key) in \(job?.file ?? "the job file") is not used: \(origin) says it.")
    }
}
