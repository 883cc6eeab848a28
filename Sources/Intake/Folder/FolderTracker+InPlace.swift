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
        guard let (known, isWhole) = inPlace[entry].map({ ($0, true) }) ?? recorded(entry),
            let tree = try? directories.inbox.directory(entry)
        else { return false }
        var walk = Walk(rules: rules, marker: BytePath(settings.marker))
        var found: Set<FileSignature> = []
        do {
            try walk.run(tree) { if $0.role == .item || $0.role == .steering(.manifest) { found.insert($0.signature) } }
        } catch {
            return false
        }
        guard isWhole ? found == known : known.isSubset(of: found) else { return false }
        inPlace[entry] = found
        return true
    }

    /// The files of the newest run of an entry, as the store knows them, and whether these are all there were: of a
    /// batch with a manifest it knows the files that were named.
    private func recorded(_ entry: BytePath) -> (Set<FileSignature>, isWhole: Bool)? {
        guard let batch = try? store.batch(matching: entry.name.display, folder: folder),
            batch.entry == entry, batch.sealedAt != nil,
            let items = try? store.items(of: batch.id, from: 0, limit: batch.counts.total)
        else { return nil }
        let files = items.map(\.sealed).filter {
            $0.row == nil || ($0.row?.failure == nil && $0.row?.isRemote == false)
        }
        return (Set(files.map(\.signature)), batch.manifest == nil)
    }
}
