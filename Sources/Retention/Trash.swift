import Folders
import Glibc
import Linux
import Model
import Store

/// Moves parts of batches into the trash and back, and deletes them; each step may be interrupted and done again.
struct Trash {
    let store: Store
    let folder: FolderDirectories

    /// Does what is left to do for a part on its way.
    func proceed(_ entry: TrashEntry) throws {
        switch entry.step {
        case .leaving: try takeIn(entry)
        case .returning: try bringBack(entry)
        case .going: try delete(entry)
        case .kept, .gone: break
        }
    }

    // MARK: In

    private func takeIn(_ entry: TrashEntry) throws {
        if try home(of: entry) != nil { return try store.settle(entry, as: .kept) }
        let root = root(of: entry)
        guard try root.exists(entry.path), try root.status(entry.path).kind == .directory else {
            return try store.settle(entry, as: .gone)
        }
        do {
            try move(entry, from: root, to: folder.trash)
        } catch let error as SystemError where error.code == EXDEV {
            // On a mount of its own: what is removed stays on it, out of sight.
            try? folder.trash.removeDirectory(BytePath(entry.batchID))
            try root.makeDirectories(Self.sideTrash, mode: 0o700)
            try move(entry, from: root, to: root.directory(Self.sideTrash))
        }
        try store.settle(entry, as: .kept)
    }

    private func move(_ entry: TrashEntry, from root: Directory, to home: Directory) throws {
        let id = BytePath(entry.batchID)
        try home.ensureDirectory(id, mode: 0o700)
        try root.rename(entry.path, to: home, place(of: entry), replacing: true)
        try home.directory(id).sync()
        try home.sync()
        try (entry.path.parent.isEmpty ? root : root.directory(entry.path.parent)).sync()
    }

    // MARK: Back

    private func bringBack(_ entry: TrashEntry) throws {
        let root = root(of: entry)
        guard let home = try home(of: entry) else {
            // A run that died had moved it; or somebody emptied the trash.
            guard try root.exists(entry.path) else { return try store.settle(entry, as: .gone) }
            return try store.settleReturn(of: entry, at: entry.path)
        }
        if entry.part == .outbox { forgetOrders(in: home, entry) }
        if !entry.path.parent.isEmpty {
            try root.makeDirectories(entry.path.parent, mode: folder.settings.permissions.directoryMode)
        }
        for number in 1...Limits.returnNames {
            let path = UniqueName.candidate(entry.path, number: number)
            guard try !root.exists(path) else { continue }
            if number > 1 { try store.redirect(entry, to: path) }
            guard try moveBack(entry, from: home, to: root, path) else { continue }
            try (path.parent.isEmpty ? root : root.directory(path.parent)).sync()
            try clear(home, entry)
            return try store.settleReturn(of: entry, at: path)
        }
        throw SystemError(code: EEXIST, call: "rename", subject: root.label)
    }

    /// Takes a name that is free; false when somebody else took it first.
    private func moveBack(
        _ entry: TrashEntry, from home: Directory, to root: Directory, _ path: BytePath
    ) throws(SystemError) -> Bool {
        do {
            try home.rename(place(of: entry), to: root, path, replacing: false)
            return true
        } catch  where error.isExisting {
            return false
        } catch  where error.code == EINVAL {}
        // The file system cannot promise that nothing is replaced; making a directory is exclusive everywhere.
        do {
            try root.makeDirectory(path, mode: 0o700)
        } catch  where error.isExisting {
            return false
        }
        try home.rename(place(of: entry), to: root, path, replacing: true)
        return true
    }

    // The order that removed the batch must not remove it again.
    private func forgetOrders(in home: Directory, _ entry: TrashEntry) {
        guard let control = try? home.directory(place(of: entry).appending(FolderDirectories.controlName)),
            let entries = try? control.entries(limit: Limits.trashOrders)
        else { return }
        for found in entries where found.name.display.uppercased().hasPrefix("DELETE") {
            try? control.unlink(found.name)
        }
    }

    // MARK: Gone

    private func delete(_ entry: TrashEntry) throws {
        if let home = try home(of: entry) {
            try home.removeTree(place(of: entry))
            try clear(home, entry)
        }
        try store.settle(entry, as: .gone)
    }

    // MARK: Places

    private static let sideTrash = BytePath(".dropmill-trash")

    private func place(of entry: TrashEntry) -> BytePath {
        BytePath(entry.batchID).appending(BytePath(entry.part.rawValue))
    }

    private func root(of entry: TrashEntry) -> Directory {
        entry.part == .outbox ? folder.outbox : folder.archive
    }

    /// The trash that holds a part; nil when none does.
    private func home(of entry: TrashEntry) throws(SystemError) -> Directory? {
        if try folder.trash.exists(place(of: entry)) { return folder.trash }
        let root = root(of: entry)
        guard try root.exists(Self.sideTrash) else { return nil }
        let side = try root.directory(Self.sideTrash)
        return try side.exists(place(of: entry)) ? side : nil
    }

    /// Removes the directory of a batch in the trash when nothing is left in it.
    private func clear(_ home: Directory, _ entry: TrashEntry) throws(SystemError) {
        let id = BytePath(entry.batchID)
        do {
            try home.removeDirectory(id)
        } catch  where error.isNotFound || error.isExisting || error.code == ENOTEMPTY {}
        try home.sync()
    }
}
