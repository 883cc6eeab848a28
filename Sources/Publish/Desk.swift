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
    /// One batch as its files show it.
    private struct Entry {
        var cadence = Cadence()
        var events = EventLog()
        var status: BatchStatus?
        var phase: Batch.Phase?
        /// sha256 of the configuration in config.json.
        var configuration: String?
        /// Quarters of the batch in batch.json.
        var quarters = -1
        var reported: Int?
        var reportedAt: Duration?
    }

    private let around: Surroundings
    private var entries: [String: Entry] = [:]
    private var pages: [String: FolderPage] = [:]
    private var accesses: [String: Access] = [:]

    init(_ around: Surroundings) { self.around = around }

    /// The moment at which something is to be written next; nil when nothing is.
    var due: Duration? {
        (entries.values.map(\.cadence.due) + pages.values.map(\.cadence.due)).compactMap { $0 }.min()
    }

    /// Notes that a batch changed.
    mutating func changed(_ id: String, status: BatchStatus, phase: Batch.Phase) {
        let entry = entries[id, default: Entry()]
        let isUrgent = entry.status != status || entry.phase != phase || phase == .publish
        entries[id, default: Entry()].cadence.changed(isUrgent: isUrgent)
    }

    /// The batches whose files are to be written by now.
    func dueBatches(at now: Duration) -> [String] {
        entries.filter { $0.value.cadence.due.map { $0 <= now } ?? false }.keys.sorted()
    }

    /// Writes the files of batches as long as it may; failures are logged once and tried again later.
    mutating func write(_ ids: [String], at now: Duration, while mayGoOn: () -> Bool) {
        for id in ids {
            guard mayGoOn() else { return }
            do { try publish(id, at: now) } catch { giveUp(on: id, error, at: now) }
        }
    }

    /// Writes the STATUS.txt of every outbox that is due.
    mutating func writePages(at now: Duration) {
        for (name, page) in pages where page.cadence.due.map({ $0 <= now }) ?? false {
            do {
                try pages[name]?.write(from: around.store, at: now)
            } catch {
                if !page.cadence.isStuck { around.logger.error("\(name): STATUS.txt of the outbox waits: \(error)") }
                pages[name]?.cadence.failed(at: now)
            }
        }
    }

    /// Brings running batches up to date before the agent stops, as far as there is time; final words are left to the
    /// next start.
    mutating func flush(at now: Duration, while mayGoOn: () -> Bool) {
        let waiting = entries.filter { $0.value.cadence.due != nil && !$0.value.cadence.isStuck }
        for id in waiting.keys.sorted() where (try? around.store.batch(id)?.phase) != .publish {
            guard mayGoOn() else { break }
            try? publish(id, at: now)
        }
        for name in pages.keys where pages[name]?.cadence.due != nil {
            try? pages[name]?.write(from: around.store, at: now)
        }
    }

    /// Writes what is due of one batch by now, without waiting for an earlier failure to pass.
    mutating func publishDue(_ id: String, at now: Duration) throws {
        guard let batch = try around.store.batch(id) else { return }
        changed(id, status: batch.status, phase: batch.phase)
        guard let cadence = entries[id]?.cadence, let due = cadence.due, cadence.isStuck || due <= now else { return }
        try publish(id, at: now)
    }

    /// Writes everything of one batch that differs from what its files show; throws what stands in the way.
    private mutating func publish(_ id: String, at now: Duration) throws {
        guard let batch = try around.store.batch(id) else { return forget(id) }
        var entry = entries[id, default: Entry()]
        let places: BatchPlaces
        do {
            places = try around.places(batch)
        } catch let error as SystemError where error.isNotFound && batch.phase == .done {
            // Withdrawn, or removed after it was done.
            pages[batch.folder]?.cadence.changed(isUrgent: false)
            return forget(id)
        }
        let publication = publication(of: batch, in: places)
        notePage(of: batch, places, publication.access)
        // Kept also when a later step fails: what was written stays written.
        defer { if entries[id] != nil { entries[id] = entry } }
        entries[id] = entry
        if entry.status?.isFinal ?? true, !batch.status.isFinal { try publication.removeSummary() }
        if [.work, .publish].contains(batch.phase), entry.configuration != batch.configuration?.sha256 {
            try publication.writeConfiguration(of: batch)
            entry.configuration = batch.configuration?.sha256
        }
        let shown =
            batch.phase == .publish
            ? try finalise(batch, places, publication, &entry, at: now)
            : try update(batch, places, publication, &entry, at: now)
        if entry.cadence.isStuck { around.logger.notice("\(batch.id): publishing goes on") }
        entry.status = shown.status
        entry.phase = shown.phase
        entry.cadence.wrote(at: now)
        if shown.phase == .done { forget(id) }
    }

    private mutating func forget(_ id: String) { entries[id] = nil }

    // MARK: Running batches

    private mutating func update(
        _ found: Batch, _ places: BatchPlaces, _ publication: Publication, _ entry: inout Entry, at now: Duration
    ) throws -> Batch {
        let batch = try reportProgress(of: found, &entry, at: now)
        let isFinal = batch.status.isFinal
        let isRefused = batch.refused && isFinal && batch.phase == .open
        let quarters = batch.counts.total == 0 ? 0 : batch.counts.finished * 4 / batch.counts.total
        let hasGrown = batch.phase == .work && entry.quarters != quarters
        if hasGrown || isRefused {
            try publication.writeBatchDocument(of: batch, isComplete: isFinal)
            entry.quarters = quarters
        }
        try entry.events.update(
            of: batch, from: around.store, in: places.outbox, access: publication.access, durable: isFinal)
        if isRefused { try publication.writeSummary(of: batch) }
        try publication.writeStatus(of: batch, durable: isFinal)
        pages[batch.folder]?.cadence.changed(isUrgent: false)
        if isRefused, entry.status != batch.status { around.finished(batch) }
        return batch
    }

    /// Records `batch.progress` when items were finished, at most once in an interval.
    private func reportProgress(of batch: Batch, _ entry: inout Entry, at now: Duration) throws -> Batch {
        let finished = batch.counts.finished
        guard batch.phase == .work, let reported = entry.reported, reported != finished else {
            entry.reported = entry.reported ?? finished
            return batch
        }
        if let last = entry.reportedAt, now < last + Limits.publishInterval { return batch }
        try around.store.recordProgress(batch.id, at: around.clock())
        entry.reported = finished
        entry.reportedAt = now
        return try around.store.batch(batch.id) ?? batch
    }

    // MARK: Finished batches

    private mutating func finalise(
        _ batch: Batch, _ places: BatchPlaces, _ publication: Publication, _ entry: inout Entry, at now: Duration
    ) throws -> Batch {
        let finalisation = Finalisation(
            store: around.store, batch: batch, places: places, publication: publication,
            beforeArchive: around.beforeArchive, probe: around.probe)
        let concluded = try finalisation.publish(events: &entry.events)
        try pages[batch.folder]?.write(from: around.store, at: now)
        try around.probe(.folder)
        try finalisation.close()
        let done = try around.store.batch(batch.id) ?? concluded
        around.finished(done)
        return done
    }

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
        guard pages[batch.folder] == nil, let outbox = places.folderOutbox else { return }
        pages[batch.folder] = FolderPage(of: batch.folder, in: outbox, access: access)
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
