import Folders
import Linux
import Model
import Store

/// Starts finished batches again: the failed items, everything in place, or everything as a new batch.
struct Rerun {
    let store: Store
    let folder: FolderDirectories

    private var originals: Originals { Originals(store: store, folder: folder) }

    /// Runs failed and partial items again, or one; the others keep their results untouched.
    func retry(_ batch: Batch, index: Int?) throws {
        try mustBeFinished(batch)
        guard batch.status != .cancelled else {
            throw ControlRefusal("The batch was cancelled. RERUN makes a new batch of its files.")
        }
        let items = try index.map { try [failedItem($0, of: batch)] } ?? all(of: batch, states: [.failed, .partial])
        if items.isEmpty { throw ControlRefusal("No item of the batch failed; FORCE runs everything again.") }
        try originals.recall(batch, checking: items)
        _ = try store.requeue(batch.id, index.map(Requeue.one) ?? .failed, at: Clock.now())
    }

    /// Runs every item again in the same batch; the old results move to `versions/<n>`.
    func force(_ batch: Batch) throws {
        try mustBeFinished(batch)
        guard batch.status != .cancelled else {
            throw ControlRefusal("The batch was cancelled. RERUN makes a new batch of its files.")
        }
        try originals.recall(batch, checking: try all(of: batch, states: ItemState.allCases))
        try keepResults(in: try folder.outbox(of: batch))
        _ = try store.requeue(batch.id, .all, at: Clock.now())
    }

    /// Makes a new batch of the same originals, with an outbox directory of its own.
    ///
    /// The store knows the new batch before the originals move to it: a run that died in between is gone on with.
    func rerun(_ batch: Batch, configure: (Batch, _ originals: Directory) throws -> Batch) throws -> Batch {
        try mustBeFinished(batch)
        guard batch.phase == .done, !batch.refused, let configuration = batch.configuration else {
            throw ControlRefusal("The batch never ran. Correct it in the inbox and RETRY.")
        }
        let now = Clock.now()
        let items = try all(of: batch, states: ItemState.allCases)
        let unfinished = try unfinishedRerun(of: batch)
        if !originals.areClaimed(by: unfinished) { try originals.mustBeThere(batch, checking: items) }
        var template = batch
        template.configuration = configuration
        template = try configure(template, try originals.tree(for: unfinished, of: batch))
        var again = try unfinished ?? reserve(template, at: now)
        try originals.transfer(batch, to: again.id)
        try store.recordOriginals(batch.id, .deleted)
        again.job = template.job
        again.configuration = template.configuration
        again.counts.total = items.count
        again.warnings = template.warnings
        again.maxConcurrency = template.maxConcurrency
        again.priority = batch.priority
        again.projectID = batch.projectID
        again.collectionID = batch.collectionID
        again.forceOverwrite = batch.forceOverwrite
        again.metadata = batch.metadata
        again.sealedAt = now
        again.checkedAt = now
        again.manifest = batch.manifest
        try seal(again, items, of: batch, at: now)
        return try store.batch(again.id) ?? again
    }

    private func seal(_ again: Batch, _ items: [Item], of batch: Batch, at now: Timestamp) throws(StoreError) {
        let kind = again.job.type.identifierKind
        let slices = store.layDown(of: again.id)
        for item in items {
            var sealed = item.sealed
            sealed.jobID = Identifier.make(kind, at: now)
            _ = try slices.add(sealed)
        }
        let total = try slices.end()
        if batch.manifest != nil { try store.copyManifest(of: batch.id, to: again.id) }
        try store.seal(again, laidDown: total, at: now)
    }

    private func unfinishedRerun(of batch: Batch) throws(StoreError) -> Batch? {
        try store.batches(BatchQuery(folder: batch.folder, phases: [.open], limit: Limits.controlPage))
            .first { $0.rerunOf == batch.id }
    }

    /// A batch in the store and the outbox that has no originals yet.
    private func reserve(_ batch: Batch, at now: Timestamp) throws -> Batch {
        var again = Batch(
            id: Identifier.make(.batch, at: now), folder: batch.folder, source: batch.source, name: batch.name,
            entry: batch.entry, outboxName: batch.outboxName, job: batch.job,
            sourceDirectoryID: batch.sourceDirectoryID, createdAt: now)
        again.outboxName = try UniqueName.reserve(
            batch.outboxName, in: folder.outbox, mode: folder.settings.permissions.directoryMode)
        try folder.furnishOutbox(again.outboxName)
        again.rerunOf = batch.id
        try store.reserve(again)
        return again
    }

    private func failedItem(_ index: Int, of batch: Batch) throws -> Item {
        let found = try store.items(of: batch.id, from: index, limit: 1).first
        guard let item = found, item.sealed.index == index else {
            throw ControlRefusal("The batch has no item \(index).")
        }
        guard item.state == .failed || item.state == .partial else {
            throw ControlRefusal("Item \(index) did not fail; FORCE runs everything again.")
        }
        return item
    }

    private static let versions = BytePath("versions")
    /// Moved last: as long as it is there, the results are not all in their version.
    private static let lines = BytePath("results.jsonl")
    private static let results =
        ["files", "results.csv", "errors.jsonl", "summary.json"].map { BytePath($0) } + [lines]

    // Old results move to the next numbered directory below `versions`; `1` is the oldest. A move that was interrupted
    // goes on in the directory it began with.
    private func keepResults(in outbox: Directory) throws(SystemError) {
        guard outbox.contains(Self.lines) else { return }
        let mode = folder.settings.permissions.directoryMode
        try outbox.makeDirectories(Self.versions, mode: mode)
        let versions = try outbox.directory(Self.versions)
        let last = try versions.entries().compactMap { $0.name.utf8.flatMap { Int($0) } }.max() ?? 0
        var version = BytePath(String(last))
        if last == 0 || versions.contains(version.appending(Self.lines)) {
            version = try UniqueName.reserve(BytePath(String(last + 1)), in: versions, mode: mode)
        }
        for name in Self.results {
            try outbox.renameIfPresent(name, to: versions, version.appending(name), replacing: true)
        }
        try versions.directory(version).sync()
        try versions.sync()
        try outbox.sync()
    }

    private func mustBeFinished(_ batch: Batch) throws {
        guard batch.phase == .done else { throw ControlRefusal("The batch is still at work.") }
    }

    private func all(of batch: Batch, states: [ItemState]) throws -> [Item] {
        var items: [Item] = []
        while true {
            let start = items.last.map { $0.sealed.index + 1 } ?? 0
            let page = try store.items(of: batch.id, states: states, from: start, limit: Limits.controlPage)
            items += page
            if page.count < Limits.controlPage { return items }
        }
    }
}
