import Model

/// summary.json: the closing report of a batch, CONTRACT section 4.
enum SummaryDocument {
    /// The text of the file, from the first items and the first failed ones, at most `Limits.summaryEntries` of each.
    static func bytes(of batch: Batch, documents: [Item], failed: [Item]) -> [UInt8] {
        let counts = batch.counts
        var report: JSONObject = [
            "documents": .array(documents.prefix(Limits.summaryEntries).map(document)),
            "errors": .array(errors(of: batch, failed: failed)),
        ]
        if counts.total > Limits.summaryEntries { report["truncated"] = true }
        return JSONWriter.bytes(
            of: [
                "schema_version": .integer(Int64(Schema.version)), "success": .bool(counts.completed > 0),
                "total_documents": .integer(Int64(counts.total)),
                "processed_count": .integer(Int64(counts.completed)),
                "failed_count": .integer(Int64(counts.failed)), "output_csv_url": "results.csv",
                "summary_report": .object(report), "processing_time": .number(processingSeconds(of: batch)),
            ], style: .pretty) + [0x0A]
    }

    private static func document(_ item: Item) -> JSONValue {
        [
            "title": .string(item.shownTitle),
            "file_path": .string(item.sealed.row?.filePath ?? item.sealed.path.display),
            "success": .bool([.succeeded, .partial, .skipped].contains(item.state)),
            "tags": .strings(item.outcome?.tags ?? []),
            "error": .optional(item.outcome?.failure?.message),
        ]
    }

    private static func errors(of batch: Batch, failed: [Item]) -> [JSONValue] {
        var errors: [JSONValue] = []
        if let failure = batch.failure {
            errors.append(["row": .null, "title": .string(batch.name), "error": .string(failure.message)])
        }
        for item in failed.prefix(Limits.summaryEntries - errors.count) {
            let message = item.outcome?.failure?.message
            errors.append(["row": .optional(item.row), "title": .string(item.shownTitle), "error": .optional(message)])
        }
        return errors
    }

    private static func processingSeconds(of batch: Batch) -> Double {
        guard let finished = batch.finishedAt else { return 0 }
        let started = batch.startedAt ?? batch.sealedAt ?? batch.createdAt
        return Double(max(0, finished.milliseconds - started.milliseconds)) / 1000
    }
}
