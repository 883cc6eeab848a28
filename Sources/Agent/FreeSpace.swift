import Folders
import Linux
import Model

/// Holds claims while a file system that a folder needs has too little room (`min_free_bytes`).
///
/// Batches at work are not concerned: they wait by themselves when a disk is full.
struct FreeSpace: Sendable {
    /// Bytes that must stay free.
    let minimum: Int64

    /// Why nothing may be claimed in a folder, and when to look again; nil when there is room.
    func throttle(of folder: FolderDirectories, at now: Timestamp) -> Batch.Throttle? {
        guard minimum > 0 else { return nil }
        let places = [(folder.work, folder.settings.inbox), (folder.outbox, folder.settings.outbox)]
        for (directory, path) in places {
            // A disk that cannot be asked says why when it is written to.
            guard let system = try? directory.fileSystem(), system.freeBytes < minimum else { continue }
            return Batch.Throttle(
                reason: Self.reason(path: path, free: system.freeBytes, minimum: minimum),
                resumeAt: now.adding(milliseconds: Limits.spaceLook.milliseconds))
        }
        return nil
    }

    /// Both numbers for people; the exact ones are in the configuration and the file system.
    static func reason(path: String, free: Int64, minimum: Int64) -> String {
        "the disk of \(path) has \(text(free)) of space left and \(text(minimum)) must stay free (min_free_bytes); "
            + "make room there and it goes on by itself"
    }

    private static func text(_ bytes: Int64) -> String {
        let units: [(String, Int64)] = [
            ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000),
        ]
        guard let (name, unit) = units.first(where: { bytes >= $0.1 }) else { return "\(bytes) bytes" }
        // Rounded down: just below the limit must not read like the limit.
        let tenths = bytes / (unit / 10)
        return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
}

extension Limits {
    /// Time between two looks at a disk that has too little room for a claim.
    static let spaceLook = Duration.seconds(5)
}
