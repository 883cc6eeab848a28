import Linux
import Model
import Store

/// The files of one batch as they are in the outbox, and when they are written next.
struct BatchFiles: Sendable {
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
    /// When report.html was written.
    var pageAt: Duration?
}

/// Brings the files of one batch up to date, on whatever thread has taken it from the desk.
struct BatchWriting: Sendable {
    let around: Surroundings
    /// The batch as it was found.
    let batch: Batch
    let places: BatchPlaces
    let publication: Publication
    let now: Duration
    /// What the files show; as far as it came when `run` throws.
    var files: BatchFiles

    var id: String { batch.id }

    /// Writes everything that differs from what the files show; throws what stands in the way. `writePage` writes the
    /// STATUS.txt of a folder's outbox.
    mutating func run(writePage: (String) throws -> Void) throws {
        if files.status?.isFinal ?? true, !batch.status.isFinal { try publication.removeSummary() }
        if [.work, .publish].contains(batch.phase), files.configuration != batch.configuration?.sha256 {
            try publication.writeConfiguration(of: batch)
            files.configuration = batch.configuration?.sha256
        }
        let shown = batch.phase == .publish ? try finalise(writePage) : try update()
        if files.cadence.isStuck { around.logger.notice("\(batch.id): publishing goes on") }
        files.status = shown.status
        files.phase = shown.phase
        files.cadence.wrote(at: now)
    }

    // MARK: Running batches

    private mutating func update() throws -> Batch {
        let batch = try reportProgress()
        let isFinal = batch.status.isFinal
        let isRefused = batch.refused && isFinal && batch.phase == .open
        let quarters = batch.counts.total == 0 ? 0 : batch.counts.finished * 4 / batch.counts.total
        let hasGrown = batch.phase == .work && files.quarters != quarters
        if hasGrown || isRefused {
            try publication.writeBatchDocument(of: batch, isComplete: isFinal)
            files.quarters = quarters
        }
        try files.events.update(
            of: batch, from: around.store, in: places.outbox, access: publication.access, durable: isFinal)
        if isRefused { try publication.writeSummary(of: batch) }
        try updateReport(of: batch)
        try publication.writeStatus(of: batch, durable: isFinal)
        if isRefused, files.status != batch.status { around.finished(batch) }
        return batch
    }

    /// Writes report.html for a new status, else from time to time; a batch that is still arriving has none.
    private mutating func updateReport(of batch: Batch) throws {
        let isDue = files.status != batch.status || files.pageAt.map { now >= $0 + Limits.reportInterval } ?? true
        guard isDue, !batch.isArriving, batch.phase != .open || batch.refused else { return }
        try publication.writeReport(of: batch, durable: batch.status.isFinal)
        files.pageAt = now
    }

    /// Records `batch.progress` when items were finished, at most once in an interval.
    private mutating func reportProgress() throws -> Batch {
        let finished = batch.counts.finished
        guard batch.phase == .work, let reported = files.reported, reported != finished else {
            files.reported = files.reported ?? finished
            return batch
        }
        if let last = files.reportedAt, now < last + Limits.publishInterval { return batch }
        try around.store.recordProgress(batch.id, at: around.clock())
        files.reported = finished
        files.reportedAt = now
        return try around.store.batch(batch.id) ?? batch
    }

    // MARK: Finished batches

    private mutating func finalise(_ writePage: (String) throws -> Void) throws -> Batch {
        let finalisation = Finalisation(
            store: around.store, batch: batch, places: places, publication: publication,
            beforeArchive: around.beforeArchive, probe: around.probe)
        let concluded = try finalisation.publish(events: &files.events)
        try writePage(batch.folder)
        try around.probe(.folder)
        try finalisation.close()
        let done = try around.store.batch(batch.id) ?? concluded
        around.finished(done)
        return done
    }
}
