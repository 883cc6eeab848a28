import Model

/// batch.json: the object of the LlamaCloud Batches v2 API, written in pieces because `results` may be long.
struct BatchDocument {
    private var writer = JSONWriter(style: .pretty)
    private let job: Job

    /// Starts the object.
    init(of batch: Batch) {
        job = batch.job
        writer.beginObject()
        writer.member("schema_version", Schema.version)
        writer.member("id", batch.id)
        writer.member(
            "config",
            [
                "job": [
                    "configuration_id": .optional(job.configurationID), "type": .string(job.type.rawValue),
                ]
            ])
        writer.member("project_id", .optional(batch.projectID))
        writer.member("source_directory_id", batch.sourceDirectoryID)
        writer.member("status", batch.statusV2)
        writer.member("created_at", batch.createdAt.description)
        writer.member("updated_at", batch.updatedAt.description)
        writer.key("results")
        writer.beginArray()
    }

    /// Adds an item that has its outcome; the others are left out.
    mutating func append(_ item: Item) {
        guard let outcome = item.outcome, item.state.isFinal else { return }
        writer.beginObject()
        writer.member("source_directory_file_id", item.sealed.fileID)
        writer.member("error_message", .optional(outcome.isIntakeFailure ? outcome.failure?.message : nil))
        writer.member("job_reference", item.sealed.jobReference(job.type))
        writer.endObject()
    }

    /// Ends the object; `isComplete` says that every item is in it.
    mutating func end(isComplete: Bool) {
        writer.endArray()
        writer.member("complete", isComplete)
        writer.endObject()
        writer.newline()
    }

    /// What was written since the last call.
    mutating func drain() -> [UInt8] { writer.drain() }
}
