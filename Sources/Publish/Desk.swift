import Folders
import Linux
import Logging
import Model
import Store

/// What publishing needs from the rest of the agent.
struct Surroundings: Sendable {
    let store: Store
    let places: @Sendable (Batch) throws -> BatchPlaces
    let beforeArchive: @Sendable (Batch) throws -> Void
    let finished: @Sendable (Batch) -> Void
    /// Key of the redaction in config.json.
    let key: [UInt8]
    let logger: Logger
    /// Wall-clock time.
    let clock: @Sendable () -> Timestamp
    let probe: StepProbe
}

/// What is known of the files of the batches that are not done: what they show and when they are written next.
///
/// Used by one thread at a time. Nothing here outlives the process; everything is found again from store and disk.
struct Desk: Sendable {
    /// What became known of a batch while its files are written elsewhere.
    private struct News {
        var isThere = false
        var isUrgent = false
    }

    private let around: Surroundings
    private var entries: [String: BatchFiles] = [:]
    private var pages: [String: FolderPage] = [:]
    private var accesses: [String: Access] = [:]
    /// Batches that are so large that their files are written aside.
    private var away: [String: News] = [:]

    init(_ around: Surroundings) { self.around = around }

    /// The moment at which something is to be written next; nil when nothing is.
    var due: Duration? {
        let batches = entries.filter { away[$0.key] == nil }.values
        return (batches.map(\.cadence.due) + pages.values.map(\.cadence.due)).compactMap { $0 }.min()
    }

    /// Notes that a batch changed.
    mutating func changed(_ id: String, status: BatchStatus, phase: Batch.Phase) {
        let entry = entries[id, default: BatchFiles()]
        let isUrgent = entry.status != status || entry.phase != phase || phase == .publish
        if let news = away[id] {
            away[id] = News(isThere: true, isUrgent: news.isUrgent || isUrgent)
        } else {
            entries[id, default: BatchFiles()].cadence.changed(isUrgent: isUrgent)
        }
    }

    /// The batches whose files are to be written by now.
    func dueBatches(at now: Duration) -> [String] {
        entries.filter { away[$0.key] == nil && ($0.value.cadence.due.map { $0 <= now } ?? false) }.keys.sorted()
    }

    /// Writes the files of batches as long as it may; failures are logged once and tried again later. Returns those that
    /// are too large for others to wait for: they are to be taken with `takeOut`.
    mutating func write(_ ids: [String], at now: Duration, while mayGoOn: () -> Bool) -> [String] {
        var large: [String] = []
        for id in ids {
            guard mayGoOn() else { break }
            do {
                guard let batch = try around.store.batch(id) else {
                    forget(id)
                    continue
                }
                if batch.counts.total > Limits.publishedAsideItems {
                    away[id] = News()
                    large.append(id)
                } else {
                    try publish(batch, at: now)
                }
            } catch {
                giveUp(on: id, error, at: now)
            }
        }
        return large
    }

    /// Writes the STATUS.txt of every outbox that is due.
    mutating func writePages(at now: Duration) {
        for (name, page) in pages where page.cadence.due.map({ $0 <= now }) ?? false {
            do {
                try writePage(of: name, at: now)
            } catch {
                if !page.cadence.isStuck { around.logger.error("\(name): STATUS.txt of the outbox waits: \(error)") }
                pages[name]?.cadence.failed(at: now)
            }
        }
    }

    /// Writes the STATUS.txt of one outbox.
    mutating func writePage(of folder: String, at now: Duration) throws {
        try pages[folder]?.write(from: around.store, at: now)
    }

    /// Brings running batches up to date before the agent stops, as far as there is time; final words are left to the
    /// next start.
    mutating func flush(at now: Duration, while mayGoOn: () -> Bool) {
        let waiting = entries.filter { $0.value.cadence.due != nil && !$0.value.cadence.isStuck }
        for id in waiting.keys.sorted() {
            guard mayGoOn() else { break }
            guard let batch = try? around.store.batch(id), batch.phase != .publish else { continue }
            try? publish(batch, at: now)
        }
        for name in pages.keys where pages[name]?.cadence.due != nil {
            try? writePage(of: name, at: now)
        }
    }

    /// Writes what is due of one batch by now, without waiting for an earlier failure to pass.
    mutating func publishDue(_ id: String, at now: Duration) throws {
        guard let batch = try around.store.batch(id) else { return }
        changed(id, status: batch.status, phase: batch.phase)
        guard away[id] == nil, let cadence = entries[id]?.cadence, let due = cadence.due,
            cadence.isStuck || due <= now
        else { return }
        try publish(batch, at: now)
    }

    // MARK: One batch

    /// The work on a batch that `write` returned; nil when there is none any more. It has to be given back.
    mutating func takeOut(_ id: String, at now: Duration) -> BatchWriting? {
        do {
            guard let batch = try around.store.batch(id) else {
                away[id] = nil
                forget(id)
                return nil
            }
            if let writing = try writing(of: batch, at: now) { return writing }
            away[id] = nil
        } catch {
            giveBack(id, after: error, at: now)
        }
        return nil
    }

    /// Takes back what was taken out, as far as it came.
    mutating func giveBack(_ writing: BatchWriting, after error: (any Error)?, at now: Duration) {
        // Kept also when a later step failed: what was written stays written.
        entries[writing.id] = writing.files
        giveBack(writing.id, after: error, at: now)
        if error == nil { settle(writing, at: now) }
    }

    private mutating func giveBack(_ id: String, after error: (any Error)?, at now: Duration) {
        let news = away.removeValue(forKey: id)
        if let error { giveUp(on: id, error, at: now) }
        if let news, news.isThere { entries[id, default: BatchFiles()].cadence.changed(isUrgent: news.isUrgent) }
    }

    /// Writes everything of one batch that differs from what its files show; throws what stands in the way.
    private mutating func publish(_ batch: Batch, at now: Duration) throws {
        guard var writing = try writing(of: batch, at: now) else { return }
        do {
            try writing.run { folder in try writePage(of: folder, at: now) }
        } catch {
            entries[batch.id] = writing.files
            throw error
        }
        entries[batch.id] = writing.files
        settle(writing, at: now)
    }

    private mutating func settle(_ writing: BatchWriting, at now: Duration) {
        pages[writing.batch.folder]?.cadence.changed(isUrgent: false)
        guard writing.files.phase == .done else { return }
        forget(writing.id)
    }

    private mutating func writing(of batch: Batch, at now: Duration) throws -> BatchWriting? {
        let places: BatchPlaces
        do {
            places = try around.places(batch)
        } catch let error as SystemError where error.isNotFound && batch.phase == .done {
            // Withdrawn, or removed after it was done.
            pages[batch.folder]?.cadence.changed(isUrgent: false)
            forget(batch.id)
            return nil
        }
        let publication = publication(of: batch, in: places)
        notePage(of: batch, places, publication.access)
        let files = entries[batch.id, default: BatchFiles()]
        entries[batch.id] = files
        return BatchWriting(
            around: around, batch: batch, places: places, publication: publication, now: now, files: files)
    }

    private mutating func forget(_ id: String) { entries[id] = nil }

    // MARK: Places and failures

    private mutating func publication(of batch: Batch, in places: BatchPlaces) -> Publication {
        let access =
            accesses[batch.folder]
            ?? Access(fileMode: places.permissions.fileMode, group: places.group, logger: around.logger)
        accesses[batch.folder] = access
        return Publication(
            store: around.store, outbox: places.outbox, access: access, key: around.key, now: around.clock())
    }

    private mutating func notePage(of batch: Batch, _ places: BatchPlaces, _ access: Access) {
        // Another directory than before: the outbox was deleted, replaced or mounted.
        guard let outbox = places.folderOutbox, pages[batch.folder]?.outbox !== outbox else { return }
        var page = FolderPage(of: batch.folder, in: outbox, access: access)
        if let cadence = pages[batch.folder]?.cadence { page.cadence = cadence }
        pages[batch.folder] = page
    }

    /// Keeps a batch for later and shows in its own files why it waits, where even that much can be written.
    private mutating func giveUp(on id: String, _ error: any Error, at now: Duration) {
        let isNew = entries[id]?.cadence.isStuck == false
        entries[id]?.cadence.failed(at: now)
        if isNew { around.logger.error("\(id): publishing waits: \(error)") }
        guard let batch = try? around.store.batch(id), let places = try? around.places(batch) else { return }
        let trouble = Failure(publishing: batch, stoppedBy: error)
        try? publication(of: batch, in: places).writeStatus(of: batch, trouble: trouble, durable: false)
    }
}

extension Failure {
    /// What is shown while the files of a batch cannot be written.
    fileprivate init(publishing batch: Batch, stoppedBy error: any Error) {
        let code: FailureCode =
            switch error as? SystemError {
            case let error? where error.isStorageFull: .storageFull
            case let error? where error.isDenied: .permissionDenied
            default: .processingError
            }
        self.init(
            code, "The results of \(printable(batch.name)) wait to be written: \(error)", stage: .publish,
            resolution: code == .permissionDenied
                ? "Give the agent's user permission to write there; it goes on by itself."
                : code == .storageFull ? nil : "The agent tries again by itself; see its log.",
            retryable: true)
    }
}
