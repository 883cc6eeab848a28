import Crypto
import Folders
import Linux
import Model
import Store

/// Brings the originals of a finished batch back into `work`, so that its items can be read again.
struct Originals {
    let store: Store
    let folder: FolderDirectories

    /// Moves the tree back for the batch itself; throws a refusal when it is gone or was changed.
    func recall(_ batch: Batch, checking items: [Item]) throws {
        guard let place = try store.originals(of: batch.id) else {
            // Never moved: the batch was interrupted before its archive, or lies where it was found.
            return try check(items, in: try tree(of: batch))
        }
        try mustLieUnpacked(batch)
        switch place {
        case .inPlace: try check(items, in: try tree(of: batch))
        case .deleted: throw gone(batch)
        case .archive(let path): try take(folder.archive, path, for: batch.id, of: batch, checking: items)
        case .outbox:
            let source = batch.outboxName.appending("source")
            try take(folder.outbox, source, for: batch.id, of: batch, checking: items)
        }
    }

    /// Moves the tree of a finished batch over to a new one.
    func transfer(_ batch: Batch, to newID: String, checking items: [Item]) throws {
        try mustLieUnpacked(batch)
        switch try store.originals(of: batch.id) {
        case .archive(let path): try take(folder.archive, path, for: newID, of: batch, checking: items)
        case .outbox:
            let source = batch.outboxName.appending("source")
            try take(folder.outbox, source, for: newID, of: batch, checking: items)
        case .deleted, .inPlace, nil: throw gone(batch)
        }
    }

    private func take(
        _ directory: Directory, _ path: BytePath, for id: String, of batch: Batch, checking items: [Item]
    ) throws {
        guard let tree = try? directory.directory(path) else { throw gone(batch) }
        try check(items, in: tree)
        do {
            try folder.work.makeDirectory(BytePath(id), mode: 0o700)
        } catch  where error.isExisting {}
        let claim = try folder.work.directory(BytePath(id))
        try directory.rename(path, to: claim, FolderDirectories.treeName, replacing: true)
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
            guard let expected = item.outcome?.sha256 else { continue }
            let shown = printable(item.sealed.path.display)
            guard let file = try? tree.openForReading(item.sealed.path) else {
                throw ControlRefusal("The original \(shown) is gone. Drop the files again.")
            }
            guard try sha256(of: file) == expected else {
                throw ControlRefusal("The original \(shown) was changed. Drop the files again.")
            }
        }
    }

    private func sha256(of file: File) throws(SystemError) -> String {
        let digest = Digest()
        while true {
            let chunk = try file.read(Limits.originalChunkBytes)
            if chunk.isEmpty { return Hexadecimal.lower(digest.finish()) }
            digest.update(chunk)
        }
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
