import GRDB
import Model

/// One transaction that settles steps: each batch and item is read once, changed in memory and written once.
struct Settlement {
    private let run: Int64
    private var batches: [BatchSettlement] = []
    private var places: [String: Int] = [:]

    /// - Parameter run: the run of the agent that settles.
    init(run: Int64) { self.run = run }

    /// Applies one step; one that comes too late changes nothing.
    mutating func apply(_ step: WorkStep, _ db: Database) throws {
        switch step {
        case .started(let id, let index, _), .retried(let id, let index, _, _), .finished(let id, let index, _, _),
            .shared(let id, let index, _), .charged(let id, let index, _):
            try batches[place(of: id, db)].apply(step, to: index, db)
        }
    }

    /// Writes everything; returns the batches in the order they were touched.
    mutating func save(_ db: Database) throws -> [Batch] {
        for place in batches.indices { try batches[place].save(db) }
        return batches.map(\.record.batch)
    }

    private mutating func place(of id: String, _ db: Database) throws -> Int {
        if let place = places[id] { return place }
        batches.append(BatchSettlement(record: try BatchRecord.load(id, db), run: run))
        places[id] = batches.count - 1
        return batches.count - 1
    }
}

/// The steps of one batch within a transaction.
private struct BatchSettlement {
    var record: BatchRecord
    let run: Int64
    private var items: [Int: ItemRecord] = [:]
    private var hasOutcomes = false

    init(record: BatchRecord, run: Int64) {
        self.record = record
        self.run = run
    }

    mutating func apply(_ step: WorkStep, to index: Int, _ db: Database) throws {
        // Money is spent whatever became of the batch meanwhile.
        if case .charged(_, _, let entry) = step { return try Ledger.append(entry, of: index, in: record, db) }
        guard record.batch.phase == .work else { return }
        var item = try items[index] ?? ItemRecord.load(index, of: record, db)
        if !item.state.isFinal {
            switch step {
            case .started(_, _, let time):
                try start(&item, at: time, db)
            case .retried(_, _, let failure, let time):
                try start(&item, at: time, db)
                try retry(&item, after: failure, at: time, db)
            case .finished(_, _, let outcome, let time):
                try start(&item, at: time, db)
                try finish(&item, with: outcome, at: time, db)
            case .shared, .charged: break
            }
        } else if case .shared(_, _, let scope) = step, item.state == .succeeded, let sha256 = item.outcome?.sha256 {
            try db.run(
                "INSERT OR IGNORE INTO results (scope, sha256, batch, position) VALUES (?, ?, ?, ?)",
                [scope, sha256, record.number, item.index])
        }
        items[index] = item
    }

    mutating func save(_ db: Database) throws {
        for item in items.values { try item.save(of: record, db) }
        if hasOutcomes { try db.run(Queries.forgetDeaths, [record.number]) }
        record.endWorkIfFinished()
        try record.save(db)
    }

    private mutating func start(_ item: inout ItemRecord, at time: Timestamp, _ db: Database) throws {
        guard item.state == .pending else { return }
        record.batch.updatedAt = time
        if record.batch.startedAt == nil {
            record.batch.startedAt = time
            try record.showWork()
            try record.append(.batchStarted, at: time, db)
        }
        record.batch.counts.move(from: .pending, to: .running)
        item.state = .running
        item.lease = run
        // The item may have started before the agent was stopped: it is still the same run of the item.
        if !item.hasStarted {
            item.hasStarted = true
            try record.append(.itemStarted, of: item.index, .running, at: time, db)
        }
    }

    private mutating func retry(
        _ item: inout ItemRecord, after failure: Failure, at time: Timestamp, _ db: Database
    ) throws {
        record.batch.updatedAt = time
        item.attempts += 1
        item.retries += 1
        try db.run(
            "INSERT INTO attempts (batch, position, number, at, failure) VALUES (?, ?, ?, ?, ?)",
            [record.number, item.index, item.attempts, time.milliseconds, failure.json.column])
        try record.append(
            .itemRetried, of: item.index, .running, at: time, errorCode: failure.code,
            detail: ["attempt": .integer(Int64(item.attempts))], db)
    }

    private mutating func finish(
        _ item: inout ItemRecord, with outcome: ItemOutcome, at time: Timestamp, _ db: Database
    ) throws {
        guard outcome.state.isFinal else {
            throw record.refusal("cannot settle item \(item.index) as \(outcome.state.rawValue)")
        }
        record.batch.updatedAt = time
        record.batch.lastProgressAt = time
        record.batch.counts.move(from: item.state, to: outcome.state)
        if let category = outcome.mediaType { record.batch.mediaTypes[category, default: 0] += 1 }
        item.state = outcome.state
        item.outcome = outcome
        item.lease = nil
        if outcome.state != .skipped, outcome.state != .cancelled { item.attempts += 1 }
        hasOutcomes = true
        var detail: JSONObject = [:]
        if let source = outcome.duplicateOf {
            detail = ["reason": "duplicate", "cost": 0, "duplicate_of": source.json]
        }
        try record.append(
            .itemFinished, of: item.index, outcome.state, at: time, errorCode: outcome.failure?.code, detail: detail, db
        )
    }
}
