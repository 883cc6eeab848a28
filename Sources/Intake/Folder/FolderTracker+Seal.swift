import Linux
import Model

extension FolderTracker {
    /// Freezes a complete batch: checks it, takes it out of the inbox, verifies it and gives it to the store.
    func seal(_ candidate: Candidate, _ listing: Listing, isWhole: Bool, at now: Duration) {
        if let failure = connections.mayClaim(directories) {
            show(candidate, .stalled, failure: failure, at: now)
            return candidate.schedule(at: now + Limits.secondLook)
        }
        var items = listing.entries.filter { $0.role == .item }
        items.sort { NaturalOrder.precedes($0.path, $1.path) }
        var batch = candidate.batch
        batch.intake.ignored = Self.ignored(in: listing, partialsToo: true)
        batch.intake.blockedBy = []
        do {
            try check(items)
            try configure(&batch, listing)
        } catch {
            return refuse(candidate, error, at: now)
        }
        batch.failure =
            items.isEmpty
            ? Failure(
                .validationError, "\(batch.name) holds no document.", stage: .intake,
                resolution: "Drop a directory with at least one document in it.")
            : nil
        if batch.source == .inPlace { return commit(batch, items, of: candidate, at: now) }
        claim(batch, items, of: candidate, listing, at: now)
    }

    /// Refuses a batch that is larger than the folder allows.
    private func check(_ items: [WalkEntry]) throws(Failure) {
        func refuse(_ code: FailureCode, _ limit: Int64, _ found: Int64, _ what: String) throws(Failure) {
            throw Failure(
                code, "Batch size exceeds maximum allowed", stage: .intake,
                details: [
                    "max_allowed": .integer(limit), "requested": .integer(found),
                    "suggestion": .string("Split the directory into batches of at most \(limit) \(what)."),
                ])
        }
        if let limit = settings.limits.maxFiles, items.count > limit {
            try refuse(.tooManyFiles, Int64(limit), Int64(items.count), "files")
        }
        let bytes = items.reduce(0) { $0 + ($1.kind == .file ? $1.signature.size : 0) }
        if let limit = settings.limits.maxTotalBytes, bytes > limit {
            try refuse(.fileTooLarge, limit, bytes, "bytes")
        }
    }

    /// Reads the steering files and freezes job and settings.
    private func configure(_ batch: inout Batch, _ listing: Listing) throws(Failure) {
        let files = listing.entries.compactMap { entry in
            if case .steering(let file) = entry.role { file } else { nil }
        }
        let jobs = files.filter(\.isJob)
        guard jobs.count < 2 else {
            throw JobFile.refusal("Both job.json and job.yaml are there.", resolution: "Keep one of the two.")
        }
        var file: JobFile?
        if let name = jobs.first?.rawValue {
            let body = try steering.read(BytePath(name), in: listing.root)
            file = try JobFile(body, named: name, acceptsKeys: settings.acceptDroppedKeys)
        }
        batch.warnings = files.filter { !$0.isJob }.map { "\($0.rawValue) is not read by this version." }
        batch.checkedAt = Clock.now()
        let area = settings.subfolders == .inboxes ? batch.entry.parent.utf8 : nil
        try Resolution(folder: settings, configurations: configurations, area: area).apply(file, to: &batch)
    }

    /// Refuses a batch before its claim; it stays in the inbox.
    func refuse(_ candidate: Candidate, _ failure: Failure, at now: Duration) {
        do {
            try store.refuse(candidate.batch.id, failure, at: Clock.now())
            refresh(candidate)
        } catch {
            logger.error("a batch cannot be refused: \(error)", metadata: ["batch": "\(candidate.batch.id)"])
            candidate.schedule(at: now + Limits.secondLook)
        }
    }

    /// A refused batch starts anew; false when the store does not let it.
    func reopen(_ candidate: Candidate, at now: Duration) -> Bool {
        candidate.isRetried = false
        candidate.openSince = now
        do {
            try store.reopen(candidate.batch.id, at: Clock.now())
            refresh(candidate)
            return true
        } catch {
            logger.error("a batch cannot be looked at again: \(error)", metadata: ["batch": "\(candidate.batch.id)"])
            return false
        }
    }
}
