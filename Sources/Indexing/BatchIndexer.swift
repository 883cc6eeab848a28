import Collections
import Linux
import Logging
import Model
import Store
import WorkerProtocol
import Workers

/// Puts the published documents of a batch into its collection, or takes them out.
///
/// Reads what lies in the outbox through a worker. A document that is gone or cannot be read is passed over: the batch
/// is finished, and nobody waits for it. Runs on one thread.
public struct BatchIndexer {
    let store: Store
    let shelf: CollectionShelf
    let slot: WorkerSlot
    /// The directory of a batch in the outbox.
    let outbox: (Batch) throws -> Directory
    let isStopped: () -> Bool
    let logger: Logger

    public init(
        store: Store, shelf: CollectionShelf, slot: WorkerSlot, outbox: @escaping (Batch) throws -> Directory,
        isStopped: @escaping () -> Bool, logger: Logger
    ) {
        self.store = store
        self.shelf = shelf
        self.slot = slot
        self.outbox = outbox
        self.isStopped = isStopped
        self.logger = logger
    }

    /// Puts every item from `start` on into the collection; `reached` hears from time to time up to which index all is
    /// durable. Returns how many documents were read.
    @discardableResult
    public func add(_ batch: Batch, from start: Int = 0, reached: (Int) throws -> Void = { _ in }) throws -> Int {
        var next: Int? = start
        var count = 0
        while let from = next, !isStopped() {
            let slice = try addSome(of: batch, from: from)
            count += slice.count
            next = slice.next
            if let next { try reached(next) }
        }
        return count
    }

    /// Puts items from `start` on into the collection, for about as long as `time` if it is given. Returns the index to
    /// go on with, nil when there are no more, and how many documents were read.
    func addSome(
        of batch: Batch, from start: Int, for time: Duration? = nil
    ) throws -> (next: Int?, count: Int) {
        let end = time.map { Clock.sinceBoot() + $0 }
        let items = try store.items(of: batch.id, from: start, limit: Limits.indexedAtOnce)
        if items.isEmpty { return (nil, 0) }
        let directory = try outbox(batch)
        let writer = try CollectionWriter(batch.collection, in: batch.folder, of: shelf)
        defer { writer.close() }
        var next = start
        var count = 0
        for item in items where !isStopped() {
            count += try add(item, of: batch, in: directory, to: writer)
            // An item in the middle of which it was stopped begins anew.
            if isStopped() { break }
            next = item.sealed.index + 1
            if let end, Clock.sinceBoot() >= end { break }
        }
        try writer.sync()
        return (next, count)
    }

    /// Takes every document of a batch out of its collection.
    public func remove(_ batch: Batch) throws {
        guard shelf.names(in: batch.folder).contains(batch.collection) else { return }
        let writer = try CollectionWriter(batch.collection, in: batch.folder, of: shelf)
        defer { writer.close() }
        _ = try writer.remove(batch: batch.id)
        try writer.sync()
    }

    private func add(
        _ item: Item, of batch: Batch, in directory: Directory, to writer: CollectionWriter
    ) throws -> Int {
        guard let outcome = item.outcome, [.succeeded, .partial, .skipped].contains(outcome.state) else {
            // It may have succeeded before it was run again.
            try writer.remove(item: item.sealed.fileID)
            return 0
        }
        var count = 0
        for source in PublishedText.sources(of: outcome) {
            var document = IndexedDocument(
                item: item.sealed.fileID, part: source.part, batch: batch.id, batchName: batch.name,
                outbox: batch.outboxName.display, index: item.sealed.index, path: item.sealed.path.display,
                output: source.directory)
            document.title = source.part.isEmpty ? outcome.title : nil
            document.mimeType = source.part.isEmpty ? outcome.mimeType : nil
            document.sha256 = source.part.isEmpty ? outcome.sha256 : nil
            document.version = outcome.outputMark?.sha256
            if try writer.holds(document) { continue }
            do {
                try writer.replace(document, at: Clock.now()) { take in
                    for file in source.files { try read(file, in: directory, take) }
                }
                count += 1
            } catch let failure as Failure {
                guard failure.code != .cancelled else { return count }
                if failure.isTransient { throw failure }
                logger.notice("\(batch.id): \(printable(document.path)) cannot be searched: \(failure.message)")
            } catch let error as SystemError {
                if error.isTransient { throw error }
                logger.notice("\(batch.id): \(printable(document.path)) cannot be searched: \(error)")
            }
        }
        return count
    }

    private func read(_ path: String, in directory: Directory, _ take: (Passage) throws -> Void) throws {
        let file = try directory.openForReading(BytePath(path))
        let name = BytePath(path).name.display
        let request = WorkerRequest(kind: .passages, name: name, path: path, size: try file.status().signature.size)
        let report = try slot.readPassages(
            request, file: file, deadline: WorkDeadline(base: .seconds(Limits.passageSeconds)), isCancelled: isStopped,
            take: take)
        if let failure = report.failure { throw failure }
    }
}

/// Which published files of an item say what can be searched.
struct PublishedText: Equatable {
    /// Path of an attachment below the outputs of the item; empty for the document itself.
    let part: String
    /// Directory of the results below that of the batch.
    let directory: String
    /// The files to read, below that of the batch.
    let files: [String]

    private static let texts: [OutputPart] = [.documentJSON, .documentText, .documentMarkdown]

    /// The document of an item and its attachments: the richest text of each, and its vectors.
    static func sources(of outcome: ItemOutcome) -> [PublishedText] {
        var paths: [String: [String: String]] = [:]
        for (name, path) in outcome.outputs {
            let parts = name.split(separator: "/").map(String.init)
            guard let kind = parts.last else { continue }
            paths[parts.dropLast().joined(separator: "/"), default: [:]][kind] = path
        }
        return paths.sorted { $0.key < $1.key }.compactMap { part, outputs in
            guard let text = texts.lazy.compactMap({ outputs[$0.outputName] }).first else { return nil }
            let vectors = outputs[OutputPart.embeddingJSON.outputName].map { [$0] } ?? []
            return PublishedText(part: part, directory: BytePath(text).parent.display, files: [text] + vectors)
        }
    }
}
