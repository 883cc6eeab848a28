import Folders
import Glibc
import Jobs
import Linux
import Model
import Publish
import Store

/// Finds the directories of a batch among the folders of an agent.
struct BatchRouting: Sendable {
    let folders: [String: FolderDirectories]

    /// Where Jobs reads and writes a batch.
    func jobPlaces(_ batch: Batch) throws -> JobPlaces {
        let folder = try folder(of: batch)
        let tree = try tree(of: batch, in: folder)
        return JobPlaces(
            tree: tree, staging: try folder.stagingDirectory(of: batch.id),
            outbox: try outbox(of: batch, in: folder), folderOutbox: folder.outbox,
            permissions: folder.settings.permissions, group: folder.publishingGroup, limits: folder.settings.limits,
            maxConcurrency: min(batch.maxConcurrency ?? .max, folder.settings.maxConcurrency))
    }

    /// Where Publish writes a batch, and what happens to its originals.
    func batchPlaces(_ batch: Batch) throws -> BatchPlaces {
        let folder = try folder(of: batch)
        return BatchPlaces(
            outbox: try outbox(of: batch, in: folder), folderOutbox: folder.outbox,
            permissions: folder.settings.permissions, group: folder.publishingGroup,
            originals: batch.source == .inPlace ? .inPlace : .claimed(folder))
    }

    /// Removes what is left of a finished batch in staging.
    func clean(_ batch: Batch) {
        guard let folder = folders[batch.folder] else { return }
        try? folder.staging.removeTree(BytePath(batch.id))
    }

    /// Removes what batches that are finished or unknown left in staging: an agent that died could not.
    func cleanStaging(_ store: Store) throws {
        for folder in folders.values {
            for entry in try folder.staging.entries() {
                let batch = try store.batch(entry.name.display)
                if batch == nil || batch?.phase == .done { try? folder.staging.removeTree(entry.name) }
            }
        }
    }

    /// Removes what an agent that died while it wrote the files of a finished batch anew left beside them.
    func tidy(_ batch: Batch) {
        guard let outbox = try? folders[batch.folder]?.outbox(of: batch) else { return }
        for name in ["status.json", "STATUS.txt", "events.jsonl"] {
            try? outbox.unlink(BytePath(".\(name).dropmill-new"))
        }
    }

    /// The directory of a finished batch in the outbox; nothing is made anew.
    func finishedOutbox(of batch: Batch) throws -> Directory { try folder(of: batch).outbox(of: batch) }

    private func folder(of batch: Batch) throws -> FolderDirectories {
        guard let folder = folders[batch.folder] else {
            throw Failure(
                .validationError, "The watch folder \(batch.folder) is no longer configured", stage: .intake,
                resolution: "Put the folder back into the configuration and restart the agent.")
        }
        return folder
    }

    // Somebody who deletes the directory of a batch at work, or puts a link in its place, must not stop the batch: it
    // is made again.
    private func outbox(of batch: Batch, in folder: FolderDirectories) throws -> Directory {
        // Its name may be another batch's by now.
        guard !batch.isRemoved else {
            throw SystemError(code: ENOENT, call: "openat2", subject: printable(batch.outboxName.display))
        }
        let isAtWork = batch.phase == .work || batch.phase == .publish
        if isAtWork, try !hasDirectory(batch.outboxName, in: folder) {
            try folder.outbox.makeWay(for: batch.outboxName, mode: folder.settings.permissions.directoryMode)
            try folder.furnishOutbox(batch.outboxName)
        }
        return try folder.outbox(of: batch)
    }

    private func hasDirectory(_ name: BytePath, in folder: FolderDirectories) throws -> Bool {
        if try folder.outbox.exists(name) { return try folder.outbox.status(name).kind == .directory }
        // The outbox itself may be another directory by now.
        try folder.refresh()
        return try folder.outbox.exists(name) && folder.outbox.status(name).kind == .directory
    }

    // The claim is there before anything moves into it: where it is missing, this is another root and the batch waits.
    // A tree that somebody removed makes every item vanish, each with its own error; the batch still ends.
    private func tree(of batch: Batch, in folder: FolderDirectories) throws -> Directory {
        if let tree = try? folder.tree(of: batch) { return tree }
        guard batch.source != .inPlace else { return try folder.tree(of: batch) }
        let id = BytePath(batch.id)
        if try !folder.work.exists(id) {
            try folder.refresh()
            guard try folder.work.exists(id) else { throw Failure.otherRoot(of: batch, in: folder) }
        }
        let name = id.appending(
            batch.source == .packed ? FolderDirectories.unpackedName : FolderDirectories.treeName)
        try folder.work.makeDirectories(name, mode: 0o700)
        return try folder.tree(of: batch)
    }
}
