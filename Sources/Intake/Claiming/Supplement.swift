import Folders
import Linux
import Model

/// Moves what arrived in a claimed tree into a batch of its own in the inbox (WATCHING rule 21).
struct Supplement {
    let directories: FolderDirectories

    /// Moves entries of a claimed tree into a new directory beside where the batch lay; returns its name.
    @discardableResult
    func move(_ paths: [BytePath], of tree: Directory, entry: BytePath, name: String) throws(SystemError) -> BytePath {
        let area = entry.isEmpty ? directories.inbox : try Self.area(of: entry, in: directories.inbox)
        let wanted = entry.isEmpty ? Self.diskName(name) : entry.name
        let reserved = try reserve(wanted, in: area)
        let target = try area.directory(reserved)
        for path in paths {
            if !path.parent.isEmpty { try target.makeDirectories(path.parent, mode: Self.mode) }
            do {
                try tree.rename(path, to: target, path, replacing: true)
            } catch  where error.isNotFound {
                // Its writer took it away again.
                continue
            }
        }
        try target.sync()
        try area.sync()
        return reserved
    }

    /// A display name that is legal on SMB as well.
    static func diskName(_ name: String) -> BytePath {
        BytePath(bytes: name.utf8.map { $0 == UInt8(ascii: ":") ? UInt8(ascii: ".") : $0 })
    }

    private static let mode: UInt32 = 0o770

    private static func area(of entry: BytePath, in inbox: Directory) throws(SystemError) -> Directory {
        entry.parent.isEmpty ? inbox : try inbox.directory(entry.parent)
    }

    /// Never the plain name: that one is the batch it supplements.
    private func reserve(_ name: BytePath, in area: Directory) throws(SystemError) -> BytePath {
        var number = 2
        while true {
            let candidate = UniqueName.candidate(name, number: number)
            do {
                try area.makeDirectory(candidate, mode: Self.mode)
                return candidate
            } catch  where error.isExisting {
                number += 1
            }
        }
    }
}
