import Model

/// What all published files have in common.
enum Schema {
    /// `schema_version` of every JSON file.
    static let version = 1
}

extension JSONValue {
    /// A moment in RFC 3339 form; `null` when there is none.
    static func time(_ moment: Timestamp?) -> JSONValue { .optional(moment?.description) }
}

extension Job {
    /// `job` of status.json and config.json.
    var json: JSONValue {
        ["type": .string(type.rawValue), "configuration_id": .optional(configurationID)]
    }
}

extension SealedItem {
    /// `job_reference` of a line or a result.
    func jobReference(_ type: JobType) -> JSONValue {
        ["id": .string(jobID), "type": .string(type.rawValue)]
    }
}

extension Item {
    /// The title in the manifest, else the one found in the document, else the name of the file.
    var shownTitle: String {
        if let title = sealed.row?.title { return title }
        if let title = outcome?.title, !title.isEmpty { return title }
        return sealed.path.name.display
    }
}

extension Item {
    /// 1-based number of the row of the manifest; nil without one.
    var row: Int? { sealed.row.map { _ in sealed.index + 1 } }

    /// Why the item failed; one that comes from a manifest says in which row and line.
    var shownFailure: Failure? {
        guard var failure = outcome?.failure, let row = sealed.row else { return outcome?.failure }
        failure.details["row"] = .integer(Int64(sealed.index + 1))
        failure.details["line"] = .integer(Int64(row.line))
        return failure
    }
}
