import Folders
import Linux
import Model
import Store

/// Finds what came into a claimed tree after its seal, before the tree is archived (WATCHING rule 21).
struct LateArrivals {
    let directories: FolderDirectories
    let store: Store

    /// Moves what is neither sealed nor known into a supplement; true when there was something.
    func collect(_ batch: Batch) throws -> Bool {
        // A run that died later than here finds its claim gone.
        guard directories.work.contains(BytePath(batch.id)) else { return false }
        let claim = try directories.claimDirectory(of: batch.id)
        guard claim.contains(FolderDirectories.treeName) else { return false }
        let tree = try claim.directory(FolderDirectories.treeName)
        var known = Set(ClaimRecord(in: claim)?.ignored ?? [])
        known.reserveCapacity(batch.counts.total)
        var next = 0
        while true {
            let page = try store.items(of: batch.id, from: next, limit: Self.pageItems)
            for item in page { known.insert(item.sealed.path) }
            guard let last = page.last else { break }
            next = last.sealed.index + 1
        }
        var late: [BytePath] = []
        var walk = Walk(
            rules: NameRules(directories.settings),
            marker: batch.source == .directory ? BytePath(directories.settings.marker) : nil)
        try walk.run(tree) { entry in
            if Verification.isDocument(entry.role), !known.contains(entry.path) { late.append(entry.path) }
        }
        guard !late.isEmpty else { return false }
        try Supplement(directories: directories).move(late, of: tree, entry: batch.entry, name: batch.name)
        return true
    }

    private static let pageItems = 1000
}
