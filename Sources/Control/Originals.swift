import Crypto
import Folders
import Glibc
import Linux
import Model
import Store

/// Brings the originals of a finished batch back into `work`, so that its items can be read again.
struct Originals {
    let store: Store
    let folder: FolderDirectories

    /// Moves the tree back for the batch itself; throws a refusal when it is gone or was changed.
    func recall(_ batch: Batch, checking items: [Item]) throws {
        // Back already, by a run that died before it told the store.
        if batch.source != .inPlace, let tree = try? folder.tree(of: batch) { return try check(items, in: tree) }
        guard let place = try store.originals(of: batch.id) else {
            // Never moved: the batch was interrupted before its archive, or lies where it was found.
            return try check(items, in: try tree(of: batch))
        }
        try mustLieUnpacked(batch)
        switch place {
        case .inPlace: try check(items, in: try tree(of: batch))
        case .deleted, .archive, .outbox:
            try mustBeThere(batch, checking: items)
            try transfer(batch, to: batch.id)
        }
    }

    /// True when a batch has its originals in `work`.
    func areClaimed(by batch: Batch?) -> Bool {
        guard let batch else { return false }
        return folder.work.contains(BytePath(batch.id).appending(FolderDirectories.treeName))
    }

    /// Throws a refusal when the originals of a finished batch are gone or were changed.
    func mustBeThere(_ batch: Batch, checking items: [Item]) throws {
        let (directory, path) = try place(of: batch)
        guard let tree = try? directory.directory(path) else { throw gone(batch) }
        try check(items, in: tree)
    }

    /// Moves the tree of a finished batch over to a new one, unless it is there already.
    func transfer(_ batch: Batch, to newID: String) throws {
        try mustLieUnpacked(batch)
        if try folder.work.exists(BytePath(newID).appending(FolderDirectories.treeName)) { return }
        let (directory, path) = try place(of: batch)
        try take(directory, path, for: newID)
    }

    /// The originals of a finished batch, wherever a rerun that was interrupted left them.
    func tree(for rerun: Batch?, of batch: Batch) throws -> Directory {
        if let rerun, areClaimed(by: rerun) { return try tree(of: rerun) }
        let (directory, path) = try place(of: batch)
        guard let tree = try? directory.directory(path) else { throw gone(batch) }
        return tree
    }

    private func place(of batch: Batch) throws -> (Directory, BytePath) {
        switch try store.originals(of: batch.id) {
        case .archive(let path): (folder.archive, path)
        case .outbox: (folder.outbox, batch.outboxName.appending("source"))
        case .deleted, .inPlace, nil: throw gone(batch)
        }
    }

    private func take(_ directory: Directory, _ path: BytePath, for id: String) throws {
        do {
            try folder.work.makeDirectory(BytePath(id), mode: 0o700)
        } catch  where error.isExisting {}
        let claim = try folder.work.directory(BytePath(id))
        do {
            try directory.rename(path, to: claim, FolderDirectories.treeName, replacing: true)
        } catch  where error.code == EXDEV {
            try? folder.work.removeDirectory(BytePath(id))
            throw ControlRefusal("The originals lie on another file system. Drop the files again.")
        }
        try claim.sync()
        try folder.work.sync()
    }

    private func mustLieUnpacked(_ batch: Batch) throws {
        guard batch.source == .packed else { return }
        let name = printable(batch.entry.name.display)
        throw ControlRefusal("The files came out of \(name), which is packed again. Drop \(name) once more.")
    }

    private func tree(of batch: Batch) throws -> Directory {
        guard let tree = try? folder.tree(of: batch) else { throw gone(batch) }
        return tree
    }

    // An original that somebody changed since is not what the other results speak of.
    private func check(_ items: [Item], in tree: Directory) throws {
        for item in items {
            // What was downloaded is downloaded again.
            guard let expected = item.outcome?.sha256, item.sealed.row?.isRemote != true else { continue }
            let path = item.sealed.originalPath
            let shown = printable(path.display)
            guard let file = try? tree.openForReading(path) else {
                throw ControlRefusal("The original \(shown) is gone. Drop the files again.")
            }
            guard try sha256(of: file) == expected else {
                throw ControlRefusal("The original \(shown) was changed. Drop the files again.")
            }
        }
    }

    private func sha256(of file: File) throws(SystemError) -> String {
        Hexadecimal.lower(
            try Digest.sha256 { () throws(SystemError) in try file.read(Limits.originalChunkBytes) })
    }

    private func gone(_ batch: Batch) -> ControlRefusal {
        ControlRefusal("The originals of \(printable(batch.name)) are gone. Drop the files again.")
    }
}

extension Limits {
    /// Bytes read at once to check an original.
    static let originalChunkBytes = 256 << 10
    /// Items read from the store at once.
    static let controlPage = 1000
}

/// Why a control file was not acted on; the text is for the person who dropped it.
struct ControlRefusal: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
