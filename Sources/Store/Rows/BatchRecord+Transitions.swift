import GRDB
import Model

extension BatchRecord {
    /// Moves to a status the present one may be followed by; throws otherwise.
    mutating func move(to status: BatchStatus) throws {
        guard status != batch.status else { return }
        guard batch.status.successors.contains(status) else {
            throw refusal("cannot go from \(batch.status.rawValue) to \(status.rawValue)")
        }
        batch.status = status
    }

    /// Makes the status say what holds a batch at work, or that nothing does.
    mutating func showWork() throws {
        guard batch.phase == .work else { return }
        let free: BatchStatus = batch.startedAt == nil ? .pending : .processing
        try move(to: batch.isHeld ? .paused : batch.throttle != nil ? .throttled : free)
    }

    /// The next step is to publish when every item has its outcome.
    mutating func endWorkIfFinished() {
        guard batch.phase == .work, batch.counts.finished == batch.counts.total else { return }
        batch.phase = .publish
        // What held it holds nothing any more.
        batch.throttle = nil
    }

    /// Throws unless the agent owes the batch one of these steps.
    func require(_ phases: Batch.Phase...) throws {
        guard phases.contains(batch.phase) else {
            let place =
                switch batch.phase {
                case .open: "is not sealed yet"
                case .work: "is still at work"
                case .publish: "is being published"
                case .done: "is finished"
                }
            throw refusal(place)
        }
    }

    /// A refusal whose subject is this batch.
    func refusal(_ reason: String) -> StoreError {
        StoreError(.refused, "The batch \(batch.id) \(reason).")
    }

    /// Undoes a refusal: the batch is one that arrives.
    mutating func reopen() throws {
        try move(to: .uploading)
        batch.refused = false
        batch.failure = nil
        batch.finishedAt = nil
    }

    // MARK: Events

    /// Appends an event about the batch as it is now.
    mutating func append(
        _ kind: Event.Kind, at time: Timestamp, errorCode: FailureCode? = nil, detail: JSONObject = [:], _ db: Database
    ) throws {
        batch.updatedAt = time
        try append(kind, at: time, values: [nil, batch.status.rawValue, nil, errorCode?.rawValue], detail, db)
        switch kind {
        case .batchUploaded: try DeliveryNotes.add(.uploaded, of: self, at: time, db)
        case .batchCompleted: try DeliveryNotes.add(.completed, of: self, at: time, db)
        default: break
        }
    }

    /// Appends an event about one item.
    mutating func append(
        _ kind: Event.Kind, of index: Int, _ state: ItemState, at time: Timestamp, errorCode: FailureCode? = nil,
        detail: JSONObject = [:], _ db: Database
    ) throws {
        try append(kind, at: time, values: [index, nil, state.rawValue, errorCode?.rawValue], detail, db)
        if kind == .itemFinished, state == .failed {
            try DeliveryNotes.add(.documentFailed, of: self, index: index, at: time, db)
        }
    }

    private mutating func append(
        _ kind: Event.Kind, at time: Timestamp, values: [ColumnValue], _ detail: JSONObject, _ db: Database
    ) throws {
        batch.seq += 1
        let text = detail.members.isEmpty ? nil : JSONValue.object(detail).column
        try db.run(Self.insertEvent, [number, batch.seq, time.milliseconds, kind.rawValue] + values + [text])
    }

    private static let insertEvent = """
        INSERT INTO events (batch, seq, at, kind, position, status, state, error_code, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// What `batch.progress` and `batch.completed` carry.
    var progress: JSONObject {
        let counts = batch.counts
        return [
            "total_files": .integer(Int64(counts.total)), "completed_files": .integer(Int64(counts.completed)),
            "failed_files": .integer(Int64(counts.failed)), "progress": .number(counts.progress),
            "status": .string(batch.status.rawValue),
        ]
    }
}
