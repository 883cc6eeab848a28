import Folders
import Jobs
import Linux
import Model
import Publish

/// Finds the directories of a batch among the folders of an agent.
struct BatchRouting: Sendable {
    let folders: [String: FolderDirectories]

    /// Where Jobs reads and writes a batch.
    func jobPlaces(_ batch: Batch) throws -> JobPlaces {
        let folder = try folder(of: batch)
        let name = BytePath(batch.id)
        try folder.staging.ensureDirectory(name, mode: 0o700)
        return JobPlaces(
            tree: try tree(of: batch, in: folder), staging: try folder.staging.directory(name),
            outbox: try outbox(of: batch, in: folder), folderOutbox: folder.outbox,
            permissions: folder.settings.permissions, limits: folder.settings.limits,
            maxConcurrency: min(batch.maxConcurrency ?? .max, folder.settings.maxConcurrency))
    }

    /// Where Publish writes a batch, and what happens to its originals.
    func batchPlaces(_ batch: Batch) throws -> BatchPlaces {
        let folder = try folder(of: batch)
        return BatchPlaces(
            outbox: try outbox(of: batch, in: folder), folderOutbox: folder.outbox,
            permissions: folder.settings.permissions,
            originals: batch.source == .inPlace ? .inPlace : .claimed(folder))
    }

    /// Removes what is left of a finished batch in staging.
    func clean(_ batch: Batch) {
        guard let folder = folders[batch.folder] else { return }
        try? folder.staging.removeTree(BytePath(batch.id))
    }

    private func folder(of batch: Batch) throws -> FolderDirectories {
        guard let folder = folders[batch.folder] else {
            throw Failure(
                .validationError, "The watch folder \(batch.folder) is no longer configured", stage: .intake,
                resolution: "Put the folder back into the configuration and restart the agent.")
        }
        return folder
    }

    // Somebody who deletes the directory of a batch at work must not stop the batch: it is made again.
    private func outbox(of batch: Batch, in folder: FolderDirectories) throws -> Directory {
        let isAtWork = batch.phase == .work || batch.phase == .publish
        if isAtWork, !folder.outbox.contains(batch.outboxName) {
            try folder.outbox.makeDirectory(batch.outboxName, mode: folder.settings.permissions.directoryMode)
            try folder.furnishOutbox(batch.outboxName)
        }
        return try folder.outbox(of: batch)
    }

    // A tree that somebody removed makes every item vanish, each with its own error; the batch still ends.
    private func tree(of batch: Batch, in folder: FolderDirectories) throws -> Directory {
        if let tree = try? folder.tree(of: batch) { return tree }
        guard batch.source != .inPlace else { return try folder.tree(of: batch) }
        let name = BytePath(batch.id).appending(FolderDirectories.treeName)
        try folder.work.makeDirectories(name, mode: 0o700)
        return try folder.tree(of: batch)
    }
}
