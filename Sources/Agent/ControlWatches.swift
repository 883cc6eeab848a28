import Folders
import Linux
import Model
import Store
import Synchronization
import Watch

/// Keeps a watch on the `control` directory of every open batch and of the newest finished ones.
final class ControlWatches: Sendable {
    private struct State {
        /// Outbox name under which the directory of a batch is watched.
        var watched: [String: BytePath] = [:]
        /// Finished batches that are watched, oldest first.
        var finished: [String] = []
    }

    private let watchers: Watchers
    private let folders: [String: FolderDirectories]
    private let state = Mutex(State())

    init(watchers: Watchers, folders: [String: FolderDirectories]) {
        self.watchers = watchers
        self.folders = folders
    }

    /// Follows a batch: watches it when it is new or has another name, lets the oldest finished one go.
    func follow(_ batch: Batch) {
        guard let folder = folders[batch.folder] else { return }
        let (isNew, retired) = state.withLock { state -> (Bool, String?) in
            let isNew = state.watched[batch.id] != batch.outboxName
            state.watched[batch.id] = batch.outboxName
            guard batch.phase == .done else { return (isNew, nil) }
            if !state.finished.contains(batch.id) { state.finished.append(batch.id) }
            guard state.finished.count > Limits.watchedFinishedBatches else { return (isNew, nil) }
            let oldest = state.finished.removeFirst()
            state.watched[oldest] = nil
            return (isNew, oldest)
        }
        let watcher = watchers[batch.folder]
        if isNew {
            watcher.add(
                place(batch.id, in: batch.folder), path: folder.settings.outbox,
                below: batch.outboxName.appending(BytePath("control")), policy: WatchPolicy(folder.settings))
        }
        // Where directories are polled, a person who drops a control file should not wait for a minute.
        watcher.setBusy(place(batch.id, in: batch.folder), batch.phase != .done)
        if let retired { watcher.remove(place(retired, in: batch.folder)) }
    }

    /// Stops following a batch that was withdrawn.
    func forget(_ batch: Batch) {
        let wasWatched = state.withLock { state in
            state.finished.removeAll { $0 == batch.id }
            return state.watched.removeValue(forKey: batch.id) != nil
        }
        if wasWatched { watchers[batch.folder].remove(place(batch.id, in: batch.folder)) }
    }

    private func place(_ batchID: String, in folder: String) -> WatchedPlace {
        WatchedPlace(folder: folder, purpose: .control(batchID: batchID))
    }
}

extension WatchPolicy {
    /// The policy of a watch folder.
    init(_ folder: WatchFolder) {
        self.init(backend: folder.backend, writers: folder.writers)
    }
}
