import Linux
import Model

/// The entries of a dropped archive, beside its `tree` in `work/<id>`; they go when the claim does.
extension FolderDirectories {
    /// Name of the root of the entries within a claimed directory.
    public static let unpackedName = BytePath("unpacked")

    /// The root of the entries of an archive.
    public func unpacked(of batchID: String) throws(SystemError) -> Directory {
        try work.directory(BytePath(batchID).appending(Self.unpackedName))
    }

    /// Makes an empty root for the entries of an archive.
    public func makeUnpacked(of batchID: String) throws(SystemError) -> Directory {
        let name = BytePath(batchID)
        do {
            try work.makeDirectory(name, mode: 0o700)
        } catch  where error.isExisting {}
        let claim = try work.directory(name)
        try claim.removeTree(Self.unpackedName)
        try claim.makeDirectory(Self.unpackedName, mode: 0o700)
        return try claim.directory(Self.unpackedName)
    }

    /// Removes the entries of an archive, and the claim's directory when nothing else is in it.
    public func removeUnpacked(of batchID: String) throws(SystemError) {
        let name = BytePath(batchID)
        guard work.contains(name) else { return }
        let claim = try work.directory(name)
        try claim.removeTree(Self.unpackedName)
        if try claim.entries(limit: 1).isEmpty { try work.removeDirectory(name) }
    }
}
