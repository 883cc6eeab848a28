import Linux
import Model
import Store

extension Publication {
    /// Writes report.html: all of the batch when it is final, and a first part of its files while it runs.
    func writeReport(of batch: Batch, trouble: Failure? = nil, durable: Bool) throws {
        let hasFailures = batch.counts.failed + batch.counts.partial > 0
        let report = Report(
            batch: batch,
            failures: hasFailures
                ? try store.items(of: batch.id, states: [.failed, .partial], from: 0, limit: Limits.reportFailures)
                : [],
            now: now, spent: try store.spent(since: batch.createdAt, of: batch.id), trouble: trouble)
        let isFinal = batch.status.isFinal
        let file = try OutboxFile("report.html", in: outbox, access: access)
        try file.write(Page.report.opening(refresh: isFinal ? nil : Limits.reportRefreshSeconds))
        var writer = JSONWriter()
        report.begin(&writer)
        try writeItems(of: batch, isFinal: isFinal, to: file, &writer)
        report.end(&writer)
        try file.write(Page.block(writer.drain()))
        try file.write(Page.report.closing)
        try file.commit(durable: durable)
        if durable { try outbox.sync() }
    }

    private func writeItems(of batch: Batch, isFinal: Bool, to file: OutboxFile, _ writer: inout JSONWriter) throws {
        var budget = DetailBudget(files: isFinal ? batch.counts.total : 0)
        let most = isFinal ? Limits.reportFiles : Limits.reportRunningFiles
        var start = 0
        while start < most {
            let items = try store.items(of: batch.id, from: start, limit: min(Limits.publishedPage, most - start))
            guard let last = items.last else { return }
            for item in items {
                var row = ReportItem(item: item)
                row.details = budget.details(of: row, in: outbox)
                row.write(to: &writer)
                if writer.bytes.count > Limits.publishedChunkBytes { try file.write(Page.block(writer.drain())) }
            }
            start = last.sealed.index + 1
        }
    }
}

/// The room in report.html for what is shown of single files: an equal share for each, as far as it goes.
struct DetailBudget {
    let share: Int
    private var left = Limits.reportDetailBytes
    private var files = Limits.reportDetailedFiles

    /// The room for a batch of so many files; none for 0.
    init(files: Int) {
        let bounds = Limits.reportFileDetailBytes
        let even = Limits.reportDetailBytes / max(1, min(files, Limits.reportDetailedFiles))
        share = files == 0 ? 0 : min(bounds.upperBound, max(bounds.lowerBound, even))
    }

    /// What is shown of a file; nil where there is nothing to show or no room for it.
    mutating func details(of row: ReportItem, in outbox: Directory) -> ReportDetails? {
        guard share > 0, left >= share, files > 0, row.item.outcome?.outputs.isEmpty == false else { return nil }
        files -= 1
        guard let details = ReportDetails(of: row.outputs, in: outbox, at: row.directory, limit: share)
        else { return nil }
        left -= details.bytes
        return details
    }
}
