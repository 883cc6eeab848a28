import CLinux
import Glibc
import Model

extension Directory {
    /// Makes a directory of our own configuration by its absolute path; its parent must exist.
    public static func make(at path: String, mode: UInt32) throws(SystemError) {
        try SystemError.check(clinux_make_directory(AT_FDCWD, path, mode), "mkdir", path)
    }

    /// Whether the entry exists; throws when the kernel cannot tell.
    ///
    /// Whoever deletes or replaces because something is not there asks this, and not `contains`: a disk that does not
    /// answer for a moment must not pass for an empty one.
    public func exists(_ path: BytePath) throws(SystemError) -> Bool {
        do {
            _ = try status(path)
            return true
        } catch  where error.isNotFound {
            return false
        }
    }

    /// True when both are one directory.
    public func isSame(as other: Directory) throws(SystemError) -> Bool {
        let (own, its) = (try status().signature, try other.status().signature)
        return own.inode == its.inode && own.device == its.device
    }

    /// Makes a directory unless there is one.
    public func ensureDirectory(_ path: BytePath, mode: UInt32) throws(SystemError) {
        do {
            try makeDirectory(path, mode: mode)
        } catch  where error.isExisting {
            _ = try directory(path)
        }
    }

    /// Renames an entry that need not be there; false when it was not.
    @discardableResult
    public func renameIfPresent(
        _ path: BytePath, to target: Directory, _ newPath: BytePath, replacing: Bool
    ) throws(SystemError) -> Bool {
        do {
            try rename(path, to: target, newPath, replacing: replacing)
            return true
        } catch  where error.isNotFound {
            return false
        }
    }
}
