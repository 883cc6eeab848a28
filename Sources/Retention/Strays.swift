import Folders
import Linux
import Model
import Store

/// What lies in the trash without the store knowing of it: unfinished results of batches whose store was lost, and what
/// stood in the way of originals.
struct Strays {
    let store: Store
    let folder: FolderDirectories

    /// Deletes what has lain there for longer than the trash keeps things; returns the names.
    ///
    /// How long is a hint of the file system, which is good enough for what nobody asks for.
    func remove(at now: Timestamp) throws -> [String] {
        var removed: [String] = []
        for entry in try folder.trash.entries() where entry.name != FolderDirectories.controlName {
            guard try !isKnown(entry.name) else { continue }
            let changed = try folder.trash.status(entry.name).signature.changed / 1_000_000
            guard now.milliseconds - changed > folder.settings.retention.trash.milliseconds else { continue }
            try folder.trash.removeTree(entry.name)
            removed.append(entry.name.display)
        }
        return removed
    }

    private func isKnown(_ name: BytePath) throws(StoreError) -> Bool {
        guard let text = name.utf8 else { return false }
        return try store.batch(text) != nil
    }
}
