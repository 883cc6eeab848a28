import Folders
import Linux
import Model

/// The outbox directory of a batch that is not sealed: made at first sight, follows renames, goes when nothing came.
struct Reservation {
    let directories: FolderDirectories

    private static let control = FolderDirectories.controlName
    /// Names the agent itself writes at the top of the outbox.
    private static let taken: Set<String> = ["status.txt", "index.html"]

    /// Makes the directory under a free name, with `control` in it.
    func make(_ name: BytePath) throws(SystemError) -> BytePath {
        let reserved = try reserve(name)
        do {
            try directories.furnishOutbox(reserved)
        } catch {
            try? remove(reserved)
            throw error
        }
        return reserved
    }

    /// Gives the directory a new name; returns the one that was free.
    func rename(_ old: BytePath, to name: BytePath) throws(SystemError) -> BytePath {
        let reserved = try reserve(name)
        // Renaming over an empty directory is atomic and needs no RENAME_NOREPLACE.
        try directories.outbox.rename(old, to: directories.outbox, reserved, replacing: true)
        try directories.outbox.sync()
        return reserved
    }

    /// Removes the directory when it holds nothing but what the agent writes there.
    func remove(_ name: BytePath) throws(SystemError) {
        guard let directory = try? directories.outbox.directory(name) else { return }
        let names = try directory.entries().map(\.name)
        let isOurs = names.allSatisfy { Self.ours.contains($0) || $0.bytes.reversed().starts(with: Self.temporary) }
        guard isOurs, try isEmptyControl(directory) else { return }
        for file in names where file != Self.control { try directory.unlink(file) }
        if names.contains(Self.control) { try directory.removeDirectory(Self.control) }
        try directories.outbox.removeDirectory(name)
    }

    /// What lies in the directory of a batch that was never sealed or refused.
    static let unsealed: Set<BytePath> = Set(
        ["STATUS.txt", "status.json", "events.jsonl", "control"].map { BytePath($0) })

    private static let ours: Set<BytePath> = Set(
        [
            "STATUS.txt", "status.json", "events.jsonl", "config.json", "batch.json", "summary.json", "results.jsonl",
            "results.csv", "errors.jsonl", "report.html", "control",
        ].map { BytePath($0) })
    // The end, read backwards, of the names under which Directory.replace writes.
    private static let temporary = Array(".dropmill-new".utf8.reversed())

    private func isEmptyControl(_ directory: Directory) throws(SystemError) -> Bool {
        guard directory.contains(Self.control) else { return true }
        return try directory.directory(Self.control).entries(limit: 1).isEmpty
    }

    private func reserve(_ name: BytePath) throws(SystemError) -> BytePath {
        let isTaken = Self.taken.contains(name.display.lowercased())
        return try UniqueName.reserve(
            isTaken ? UniqueName.candidate(name, number: 2) : name, in: directories.outbox,
            mode: directories.settings.permissions.directoryMode)
    }
}
