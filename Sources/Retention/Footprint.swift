import Linux
import Model

/// The bytes that a tree takes on the disk; links are not followed.
enum Footprint {
    /// Sums what lies below a directory on its own mount; what cannot be read counts as nothing.
    static func bytes(of path: BytePath, in root: Directory) throws(SystemError) -> Int64 {
        guard try root.exists(path), try root.status(path).kind == .directory else { return 0 }
        return bytes(below: try root.directory(path), depth: 0)
    }

    private static func bytes(below directory: Directory, depth: Int) -> Int64 {
        guard depth < Limits.measuredDepth, let entries = try? directory.entries() else { return 0 }
        var sum: Int64 = 0
        for entry in entries {
            guard let status = try? directory.status(entry.name) else { continue }
            if status.kind == .directory, let inner = try? directory.directory(entry.name) {
                sum += bytes(below: inner, depth: depth + 1)
            } else {
                sum += status.signature.size
            }
        }
        return sum
    }
}
