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
            for batch in try openBatches() { restore(batch, at: now) }
            try removeOrphans()
        } catch {
            logger.error("the folder cannot be recovered completely: \(error)")
        }
    }

    /// A claim whose batch is not sealed goes back to the inbox.
    private func recover(_ name: BytePath) throws {
        let batch = try store.batch(name.display)
        let claim = try directories.work.directory(name)
        // An archive that was being unpacked; the batch may have been withdrawn since.
        let isUnclaimed = !claim.contains(FolderDirectories.claimName) && !claim.contains(FolderDirectories.treeName)
        if isUnclaimed, claim.contains(FolderDirectories.unpackedName) { return try directories.work.removeTree(name) }
        if let batch, batch.phase != .open { return }
        guard let record = ClaimRecord(in: claim) else {
            // The record is durable before anything moves: without one there is nothing to give back.
            if !claim.contains(FolderDirectories.treeName) { try directories.work.removeTree(name) }
            return
        }
        if try Claim(directories: directories).putBack(record) {
            logger.notice("an unsealed claim is back in the inbox", metadata: ["batch": "\(record.id)"])
        } else {
            logger.warning("an unsealed claim waits for its name", metadata: ["batch": "\(record.id)"])
        }
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
            guard let directory = try? directories.outbox.directory(entry.name),
                try directory.entries(limit: 2).map(\.name.display) == ["control"],
                try store.batch(matching: entry.name.display, folder: folder) == nil
            else { continue }
            try reservation.remove(entry.name)
        }
    }

    private static let pageBatches = 500
}
