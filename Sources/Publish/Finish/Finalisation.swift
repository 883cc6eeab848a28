import Linux
import Model
import Store

/// Makes the final status of a batch visible, step by step, so that a crash at any point loses and doubles nothing.
struct Finalisation {
    /// The state of every batch.
    let store: Store
    /// The batch; every item has an outcome.
    let batch: Batch
    /// Its directories.
    let places: BatchPlaces
    /// Writes the files.
    let publication: Publication
    /// Called before the originals move.
    let beforeArchive: @Sendable (Batch) throws -> Void
    /// Called after each step.
    let probe: StepProbe

    /// Everything up to and including status.json; returns the batch with its final word.
    func publish(events: inout EventLog) throws -> Batch {
        try publication.restoreConfiguration(of: batch)
        try publication.writeResults(of: batch)
        try probe(.results)
        try moveOriginals()
        let concluded = try store.conclude(
            batch.id, status: finalStatus, failure: failure, at: publication.now)
        try probe(.concluded)
        try events.update(
            of: concluded, from: store, in: places.outbox, access: publication.access, durable: true)
        try probe(.events)
        try publication.writeBatchDocument(of: concluded, isComplete: true)
        try probe(.batchDocument)
        try publication.writeSummary(of: concluded)
        try probe(.summary)
        try publication.writeReport(of: concluded, durable: true)
        try probe(.report)
        try publication.writeText(of: concluded, durable: true)
        try probe(.text)
        try publication.writeStatusDocument(of: concluded, durable: true)
        try probe(.status)
        return concluded
    }

    /// What is left when everybody can see the result.
    func close() throws {
        try originals?.removeDiscarded()
        try probe(.discarded)
        try store.markDone(batch.id)
        try probe(.done)
    }

    /// A batch that was cancelled before it had items stays cancelled.
    private var finalStatus: BatchStatus { batch.status.isFinal ? batch.status : batch.counts.finalStatus }

    private var failure: Failure? {
        guard batch.failure == nil, batch.counts.total == 0, finalStatus == .failed else { return batch.failure }
        return Failure(
            .validationError, "\(printable(batch.name)) holds no file to process.", stage: .intake,
            resolution: "Drop a directory with at least one document in it.")
    }

    private func moveOriginals() throws {
        guard let originals else {
            if batch.sealedAt != nil { try store.recordOriginals(batch.id, .inPlace) }
            return
        }
        try beforeArchive(batch)
        try probe(.supplements)
        try originals.move(for: finalStatus, month: Clock.local(publication.now).yearAndMonth)
        try originals.clearClaim()
        try probe(.cleared)
    }

    private var originals: Originals? {
        guard case .claimed(let folder) = places.originals else { return nil }
        return Originals(store: store, batch: batch, folder: folder, outbox: places.outbox, probe: probe)
    }
}
