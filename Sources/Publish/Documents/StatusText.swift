import Model

/// STATUS.txt of a batch: one screen in plain words for a person with nothing but a file browser.
struct StatusText {
    /// The batch as it is now.
    let batch: Batch
    /// The first failed and partial items.
    let failures: [Item]
    /// The first items that share the result of another one.
    var duplicates: [Item] = []
    /// Items being worked on.
    let running: [Item]
    /// The moment of writing.
    let now: Timestamp
    /// Turns a moment into local time.
    let local: @Sendable (Timestamp) -> Timestamp
    /// True when somebody reads control files: not for a batch of the one-shot command.
    var isSteerable = true
    /// Why publishing itself is stuck.
    var trouble: Failure?

    private static let barWidth = 40

    /// The text of the file.
    var bytes: [UInt8] {
        let title = shown(batch.name)
        let sections = [
            [title, String(repeating: "=", count: min(title.count, Self.barWidth * 2))],
            headline, times, troubleLines, failureLines, duplicateLines, warningLines, actions,
            ["Batch \(batch.id)"],
        ]
        let lines = sections.filter { !$0.isEmpty }.joined(separator: [""])
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private var headline: [String] {
        let counts = batch.counts
        var lines = [shown(batch.sentence)]
        if !batch.isArriving, counts.total > 0 {
            let filled = min(Self.barWidth, (counts.completed + counts.failed) * Self.barWidth / counts.total)
            let bar =
                String(repeating: "#", count: filled) + String(repeating: "-", count: Self.barWidth - filled)
            let finished = counts.completed + counts.failed
            lines += ["", "[\(bar)]  \(finished) of \(files(counts.total)), \(Int(counts.progress)) %", ""]
            let rows = [
                ("succeeded", counts.succeeded), ("partly read", counts.partial), ("skipped", counts.skipped),
                ("failed", counts.failed), ("cancelled", counts.cancelled), ("in progress", counts.running),
            ]
            for (word, count) in rows where count > 0 { lines.append("  \(pad(word, 12)) \(count)") }
        }
        if !batch.status.isFinal, !running.isEmpty {
            lines += ["", "Now reading:"] + running.prefix(Limits.statusNames).map { "  " + path($0) }
        }
        return lines
    }

    private var times: [String] {
        var lines = ["Arrived   \(moment(batch.createdAt))"]
        if let started = batch.startedAt {
            let end = batch.finishedAt ?? now
            lines.append(
                "Started   \(moment(started)), \(batch.finishedAt == nil ? "running for" : "took") "
                    + TimeSpan.words(milliseconds: end.milliseconds - started.milliseconds))
        }
        if let finished = batch.finishedAt { lines.append("Finished  \(moment(finished))") }
        if let resume = batch.throttle?.resumeAt {
            lines.append((batch.isArriving ? "Next look " : "Goes on   ") + moment(resume))
        }
        if let estimate = Estimate(of: batch, at: now) {
            lines.append("Left      about " + TimeSpan.words(milliseconds: Int64(estimate.seconds) * 1000))
        }
        return lines
    }

    private var troubleLines: [String] {
        [batch.failure, trouble].compactMap { $0 }.flatMap {
            ["Problem: " + shown($0.message), "What to do: " + shown($0.resolution)]
        }
    }

    private var failureLines: [String] {
        guard !failures.isEmpty else { return [] }
        let count = batch.counts.failed + batch.counts.partial
        var lines = ["What went wrong (\(files(count))):"]
        let listed = failures.prefix(Limits.statusFailures)
        var done: Set<String> = []
        // One piece of advice for all the files it helps, in the order of the first of them.
        for item in listed {
            let advice = advice(for: item)
            guard done.insert(advice).inserted else { continue }
            for item in listed where self.advice(for: item) == advice {
                lines.append("  \(path(item))")
                lines.append("      \(reason(of: item))")
            }
            lines.append("    What to do: \(advice)")
        }
        if count > listed.count { lines.append("  ... and \(count - listed.count) more in errors.jsonl") }
        return lines
    }

    private func reason(of item: Item) -> String {
        if let failure = item.outcome?.failure { return shown(failure.message) }
        let pages = item.outcome?.failedPages ?? []
        return "\(pages.count) of \(item.outcome?.pageCount ?? pages.count) pages could not be read."
    }

    private func advice(for item: Item) -> String {
        shown(item.outcome?.failure?.resolution ?? "Look at `pages_failed` in errors.jsonl, then retry.")
    }

    private var duplicateLines: [String] {
        let listed = duplicates.prefix(Limits.statusNames).compactMap { item in
            item.outcome?.duplicateOf.map { "  \(path(item)) has the content of \(shown($0.words))" }
        }
        let count = batch.counts.skipped
        guard !listed.isEmpty else {
            return duplicates.isEmpty ? [] : ["\(count) pictures are further pages of the documents before them."]
        }
        let more = count > listed.count ? ["  ... and \(count - listed.count) more in results.csv"] : []
        return ["\(count) skipped as duplicates. Each has a copy of the result made before:"] + listed + more
    }

    private var warningLines: [String] {
        var lines = (batch.advice + batch.warnings).prefix(Limits.statusNames).map { "  " + shown($0) }
        lines += batch.intake.blockedBy.prefix(Limits.statusNames).map { "  waiting for " + shown($0) }
        let ignored = batch.intake.ignored.prefix(Limits.statusNames).map(shown)
        if !ignored.isEmpty {
            let more = batch.intake.ignored.count > ignored.count ? ", ..." : ""
            lines.append("  ignored: " + ignored.joined(separator: ", ") + more)
        }
        return lines.isEmpty ? [] : ["Good to know:"] + lines
    }

    /// What lies in the directory of each file.
    private var product: String {
        switch batch.job.type {
        case .parse: "the text of each file"
        case .extract: "the fields (extract.json) and the text of each file"
        case .tag: "the tags (tags.json) and the text of each file"
        case .embed: "the vectors (embedding.json) and the text of each file"
        }
    }

    private var actions: [String] {
        var lines: [String] = []
        if batch.status.isFinal, !batch.refused {
            lines = ["Results: results.csv for a spreadsheet, files/ for \(product)."]
        }
        let controls = isSteerable ? ControlHint.hints(for: batch) : []
        guard !controls.isEmpty else { return lines }
        if !lines.isEmpty { lines.append("") }
        lines.append("To steer this batch, put an empty file with one of these names into the folder control:")
        lines += controls.map { "  \(pad($0.name, 10)) \($0.meaning)" }
        return lines
    }

    private func path(_ item: Item) -> String { shown(item.sealed.path.display) }

    private func shown(_ text: String) -> String {
        let text = printable(text)
        guard text.count > Limits.statusTextCharacters else { return text }
        return text.prefix(Limits.statusTextCharacters) + "..."
    }

    private func files(_ count: Int) -> String { count == 1 ? "1 file" : "\(count) files" }

    private func moment(_ time: Timestamp) -> String { local(time).toMinute() }
}

/// Text padded with spaces, for columns.
func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
