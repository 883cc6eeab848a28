import Model

/// The data of index.html in an outbox: the batches STATUS.txt lists, each with the way to its report.
struct BatchIndex {
    /// Name of the watch folder.
    let folder: String
    /// Batches that are not finished, newest first.
    let live: [Batch]
    /// Finished batches, newest first.
    let finished: [Batch]
    /// Says whether a batch has a report; those of earlier versions have none.
    let hasReport: (Batch) -> Bool

    /// The text of the file; it holds no moment of its own, so that it changes only when a batch does.
    var bytes: [UInt8] {
        let shownLive = live.prefix(Limits.statusLines - Limits.statusFinishedBatches)
        let refresh = live.isEmpty ? Limits.indexRefreshSeconds.idle : Limits.indexRefreshSeconds.live
        let data: JSONValue = [
            "id": .string("index of " + folder), "version": .string(Product.version),
            "folder": .string(ReportText.line(folder)), "live": .array(shownLive.map(row)),
            "finished": .array(finished.prefix(Limits.statusFinishedBatches).map(row)),
            "note": .string(
                "Batches at work and the \(Limits.statusFinishedBatches) that finished last. "
                    + "Older ones are in their directories beside this page."),
        ]
        return Page.index.opening(refresh: refresh) + Page.block(JSONWriter.bytes(of: data)) + Page.index.closing
    }

    /// What the word for the status does not say.
    private func remark(on batch: Batch) -> String {
        if batch.refused || batch.isArriving || batch.status == .throttled { return batch.sentence }
        let counts = batch.counts
        let parts = [(counts.failed, "failed"), (counts.partial, "partly read"), (counts.skipped, "skipped")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    private func row(_ batch: Batch) -> JSONValue {
        let counts = batch.counts
        let done = "\(counts.completed + counts.failed) of \(counts.total)"
        let place = batch.outboxName.appending(hasReport(batch) ? "report.html" : "STATUS.txt")
        return [
            "n": .string(ReportText.line(batch.name)), "h": .string(PageLink.of(place)),
            "w": .string(batch.status.words), "t": .string(batch.status.tone),
            "d": .string(ReportText.line(remark(on: batch))),
            "f": .string(batch.isArriving ? "\(counts.total)" : done),
            "at": .integer((batch.finishedAt ?? batch.createdAt).milliseconds),
        ]
    }
}
