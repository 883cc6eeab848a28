import Model

/// What an export says of its batch.
struct ExportedBatch {
    /// The members the agent wrote: id, name, status, dates, counts.
    let json: JSONObject

    /// Display name.
    var name: String { text("name") ?? "" }
    var id: String { text("id") ?? "" }
    var status: String { text("status") ?? "" }
    /// Items that are in the export.
    var exported: Int64 { json["exported_files"]?.integer ?? 0 }
    /// Items of the batch.
    var total: Int64 { json["total_files"]?.integer ?? 0 }
    /// RFC 3339; nil where not known.
    var createdAt: String? { text("created_at") }
    var finishedAt: String? { text("finished_at") }

    /// How much of the batch is here, in plain words.
    var coverage: String { "\(exported) of \(total) files" }

    /// What is shown of the batch below its name, as pairs of label and value.
    var facts: [(label: String, value: String)] {
        var facts = [("Batch", id), ("Status", status), ("Exported", coverage)]
        if let createdAt { facts.append(("Created", createdAt)) }
        if let finishedAt { facts.append(("Finished", finishedAt)) }
        if let job = json["job"]?["type"]?.string { facts.append(("Job", job)) }
        return facts
    }

    private func text(_ key: String) -> String? { json[key]?.string }
}
