import Glibc
import Linux
import Model
import Store

/// Writes the files of one batch's outbox directory from the batch and the store.
struct Publication {
    /// Where items are read from.
    let store: Store
    /// The batch's outbox directory.
    let outbox: Directory
    /// Mode and group of the files.
    let access: Access
    /// Key of the redaction in config.json.
    let key: [UInt8]
    /// The moment shown as now.
    let now: Timestamp

    private static let summary = BytePath("summary.json")
    private static let errors = BytePath("errors.jsonl")
    private static let configuration = BytePath("config.json")
    private static let control = BytePath("control")

    /// Writes STATUS.txt, then status.json, which is the last word.
    func writeStatus(of batch: Batch, trouble: Failure? = nil, durable: Bool) throws {
        try writeText(of: batch, trouble: trouble, durable: durable)
        try writeStatusDocument(of: batch, trouble: trouble, durable: durable)
    }

    /// Writes status.json.
    func writeStatusDocument(of batch: Batch, trouble: Failure? = nil, durable: Bool) throws {
        let bytes = StatusDocument.bytes(of: batch, at: now, trouble: trouble)
        try replace("status.json", bytes, durable: durable)
    }

    /// Writes STATUS.txt.
    func writeText(of batch: Batch, trouble: Failure? = nil, durable: Bool) throws {
        let hasFailures = batch.counts.failed + batch.counts.partial > 0
        let text = StatusText(
            batch: batch,
            failures: hasFailures
                ? try store.items(of: batch.id, states: [.failed, .partial], from: 0, limit: Limits.statusFailures)
                : [],
            duplicates: batch.counts.skipped > 0
                ? try store.items(of: batch.id, states: [.skipped], from: 0, limit: Limits.statusNames) : [],
            running: batch.counts.running > 0 ? try store.runningItems(of: batch.id, limit: Limits.statusNames) : [],
            now: now, local: Clock.local, isSteerable: outbox.contains(Self.control), trouble: trouble)
        try replace("STATUS.txt", text.bytes, durable: durable)
    }

    /// Writes config.json; a batch that was never sealed has none.
    func writeConfiguration(of batch: Batch) throws {
        guard let configuration = batch.configuration else { return }
        try replace(
            Self.configuration.display, ConfigDocument.bytes(of: configuration, batchID: batch.id, key: key),
            durable: true)
    }

    /// Writes config.json again when it is not the file that was written: somebody took it away or put a link there.
    func restoreConfiguration(of batch: Batch) throws {
        let found = try? outbox.status(Self.configuration)
        let isOurs = found.map { $0.kind == .file && $0.links == 1 && $0.owner == geteuid() } ?? false
        if !isOurs { try writeConfiguration(of: batch) }
    }

    /// Writes batch.json with the items that have an outcome.
    func writeBatchDocument(of batch: Batch, isComplete: Bool) throws {
        var document = BatchDocument(of: batch)
        let file = try OutboxFile("batch.json", in: outbox, access: access)
        if batch.counts.finished > 0 {
            try forEachPage(of: batch) { items in
                for item in items { document.append(item) }
                try file.write(document.drain())
            }
        }
        document.end(isComplete: isComplete)
        try file.write(document.drain())
        try file.commit(durable: isComplete)
    }

    /// Writes results.jsonl, results.csv and errors.jsonl; they are on disk when this returns.
    func writeResults(of batch: Batch) throws {
        let lines = try OutboxFile("results.jsonl", in: outbox, access: access)
        let table = try OutboxFile("results.csv", in: outbox, access: access)
        var errors: OutboxFile?
        let csv = ResultsTable(form: batch.manifest)
        try table.write(csv.header(text: batch.manifest == nil ? nil : store.manifestHeader(of: batch.id)))
        try forEachPage(of: batch) { items in
            let texts = try texts(of: items, in: batch)
            var writer = JSONWriter()
            var failed = JSONWriter()
            var rows: [UInt8] = []
            for item in items {
                ResultLine.append(item, of: batch.job.type, to: &writer)
                csv.append(item, text: texts[item.sealed.index], to: &rows)
                if ResultLine.isError(item) { ResultLine.append(item, of: batch.job.type, to: &failed) }
            }
            try lines.write(writer.bytes)
            try table.write(rows)
            guard !failed.bytes.isEmpty else { return }
            let file = try errors ?? OutboxFile(Self.errors.display, in: outbox, access: access)
            errors = file
            try file.write(failed.bytes)
        }
        try lines.commit(durable: true)
        try table.commit(durable: true)
        try errors?.commit(durable: true)
        if errors == nil { try remove(Self.errors) }
        try outbox.sync()
    }

    /// Writes summary.json.
    func writeSummary(of batch: Batch) throws {
        let limit = Limits.summaryEntries
        let documents = try store.items(of: batch.id, from: 0, limit: limit)
        let failed =
            batch.counts.failed > 0 ? try store.items(of: batch.id, states: [.failed], from: 0, limit: limit) : []
        let bytes = SummaryDocument.bytes(of: batch, documents: documents, failed: failed)
        try replace(Self.summary.display, bytes, durable: true)
    }

    /// Takes away the summary of an earlier run.
    func removeSummary() throws { try remove(Self.summary) }

    private func replace(_ name: String, _ bytes: [UInt8], durable: Bool) throws(SystemError) {
        try OutboxFile.replace(name, in: outbox, with: bytes, access: access, durable: durable)
    }

    private func remove(_ name: BytePath) throws(SystemError) {
        if outbox.contains(name) { try outbox.removeTree(name) }
    }

    /// The rows of the manifest that items were made of, by index.
    private func texts(of items: [Item], in batch: Batch) throws(StoreError) -> [Int: ManifestText] {
        guard batch.manifest != nil, let first = items.first else { return [:] }
        let texts = try store.manifestTexts(of: batch.id, from: first.sealed.index, limit: items.count)
        return Dictionary(zip(items.map(\.sealed.index), texts)) { first, _ in first }
    }

    private func forEachPage(of batch: Batch, _ body: ([Item]) throws -> Void) throws {
        var start = 0
        while true {
            let items = try store.items(of: batch.id, from: start, limit: Limits.publishedPage)
            guard let last = items.last else { return }
            try body(items)
            start = last.sealed.index + 1
        }
    }
}
