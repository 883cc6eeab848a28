import Glibc
import Linux
import Model

/// The collections of an agent: `collections/<folder>/<id>.sqlite` below its state directory, one file each.
///
/// Who may search is said by the permissions of these directories: made with 0700, a new one gets those of the one
/// above it.
public struct CollectionShelf: Sendable {
    private let root: String

    private static let directoryMode: mode_t = 0o700
    private static let permissionBits: mode_t = 0o2770

    public init(stateDirectory: String) { root = stateDirectory + "/collections" }

    /// Where the file of a collection is, or would be.
    public func path(of name: CollectionName, in folder: String) -> String {
        directory(of: folder) + "/" + name.description + CollectionName.suffix
    }

    /// Where the collections of a folder are.
    public func directory(of folder: String) -> String { root + "/" + folder }

    /// Makes the directories of a collection.
    func makeDirectories(of name: CollectionName, in folder: String) throws(CollectionError) {
        var path = root
        try make(path, mode: Self.directoryMode)
        for part in [folder] + name.parts.dropLast() {
            var above = stat()
            let mode = stat(path, &above) == 0 ? above.st_mode & Self.permissionBits : Self.directoryMode
            path += "/" + part
            try make(path, mode: mode)
        }
    }

    private func make(_ path: String, mode: mode_t) throws(CollectionError) {
        if mkdir(path, mode) == 0 {
            // The umask of the agent may be stricter than what somebody gave the directory above.
            chmod(path, mode)
            return
        }
        let error = errno
        guard error == EEXIST else {
            throw CollectionError(
                error == ENOSPC ? .disk : .denied, "The directory \(path) cannot be made.",
                cause: String(cString: strerror(error)))
        }
    }

    /// Every collection of a folder that can be seen, in the order of the ids.
    public func names(in folder: String) -> [CollectionName] {
        var names: [CollectionName] = []
        collect(in: directory(of: folder), above: [], into: &names)
        return names.sorted { $0.description < $1.description }
    }

    private func collect(in path: String, above: [String], into names: inout [CollectionName]) {
        guard above.count < Limits.collectionDepth, let directory = try? Directory(path: path),
            let entries = try? directory.entries(limit: Limits.listedCollections)
        else { return }
        for entry in entries where names.count < Limits.listedCollections {
            let text = entry.name.display
            guard let status = try? directory.status(entry.name) else { continue }
            if status.kind == .directory, ChosenIdentifier.isValid(text) {
                collect(in: path + "/" + text, above: above + [text], into: &names)
            } else if status.kind == .file, text.hasSuffix(CollectionName.suffix) {
                let parts = above + [String(text.dropLast(CollectionName.suffix.count))]
                if let name = CollectionName(parts.joined(separator: "/")) { names.append(name) }
            }
        }
    }

    /// Removes a collection; false when there is none. Who writes to it meanwhile finds it gone and makes a new one.
    public func remove(_ name: CollectionName, in folder: String) throws(CollectionError) -> Bool {
        let path = path(of: name, in: folder)
        guard access(path, F_OK) == 0 else { return false }
        // A damaged file is removed all the same.
        if let file = try? CollectionWriter(path: path) { try? file.retire() }
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        guard unlink(path) == 0 else {
            throw CollectionError(
                .denied, "The collection \(path) cannot be removed.", cause: String(cString: strerror(errno)))
        }
        var parts = name.parts.dropLast()
        while !parts.isEmpty, rmdir(directory(of: folder) + "/" + parts.joined(separator: "/")) == 0 {
            parts = parts.dropLast()
        }
        return true
    }
}
