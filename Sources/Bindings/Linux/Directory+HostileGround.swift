import Glibc
import Model

/// Making room in a directory where others may have put something in the way.
extension Directory {
    /// Renames an entry of this directory over another name in it, whatever stands there; a directory is removed first.
    public func rename(_ path: BytePath, over newPath: BytePath) throws(SystemError) {
        do {
            try rename(path, to: self, newPath, replacing: true)
        } catch  where error.code == EISDIR {
            try removeTree(newPath)
            try rename(path, to: self, newPath, replacing: true)
        }
    }

    /// Makes a directory and the missing ones above it; a link or file that stands in the place of one is removed.
    public func makeWay(for path: BytePath, mode: UInt32) throws(SystemError) {
        if path.isEmpty { return }
        try makeWay(for: path.parent, mode: mode)
        do {
            try makeDirectory(path, mode: mode)
        } catch  where error.code == EEXIST {
            guard try status(path).kind != .directory else { return }
            try unlink(path)
            try makeDirectory(path, mode: mode)
        }
    }
}
