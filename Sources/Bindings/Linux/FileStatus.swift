import CLinux
import Glibc
import Model

/// What a directory entry is and in which state, from statx(2).
public struct FileStatus: Sendable, Equatable {
    public let kind: EntryKind
    public let signature: FileSignature
    /// Permission bits.
    public let mode: UInt32
    public let owner: UInt32
    public let group: UInt32
    public let links: UInt32
    /// Nanoseconds since the epoch; 0 where the file system does not say.
    public let born: Int64
    /// Number of the mount the entry lies on; 0 where the kernel does not say.
    public let mount: UInt64

    init(_ raw: clinux_status) {
        kind =
            switch raw.mode & UInt32(S_IFMT) {
            case UInt32(S_IFREG): .file
            case UInt32(S_IFDIR): .directory
            case UInt32(S_IFLNK): .symlink
            case UInt32(S_IFIFO): .fifo
            case UInt32(S_IFSOCK): .socket
            default: .device
            }
        signature = FileSignature(
            device: raw.device, inode: raw.inode, size: raw.size, modified: raw.modified, changed: raw.changed)
        mode = raw.mode & 0o7777
        owner = raw.uid
        group = raw.gid
        links = raw.links
        born = raw.born
        mount = raw.mount
    }
}

/// One name in a directory.
public struct DirectoryEntry: Sendable, Equatable {
    public let name: BytePath
    /// The kind the directory states; nil where the file system does not say.
    public let kind: EntryKind?
}
