import Linux
import Model
import Store

/// Gives a complete batch and its items to the store.
struct Seal {
    let store: Store

    /// Freezes the batch and returns it as the store has it then.
    func commit(
        _ batch: Batch, items: [WalkEntry], betweenSlices: () -> Void = {}
    ) throws(StoreError) -> Batch {
        var batch = batch
        let time = Clock.now()
        batch.sealedAt = time
        batch.counts = ItemCounts(total: batch.manifest?.rows ?? items.count)
        batch.failure =
            batch.counts.total == 0
            ? .noDocument(in: batch.name) : nil
        if let manifest = batch.manifest {
            // Its rows are laid down already.
            try store.seal(batch, laidDown: manifest.rows, at: time)
            return asSealed(batch)
        }
        let kind = batch.job.type.identifierKind
        // Made one by one: the ids of a hundred thousand items need not lie in memory at once.
        let sealed = items.enumerated().lazy.map { index, item in
            item.sealed(at: index, jobKind: kind, time: time)
        }
        try store.seal(batch, items: sealed, at: time, betweenSlices: betweenSlices)
        return asSealed(batch)
    }

    // Sealed is sealed: a store that cannot be read at this moment must not make it look otherwise.
    private func asSealed(_ batch: Batch) -> Batch {
        if let sealed = try? store.batch(batch.id) { return sealed }
        var batch = batch
        batch.phase = .work
        batch.status = .pending
        return batch
    }
}

extension WalkEntry {
    /// The entry as an item with ids of its own.
    func sealed(at index: Int, jobKind: Identifier.Kind, time: Timestamp) -> SealedItem {
        SealedItem(
            index: index, path: path, kind: kind, signature: signature,
            fileID: Identifier.make(.file, at: time), jobID: Identifier.make(jobKind, at: time))
    }
}

/// Compares a batch with the bounds of its folder.
struct SizeCheck {
    let limits: WatchFolder.BatchLimits

    /// Refuses a batch that is larger than the folder allows.
    func check(_ items: [WalkEntry]) throws(Failure) {
        if let limit = limits.maxFiles, items.count > limit {
            throw Self.refusal(.tooManyFiles, limit: Int64(limit), found: Int64(items.count), "files")
        }
        let bytes = items.reduce(0) { $0 + ($1.kind == .file ? $1.signature.size : 0) }
        if let limit = limits.maxTotalBytes, bytes > limit {
            throw Self.refusal(.fileTooLarge, limit: limit, found: bytes, "bytes")
        }
    }

    /// The refusal of a batch with more of something than allowed.
    static func refusal(_ code: FailureCode, limit: Int64, found: Int64, _ what: String) -> Failure {
        Failure(
            code, "Batch size exceeds maximum allowed", stage: .intake,
            details: [
                "max_allowed": .integer(limit), "requested": .integer(found),
                "suggestion": .string("Split the directory into batches of at most \(limit) \(what)."),
            ])
    }
}

extension Failure {
    /// A directory with nothing to work on.
    static func noDocument(in name: String) -> Failure {
        Failure(
            .validationError, "\(name) holds no document.", stage: .intake,
            resolution: "Drop a directory with at least one document in it.")
    }
}
