import Linux
import Model
import Store

extension Diagnosis {
    private static let listedBatches = 200
    private static let listedItems = 1000
    private static let listedEvents = 20_000

    /// What the store says of itself, of the newest batches, and of one of them.
    func files(of store: Store, at path: String, _ name: String?) throws -> [(name: String, bytes: [UInt8])] {
        let newest = try store.batches(BatchQuery(limit: Self.listedBatches))
        var files = [
            ("store.json", Self.pretty(try statistics(store, path))),
            ("batches.jsonl", Self.lines(newest.map(summary))),
        ]
        guard let name else { return files }
        guard let batch = try store.batch(matching: name) else {
            throw Failure(
                .fileNotFound, "There is no batch \(printable(name)).", stage: .intake,
                resolution: "`dropmill list` shows the known ones.")
        }
        files.append(("batch.json", Self.pretty(try detail(batch, in: store))))
        files.append(("events.jsonl", Self.lines(try events(of: batch, in: store))))
        let bad = try store.items(of: batch.id, states: [.failed, .partial], from: 0, limit: Self.listedItems)
        files.append(("errors.jsonl", Self.lines(bad.map(line))))
        return files
    }

    private func statistics(_ store: Store, _ path: String) throws -> JSONValue {
        let directory = try? Directory(path: loaded.settings.stateDirectory)
        let sizes = ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm"].map { name in
            (name, JSONValue.integer((try? directory?.status(BytePath(name)).signature.size) ?? 0))
        }
        let rows = try store.statistics().map { ($0.name, JSONValue.integer(Int64($0.count))) }
        return ["path": .string(path), "bytes": .object(JSONObject(sizes)), "counts": .object(JSONObject(rows))]
    }

    private func summary(_ batch: Batch) -> JSONValue {
        let counts = batch.counts
        return [
            "id": .string(batch.id), "name": .string(names.name(batch.name)), "folder": .string(batch.folder),
            "source": .string(batch.source.rawValue), "job": .string(batch.job.type.rawValue),
            "configuration_id": .optional(batch.job.configurationID), "status": .string(batch.status.rawValue),
            "phase": .string(batch.phase.rawValue), "refused": .bool(batch.refused), "held": .bool(batch.isHeld),
            "total": .optional(counts.total), "running": .optional(counts.running),
            "succeeded": .optional(counts.succeeded), "partial": .optional(counts.partial),
            "failed": .optional(counts.failed), "skipped": .optional(counts.skipped),
            "cancelled": .optional(counts.cancelled), "created_at": .string(batch.createdAt.description),
            "sealed_at": .optional(batch.sealedAt?.description), "started_at": .optional(batch.startedAt?.description),
            "last_progress_at": .optional(batch.lastProgressAt?.description),
            "finished_at": .optional(batch.finishedAt?.description), "error": failure(batch.failure),
        ]
    }

    private func detail(_ batch: Batch, in store: Store) throws -> JSONValue {
        var members = summary(batch).object ?? [:]
        members["max_concurrency"] = .optional(batch.maxConcurrency)
        members["priority"] = .integer(Int64(batch.priority))
        members["throttled"] =
            batch.throttle.map { throttle in
                ["reason": .string(throttle.reason), "resume_at": .optional(throttle.resumeAt?.description)]
            } ?? .null
        members["backend"] = .optional(batch.intake.backend)
        members["ignored"] = .integer(Int64(batch.intake.ignored.count))
        members["blocked_by"] = .integer(Int64(batch.intake.blockedBy.count))
        members["pages_done"] = .integer(Int64(try store.pagesDone(of: batch.id)))
        let frozen = batch.configuration
        members["parameters"] = frozen.map { redaction.apply(to: .object(Self.short($0.parameters))) } ?? .null
        members["parameters_sha256"] = .optional(frozen?.sha256)
        if choices.withText {
            members["warnings"] = .strings(batch.warnings)
            members["ignored_names"] = .strings(batch.intake.ignored)
        }
        return .object(members)
    }

    /// Long texts that people wrote for the job are named by their lengths.
    private static func short(_ parameters: JSONObject) -> JSONObject {
        var short = parameters
        for key in ["templates", "prompt", "exclusions", "exclusion_words"] {
            guard let value = parameters[key], !value.isNull else { continue }
            short[key] = .string("\(JSONWriter.bytes(of: value).count) bytes")
        }
        return short
    }

    private func events(of batch: Batch, in store: Store) throws -> [JSONValue] {
        try store.events(of: batch.id, after: 0, limit: Self.listedEvents).map { event in
            [
                "seq": .optional(event.seq), "at": .string(event.at.description), "event": .string(event.kind.rawValue),
                "index": .optional(event.index), "path": .optional(event.path.map(names.path)),
                "status": .optional(event.status?.rawValue), "state": .optional(event.state?.rawValue),
                "error_code": .optional(event.errorCode?.rawValue),
                "detail": choices.withText ? .object(event.detail) : .null,
            ]
        }
    }

    private func line(_ item: Item) -> JSONValue {
        let outcome = item.outcome
        var members: JSONObject = [
            "index": .optional(item.sealed.index), "path": .string(names.path(item.sealed.path)),
            "size": .integer(item.size), "state": .string(item.state.rawValue), "attempts": .optional(item.attempts),
            "mime_type": .optional(outcome?.mimeType), "page_count": .optional(outcome?.pageCount),
            "duration_ms": .optional(outcome?.durationMilliseconds), "error": failure(outcome?.failure),
        ]
        if choices.withText {
            members["title"] = .optional(outcome?.title)
            members["warnings"] = .strings(outcome?.warnings ?? [])
        }
        return .object(members)
    }

    /// A failure without its words, which may repeat what stands in a document.
    private func failure(_ failure: Failure?) -> JSONValue {
        guard let failure else { return .null }
        if choices.withText { return failure.json }
        return [
            "code": .string(failure.code.rawValue), "stage": .string(failure.stage.rawValue),
            "retryable": .bool(failure.retryable), "page": .optional(failure.page),
        ]
    }
}
