import Folders
import Linux
import Logging
import Model
import Watch

/// The watch stage: one watcher for all folders of local disks, and one for each folder on a mount that may hang.
///
/// A server that does not answer holds up every call on its mount; only that folder waits for it then.
struct Watchers: Sendable {
    private let shared: Watcher
    private let own: [String: Watcher]

    init(_ folders: [FolderDirectories], output: @escaping @Sendable (LookHere) -> Void, logger: Logger) {
        shared = Watcher(output: output, logger: logger)
        let remote = folders.filter(\.mayHang).map { ($0.settings.name, Watcher(output: output, logger: logger)) }
        own = Dictionary(remote) { first, _ in first }
    }

    /// The watcher of a folder.
    subscript(folder: String) -> Watcher { own[folder] ?? shared }

    /// How the inbox of a folder is watched; nil before it was looked at.
    func report(ofInbox folder: String) -> BackendReport? { self[folder].report(of: .inbox(of: folder)) }

    /// Every watcher as a stage.
    var stages: [Stage] {
        ([shared] + own.values).map { watcher in
            Stage(name: "watch", run: { watcher.run() }, stop: { watcher.close() })
        }
    }
}

extension FolderDirectories {
    /// True when the inbox or the outbox lies on a mount of other machines or programs, which may not answer.
    var mayHang: Bool {
        [inbox, outbox].contains { directory in
            (try? MountKind.of(directory)).map { !$0.reportsChanges } ?? true
        }
    }
}
