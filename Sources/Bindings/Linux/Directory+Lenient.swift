import CLinux
import Glibc
import Model

extension Directory {
    /// Makes a directory of our own configuration by its absolute path; its parent must exist.
    public static func make(at path: String, mode: UInt32) throws(SystemError) {
        try SystemError.check(clinux_make_directory(AT_FDCWD, path, mode), "mkdir", path)
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
