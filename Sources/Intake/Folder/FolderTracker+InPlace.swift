import Linux
import Model
import Store

extension FolderTracker {
    /// Remembers what was sealed where it lies, so that it does not run again.
    func settledInPlace(_ entry: BytePath, _ items: [WalkEntry]) {
        inPlace[entry] = Set(items.map(\.signature))
    }

    /// True for a directory that was sealed in place and has the same files still.
    func isSettledInPlace(_ entry: BytePath) -> Bool {
        guard let known = inPlace[entry] ?? recorded(entry), let tree = try? directories.inbox.directory(entry)
        else { return false }
        inPlace[entry] = known
        var walk = Walk(rules: rules, marker: BytePath(settings.marker))
        var found: Set<FileSignature> = []
        do {
            try walk.run(tree) { if $0.role == .item { found.insert($0.signature) } }
        } catch {
            return false
        }
        return found == known
    }

    /// The files of the newest run of an entry, as the store knows them.
    private func recorded(_ entry: BytePath) -> Set<FileSignature>? {
        guard let batch = try? store.batch(matching: entry.name.display, folder: folder),
            batch.entry == entry, batch.sealedAt != nil,
            let items = try? store.items(of: batch.id, from: 0, limit: batch.counts.total)
        else { return nil }
        return Set(items.map(\.sealed.signature))
    }
}
