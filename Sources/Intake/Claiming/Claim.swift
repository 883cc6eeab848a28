import Folders
import Linux
import Model

/// Takes sealed batches out of the inbox by rename, and gives them back (WATCHING rules 22 and 32).
///
/// A directory becomes `work/<id>/tree`; loose files move into a `tree` made for them. Both ways are idempotent: what
/// is moved already is left.
struct Claim {
    let directories: FolderDirectories

    /// Makes `work/<id>` with its record; nothing has moved yet.
    func prepare(_ record: ClaimRecord, items: some Sequence<WalkEntry>) throws(SystemError) {
        let name = BytePath(record.id)
        do {
            try directories.work.makeDirectory(name, mode: 0o700)
            try directories.work.sync()
        } catch  where error.isExisting {}
        try record.write(items: items, into: try directories.work.directory(name))
    }

    /// Moves the batch; `names` are the loose files of a group or single file.
    func take(_ record: ClaimRecord, names: [BytePath]) throws(SystemError) {
        let claim = try directories.claimDirectory(of: record.id)
        if record.source == .directory {
            try directories.inbox.rename(record.entry, to: claim, FolderDirectories.treeName, replacing: true)
        } else {
            try claim.makeDirectories(FolderDirectories.treeName, mode: 0o700)
            let tree = try claim.directory(FolderDirectories.treeName)
            let origin = try area(of: record)
            for name in names {
                do {
                    try origin.rename(name, to: tree, name, replacing: true)
                } catch  where error.isNotFound {
                    // Removed since it was seen: the verification finds that.
                    continue
                }
            }
            try tree.sync()
        }
        try claim.sync()
        try area(of: record).sync()
    }

    /// Moves the batch back without replacing anything; false when a name is taken, and then what could not move
    /// stays in work.
    func putBack(_ record: ClaimRecord) throws(SystemError) -> Bool {
        let claim = try directories.claimDirectory(of: record.id)
        var isWhole = true
        if try claim.exists(FolderDirectories.treeName) {
            let origin = try area(of: record)
            if record.source == .directory {
                isWhole = try move(FolderDirectories.treeName, of: claim, to: origin, record.entry.name)
            } else {
                let tree = try claim.directory(FolderDirectories.treeName)
                for entry in try tree.entries() {
                    let moved = try move(entry.name, of: tree, to: origin, entry.name)
                    isWhole = isWhole && moved
                }
                if isWhole { try claim.removeDirectory(FolderDirectories.treeName) }
            }
            try origin.sync()
        }
        guard isWhole else { return false }
        try directories.work.removeTree(BytePath(record.id))
        return true
    }

    /// The directory of the inbox the batch lay in.
    private func area(of record: ClaimRecord) throws(SystemError) -> Directory {
        let area = record.source == .group ? record.entry : record.entry.parent
        return area.isEmpty ? directories.inbox : try directories.inbox.directory(area)
    }

    private func move(
        _ name: BytePath, of from: Directory, to target: Directory, _ newName: BytePath
    ) throws(SystemError) -> Bool {
        do {
            try from.rename(name, to: target, newName, replacing: false)
            return true
        } catch  where error.isExisting {
            return false
        } catch  where error.isInvalid {
            // No RENAME_NOREPLACE here (sshfs, NFS): the nearest to it is to look first.
            guard try !target.exists(newName) else { return false }
            try from.rename(name, to: target, newName, replacing: true)
            return true
        }
    }
}
