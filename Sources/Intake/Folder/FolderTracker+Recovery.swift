import Folders
import Linux
import Model
import Store

extension FolderTracker {
    /// Joins the store with inbox, work and outbox after a start: each thing found gets its one next step.
    ///
    /// Tried again, soon and then ever later, until all of it was found: what it passes over nobody else finds.
    func recover(at now: Duration) {
        recoveryDue = nil
        do {
            for claim in try directories.work.entries() where !isKnown(claim.name) {
                try recover(claim.name)
            }
            // A new batch of old originals is gone on with by the control file that asked for it.
            for batch in try openBatches() where batch.rerunOf == nil && !isKnown(BytePath(batch.id)) {
                try restore(batch, at: now)
            }
            try removeOrphans()
        } catch {
            recoveryFailures += 1
            recoveryDue = now + Limits.intakeRetry(recoveryFailures)
            logger.error("the folder cannot be recovered completely, and it is tried again: \(error)")
        }
    }

    private func isKnown(_ id: BytePath) -> Bool {
        candidates.values.contains { BytePath($0.batch.id) == id }
    }

    /// A claim whose batch is not sealed goes back to the inbox.
    private func recover(_ name: BytePath) throws {
        let batch = try store.batch(name.display)
        let claim = try directories.work.directory(name)
        // An archive that was being unpacked; the batch may have been withdrawn since.
        if try isUnpacking(claim) { return try directories.work.removeTree(name) }
        if let batch, batch.phase != .open || batch.rerunOf != nil { return }
        guard let record = ClaimRecord(in: claim) else { return try recoverUnrecorded(name, in: claim) }
        if batch == nil { try putAside(record) }
        if try Claim(directories: directories).putBack(record) {
            logger.notice("an unsealed claim is back in the inbox", metadata: ["batch": "\(record.id)"])
        } else {
            logger.warning("an unsealed claim waits for its name", metadata: ["batch": "\(record.id)"])
        }
    }

    // Only what an unpacking leaves; what could be somebody's originals is never taken for it.
    private func isUnpacking(_ claim: Directory) throws -> Bool {
        let hasOthers = try claim.exists(FolderDirectories.claimName) || claim.exists(FolderDirectories.treeName)
        return try !hasOthers && claim.exists(FolderDirectories.unpackedName)
    }

    // The record is durable before anything moves out of the inbox. A tree without one came back for a second run and
    // has lost its store: under a name of its own it is a new batch.
    private func recoverUnrecorded(_ name: BytePath, in claim: Directory) throws {
        if try claim.exists(FolderDirectories.treeName) {
            let recovered = BytePath("Recovered \(name.display)")
            try claim.rename(FolderDirectories.treeName, to: directories.inbox, recovered, replacing: false)
            try directories.inbox.sync()
            logger.warning("originals of an unknown batch are back in the inbox as \(printable(recovered.display))")
        }
        try directories.work.removeTree(name)
    }

    // The store that knew the batch is gone. Its originals start anew under another name; what was published of it so
    // far would promise for ever that it goes on.
    private func putAside(_ record: ClaimRecord) throws {
        let known = try store.batch(matching: record.outboxName.display, folder: folder)
        guard known == nil, try directories.outbox.exists(record.outboxName) else { return }
        let target = BytePath(record.id)
        try directories.trash.removeTree(target)
        try directories.outbox.rename(record.outboxName, to: directories.trash, target, replacing: true)
        logger.warning(
            "unfinished results of an unknown batch are in the trash", metadata: ["batch": "\(record.id)"])
    }

    private func openBatches() throws(StoreError) -> [Batch] {
        var batches: [Batch] = []
        var query = BatchQuery(folder: folder, phases: [.open], limit: Self.pageBatches)
        while true {
            let page = try store.batches(query)
            batches += page
            guard page.count == query.limit, let last = page.last else { return batches }
            query.after = last.id
        }
    }

    private func restore(_ batch: Batch, at now: Duration) throws(SystemError) {
        let key: CandidateKey = batch.source == .group ? .group(batch.entry) : .entry(batch.entry)
        let status = try status(of: batch.entry)
        let candidate = Candidate(
            key: key, batch: batch, identity: batch.source == .group ? nil : status.map { Identity($0.signature) },
            isWhole: false, at: now)
        if try directories.work.exists(BytePath(batch.id).appending(FolderDirectories.treeName)) {
            candidate.place = .work
        } else if status == nil {
            add(candidate)
            return withdraw(candidate, at: now)
        }
        add(candidate)
    }

    private func status(of entry: BytePath) throws(SystemError) -> FileStatus? {
        do { return try directories.inbox.status(entry) } catch  where error.isNotFound || error.isEscape { return nil }
    }

    /// Removes outbox directories of batches that never came into the store.
    private func removeOrphans() throws {
        for entry in try directories.outbox.entries() where entry.kind == .directory {
            guard let directory = try? directories.outbox.directory(entry.name) else { continue }
            let names = try directory.entries(limit: Reservation.unsealed.count + 1).map(\.name)
            // `control` is made with the directory; one without it is a person's.
            guard names.contains(FolderDirectories.controlName), names.allSatisfy(Reservation.unsealed.contains),
                try store.batch(matching: entry.name.display, folder: folder) == nil
            else { continue }
            try reservation.remove(entry.name)
        }
    }

    private static let pageBatches = 500
}
