import Model

/// The data of report.html except its rows: what the batch is, how far it is, what went wrong and what to do.
struct Report {
    let batch: Batch
    /// The first failed and partial items.
    let failures: [Item]
    let now: Timestamp
    /// What the batch cost, all its runs together.
    let spent: Money
    /// Why publishing itself is stuck.
    var trouble: Failure?

    /// Writes everything before the rows.
    func begin(_ writer: inout JSONWriter) {
        let counts = batch.counts
        writer.beginObject()
        writer.member("id", batch.id)
        writer.member("version", Product.version)
        writer.member("name", ReportText.line(batch.name))
        writer.member("folder", batch.source == .inPlace ? .null : .string(ReportText.line(batch.folder)))
        writer.member("word", batch.status.words)
        writer.member("tone", batch.status.tone)
        writer.member("sentence", ReportText.line(batch.sentence))
        writer.member("total", counts.total)
        writer.member("done", counts.finished)
        writer.member(
            "counts",
            .array(
                [
                    ("read", counts.succeeded, "good"), ("partly read", counts.partial, "fair"),
                    ("skipped", counts.skipped, "off"), ("failed", counts.failed, "bad"),
                    ("cancelled", counts.cancelled, "off"), ("being read", counts.running, "busy"),
                ].map { [.string($0), .integer(Int64($1)), .string($2)] }))
        writer.member("facts", .array(facts.map { [.string($0), $1] }))
        writer.member("problems", .array([batch.failure, trouble].compactMap { $0 }.map(Self.problem)))
        writer.member("failures", advice)
        writer.member("notes", .strings(notes.map(ReportText.line)))
        writer.member("links", .strings(links))
        writer.member("isWhole", batch.status.isFinal && counts.total <= Limits.reportFiles)
        writer.member("listNote", listNote)
        writer.key("items")
        writer.beginArray()
    }

    /// Writes everything after the rows.
    func end(_ writer: inout JSONWriter) {
        writer.endArray()
        writer.endObject()
    }

    /// Files of the outbox directory that are there by now.
    private var links: [String] {
        guard batch.status.isFinal, batch.sealedAt != nil else { return ["STATUS.txt"] }
        let errors = batch.counts.failed + batch.counts.partial > 0 ? ["errors.jsonl"] : []
        return ["results.csv", "results.jsonl"] + errors + ["STATUS.txt"]
    }

    private static func problem(_ failure: Failure) -> JSONValue {
        ["m": .string(ReportText.line(failure.message)), "r": .string(ReportText.line(failure.resolution))]
    }

    private var facts: [(String, JSONValue)] {
        var facts: [(String, JSONValue)] = [("Arrived", .integer(batch.createdAt.milliseconds))]
        if let started = batch.startedAt {
            let end = batch.finishedAt ?? now
            facts.append(
                (
                    batch.finishedAt == nil ? "Running for" : "Took",
                    .string(TimeSpan.words(milliseconds: end.milliseconds - started.milliseconds))
                ))
        }
        if let finished = batch.finishedAt { facts.append(("Finished", .integer(finished.milliseconds))) }
        if let estimate = Estimate(of: batch, at: now) {
            facts.append(("Left", .string("about " + TimeSpan.words(milliseconds: Int64(estimate.seconds) * 1000))))
        }
        if let resume = batch.throttle?.resumeAt { facts.append(("Goes on", .integer(resume.milliseconds))) }
        facts.append(("Job", .string(batch.job.type.words)))
        if let configuration = batch.job.configurationID {
            facts.append(("Configuration", .string(ReportText.line(configuration))))
        }
        if spent > .zero { facts.append(("Cost", .string(spent.description))) }
        if let estimate = batch.costEstimate?.total, estimate > .zero {
            facts.append(("Expected cost", .string(estimate.description)))
        }
        return facts
    }

    /// One piece of advice for all the files it helps, in the order of the first of them.
    private var advice: JSONValue {
        var order: [String] = []
        var groups: [String: [JSONValue]] = [:]
        for item in failures {
            let advice = ReportText.advice(for: item)
            if groups[advice] == nil { order.append(advice) }
            var file: JSONObject = [
                "p": .string(ReportText.line(item.sealed.path.display)), "m": .string(ReportText.reason(of: item)),
            ]
            if item.sealed.index < Limits.reportFiles, batch.status.isFinal {
                file["i"] = .integer(Int64(item.sealed.index))
            }
            groups[advice, default: []].append(.object(file))
        }
        let count = batch.counts.failed + batch.counts.partial
        return [
            "groups": .array(order.map { ["r": .string($0), "files": .array(groups[$0] ?? [])] }),
            "more": .integer(Int64(max(0, count - failures.count))),
        ]
    }

    private var notes: [String] {
        var notes = batch.advice + batch.warnings.prefix(Limits.statusNames)
        notes += batch.intake.blockedBy.prefix(Limits.statusNames).map { "Waiting for " + $0 }
        let ignored = batch.intake.ignored
        if !ignored.isEmpty {
            let more = ignored.count > Limits.statusNames ? " and more" : ""
            notes.append("Ignored: " + ignored.prefix(Limits.statusNames).joined(separator: ", ") + more)
        }
        return notes
    }

    private var listNote: String {
        guard batch.status.isFinal else {
            return batch.counts.total > Limits.reportRunningFiles
                ? "The first \(Limits.reportRunningFiles) files; all of them are here when the batch is done." : ""
        }
        return "The first \(Limits.reportFiles) files; all of them are in results.csv."
    }
}

extension JobType {
    /// What the job does, for people.
    fileprivate var words: String {
        switch self {
        case .parse: "Read documents"
        case .extract: "Find fields"
        case .tag: "Find tags"
        case .embed: "Prepare for search"
        }
    }
}

extension BatchStatus {
    /// The status in a word or two.
    var words: String {
        switch self {
        case .uploading: "receiving"
        case .stalled: "waiting for files"
        case .pending: "waiting"
        case .throttled: "on hold"
        case .processing: "working"
        case .paused: "paused"
        case .completed: "done"
        case .partiallyFailed: "done, not everything"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    /// The name of the colour that goes with it.
    var tone: String {
        switch self {
        case .completed: "good"
        case .partiallyFailed, .stalled: "fair"
        case .failed: "bad"
        case .processing, .uploading: "busy"
        case .pending, .throttled, .paused, .cancelled: "off"
        }
    }
}
