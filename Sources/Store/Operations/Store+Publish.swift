import GRDB
import Model

extension Store {
    /// The final word is decided: status, end and `batch.completed`. A second call changes nothing.
    public func conclude(
        _ id: String, status: BatchStatus, failure: Failure?, at now: Timestamp
    ) throws(StoreError) -> Batch {
        try change(id) { record, db in
            guard status.isFinal else { throw record.refusal("cannot end as \(status.rawValue)") }
            try record.require(.publish, .done)
            guard record.batch.finishedAt == nil else { return }
            try record.move(to: status)
            record.batch.isHeld = false
            record.batch.throttle = nil
            record.batch.failure = failure
            record.batch.finishedAt = now
            try record.append(.batchCompleted, at: now, errorCode: failure?.code, detail: record.progress, db)
        }
    }

    /// Everything of the batch is visible: phase `done`.
    public func markDone(_ id: String) throws(StoreError) {
        _ = try change(id) { record, db in
            try record.require(.publish, .done)
            guard record.batch.finishedAt != nil else { throw record.refusal("has no final status yet") }
            // A second call changes nothing, what was indexed meanwhile either.
            if record.batch.phase != .done, record.batch.counts.completed > 0 {
                try Self.requestIndexing(of: record.number, db)
            }
            record.batch.phase = .done
        }
    }

    /// Appends `batch.progress`.
    public func recordProgress(_ id: String, at now: Timestamp) throws(StoreError) {
        _ = try change(id) { record, db in
            try record.append(.batchProgress, at: now, detail: record.progress, db)
        }
    }

    /// Where the originals went, for RETRY and RERUN. It is kept while the batch runs again.
    public func recordOriginals(_ id: String, _ place: OriginalsPlace) throws(StoreError) {
        _ = try change(id) { record, _ in record.originals = place }
    }
}
