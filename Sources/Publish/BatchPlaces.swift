import Folders
import Linux
import Model

/// Where the originals of a batch are and what becomes of them.
public enum OriginalsPlan: Sendable {
    /// Claimed into the `work` directory of a watch folder.
    case claimed(FolderDirectories)
    /// Left where they are.
    case inPlace
}

/// The held directories a batch is published through.
public struct BatchPlaces: Sendable {
    /// The outbox directory of the batch.
    public let outbox: Directory
    /// The outbox of the whole folder, for its STATUS.txt; nil where there is none.
    public let folderOutbox: Directory?
    /// Modes of what is written.
    public let permissions: WatchFolder.Permissions
    /// Group of what is written; nil leaves it to the file system.
    public let group: UInt32?
    /// What becomes of the originals.
    public let originals: OriginalsPlan

    public init(
        outbox: Directory, folderOutbox: Directory?, permissions: WatchFolder.Permissions, group: UInt32? = nil,
        originals: OriginalsPlan
    ) {
        self.outbox = outbox
        self.folderOutbox = folderOutbox
        self.permissions = permissions
        self.group = group
        self.originals = originals
    }
}
