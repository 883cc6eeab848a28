import Folders
import Linux
import Model
import Store

/// Finds what came into the tree of a batch after its seal, before it is archived and for a while after that
/// (WATCHING rule 21).
struct LateArrivals {
    let directories: FolderDirectories
    let store: Store

    /// Moves what is neither sealed nor known into a supplement; true when there was something.
    func collect(_ batch: Batch) throws -> Bool {
        // Nobody has a directory open that an archive lay in.
        guard batch.source != .packed else { return false }
        // What no row names is not to be read, whenever it came.
        guard batch.manifest == nil else { return false }
        let treeName = BytePath(batch.id).appending(FolderDirectories.treeName)
        guard try directories.work.exists(treeName) else { return false }
        let claim = try directories.claimDirectory(of: batch.id)
        let tree = try claim.directory(FolderDirectories.treeName)
        let ignored = Set(ClaimRecord(in: claim)?.ignored ?? [])
        return try collect(batch, from: tree) { Verification.isDocument($0.role) && !ignored.contains($0.path) }
    }

    /// The same for the originals of a finished batch where they lie now.
    ///
    /// Partial names stay: those of the seal are no longer known, and the others get another name at their end.
    func collectOriginals(of batch: Batch) throws -> Bool {
        guard batch.source == .directory, batch.manifest == nil, batch.phase == .done,
            let tree = try originals(of: batch)
        else {
            return false
        }
        // A tree that was copied to another mount has left its writers behind.
        guard try tree.status().signature.device == directories.inbox.status().signature.device else { return false }
        return try collect(batch, from: tree) { $0.role == .item }
    }

    private func originals(of batch: Batch) throws -> Directory? {
        switch try store.originals(of: batch.id) {
        case .archive(let path): try? directories.archive.directory(path)
        case .outbox: try? directories.outbox.directory(batch.outboxName.appending("source"))
        case .inPlace, .deleted, nil: nil
        }
    }

    private func collect(_ batch: Batch, from tree: Directory, where counts: (WalkEntry) -> Bool) throws -> Bool {
        var found: [BytePath] = []
        var walk = Walk(
            rules: NameRules(directories.settings),
            marker: batch.source == .directory ? BytePath(directories.settings.marker) : nil)
        try walk.run(tree) { if counts($0) { found.append($0.path) } }
        let known = try sealed(batch)
        let late = found.filter { !known.contains($0) }
        guard !late.isEmpty else { return false }
        try Supplement(directories: directories).move(late, of: tree, entry: batch.entry, name: batch.name)
        return true
    }

    private func sealed(_ batch: Batch) throws -> Set<BytePath> {
        var known: Set<BytePath> = []
        known.reserveCapacity(batch.counts.total)
        var next = 0
        while true {
            let page = try store.items(of: batch.id, from: next, limit: Self.pageItems)
            for item in page { known.insert(item.sealed.path) }
            guard let last = page.last else { return known }
            next = last.sealed.index + 1
        }
    }

    private static let pageItems = 1000
}
