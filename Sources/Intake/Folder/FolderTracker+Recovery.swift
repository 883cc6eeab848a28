import Folders
import Linux
import Model
import Store

extension FolderTracker {
    /// Joins the store with inbox, work and outbox after a start: each thing found gets its one next step.
    func recover(at now: Duration) {
        do {
            for claim in try directories.work.entries() {
                try recover(claim.name)
            }
            // A new batch of old originals is gone on with by the control file that asked for it.
            for batch in try openBatches() where batch.rerunOf == nil { restore(batch, at: now) }
            try removeOrphans()
        } catch {
            logger.error("the folder cannot be recovered completely: \(error)")
        }
    }

    /// A claim whose batch is not sealed goes back to the inbox.
    private func recover(_ name: BytePath) throws {
        let batch = try store.batch(name.display)
        if let batch, batch.phase != .open || batch.rerunOf != nil { return }
        let claim = try directories.work.directory(name)
        guard let record = ClaimRecord(in: claim) else { return try recoverUnrecorded(name, in: claim) }
        if batch == nil { try putAside(record) }
        if try Claim(directories: directories).putBack(record) {
            logger.notice("an unsealed claim is back in the inbox", metadata: ["batch": "\(record.id)"])
        } else {
            logger.warning("an unsealed claim waits for its name", metadata: ["batch": "\(record.id)"])
        }
    }

    // The record is durable before anything moves out of the inbox. A tree without one came back for a second run and
    // has lost its store: under a name of its own it is a new batch.
    private func recoverUnrecorded(_ name: BytePath, in claim: Directory) throws {
        if claim.contains(FolderDirectories.treeName) {
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
        guard known == nil, directories.outbox.contains(record.outboxName) else { return }
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

    private func restore(_ batch: Batch, at now: Duration) {
        let key: CandidateKey = batch.source == .group ? .group(batch.entry) : .entry(batch.entry)
        let status = try? directories.inbox.status(batch.entry)
        let candidate = Candidate(
            key: key, batch: batch, identity: batch.source == .group ? nil : status.map { Identity($0.signature) },
            isWhole: false, at: now)
        if directories.work.contains(BytePath(batch.id).appending(FolderDirectories.treeName)) {
            candidate.place = .work
        } else if status == nil {
            return withdraw(candidate)
        }
        add(candidate)
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
