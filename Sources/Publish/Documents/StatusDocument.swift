import Model

/// status.json: the machine's view of one batch, CONTRACT section 2.
enum StatusDocument {
    /// The text of the file; `trouble` says why publishing itself is stuck.
    static func bytes(of batch: Batch, at now: Timestamp, trouble: Failure? = nil) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.beginObject()
        writer.member("schema_version", Schema.version)
        writer.member("id", batch.id)
        writer.member("name", batch.name)
        writer.member("status", batch.status.rawValue)
        writer.member("status_v2", batch.statusV2)
        writer.member("is_batch", true)
        writer.member("seq", batch.seq)
        counts(of: batch, to: &writer)
        times(of: batch, at: now, to: &writer)
        writer.member("job", batch.job.json)
        writer.member("throttled", throttle(of: batch))
        writer.member("media_types", mediaTypes(of: batch))
        writer.member("settings", settings(of: batch))
        writer.member("cost_estimate", costEstimate(of: batch))
        writer.member("preflight", preflight(of: batch))
        writer.member("rerun_of", .optional(batch.rerunOf))
        writer.member("intake", intake(of: batch))
        writer.member("metadata", .object(batch.metadata))
        writer.member("error", (batch.failure ?? trouble)?.json ?? .null)
        writer.endObject()
        writer.newline()
        return writer.bytes
    }

    private static func counts(of batch: Batch, to writer: inout JSONWriter) {
        let counts = batch.counts
        writer.member("total_files", counts.total)
        writer.member("completed_files", counts.completed)
        writer.member("failed_files", counts.failed)
        writer.member("skipped_files", counts.skipped)
        writer.member("cancelled_files", counts.cancelled)
        writer.member("in_progress_files", counts.running)
        writer.member("progress", .number(counts.progress))
    }

    private static func times(of batch: Batch, at now: Timestamp, to writer: inout JSONWriter) {
        let estimate = Estimate(of: batch, at: now)
        writer.member("created_at", .time(batch.createdAt))
        writer.member("sealed_at", .time(batch.sealedAt))
        writer.member("started_at", .time(batch.startedAt))
        writer.member("updated_at", .time(batch.updatedAt))
        writer.member("last_progress_at", .time(batch.lastProgressAt))
        writer.member("finished_at", .time(batch.finishedAt))
        writer.member("estimated_completion_seconds", .optional(estimate?.seconds))
        writer.member("estimated_completion", .time(estimate?.completion))
    }

    /// Zero where nothing has a price.
    private static func costEstimate(of batch: Batch) -> JSONValue {
        batch.sealedAt == nil ? .null : (batch.costEstimate ?? CostEstimate()).json
    }

    private static func throttle(of batch: Batch) -> JSONValue {
        guard let throttle = batch.throttle else { return .null }
        return [
            "reason": .string(throttle.reason), "resume_at": .time(throttle.resumeAt),
            "details": .object(throttle.details),
        ]
    }

    private static func mediaTypes(of batch: Batch) -> JSONValue {
        .object(JSONObject(MediaCategory.allCases.map { ($0.rawValue, .integer(Int64(batch.mediaTypes[$0] ?? 0))) }))
    }

    private static func settings(of batch: Batch) -> JSONValue {
        [
            "force_overwrite": .bool(batch.forceOverwrite), "collection_id": .string(batch.collection.description),
            "media_count": .integer(Int64(batch.counts.total)), "max_concurrency": .optional(batch.maxConcurrency),
        ]
    }

    private static func preflight(of batch: Batch) -> JSONValue {
        let errors = batch.refused ? [batch.failure].compactMap { $0?.json } : []
        return [
            "checked_at": .time(batch.checkedAt), "warnings": .strings(batch.warnings + batch.advice),
            "errors": .array(errors),
        ]
    }

    private static func intake(of batch: Batch) -> JSONValue {
        [
            "backend": .optional(batch.intake.backend), "ignored": .strings(batch.intake.ignored),
            "blocked_by": .strings(batch.intake.blockedBy),
        ]
    }
}
