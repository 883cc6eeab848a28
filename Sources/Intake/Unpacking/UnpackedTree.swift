import Folders
import Linux
import Model
import WorkerProtocol

/// Writes the entries of an archive below one directory as they come, within a budget; owned by one thread.
///
/// Links and devices of the archive are never made: they are entries without a file.
final class UnpackedTree {
    /// What cannot lie on disk, as entries of the batch.
    private(set) var others: [WalkEntry] = []
    private let root: Directory
    private let rules: NameRules
    private var names = EntryNames()
    private var budget: UnpackBudget
    private var parent: (path: BytePath, directory: Directory)
    private var file: File?

    init(in root: Directory, rules: NameRules, budget: UnpackBudget) {
        self.root = root
        self.rules = rules
        self.budget = budget
        parent = (.here, root)
    }

    /// What was done to names, for people.
    var warnings: [String] {
        guard !names.confined.isEmpty else { return [] }
        let shown = names.confined.prefix(Limits.shownNames).joined(separator: "; ")
        let more = names.confined.count > Limits.shownNames ? "; ..." : ""
        return ["Names in the archive were changed: " + shown + more]
    }

    /// Refuses or accepts what the archive says it holds.
    func announce(_ summary: ArchiveSummary) throws {
        try budget.check(summary)
        let free = try root.fileSystem().freeBytes
        guard summary.bytes <= free else {
            throw Failure(
                .storageFull,
                "\(budget.name) needs \(summary.bytes) bytes when unpacked; only \(free) are free beside the inbox.",
                stage: .intake, resolution: "Free space on the disk of the inbox; the agent goes on by itself.")
        }
    }

    /// Ends the last entry and begins the next one.
    func begin(_ entry: ArchiveEntry) throws {
        file = nil
        guard let path = try names.place(entry.name, isDirectory: entry.kind == .directory) else { return }
        if entry.kind == .directory { return try root.makeDirectories(path, mode: Self.mode) }
        try budget.addEntry(isItem: path.components.allSatisfy { rules.classify($0) != .litter })
        guard entry.kind == .file else {
            let nothing = FileSignature(device: 0, inode: 0, size: 0, modified: 0, changed: 0)
            return others.append(WalkEntry(path: path, kind: entry.kind, signature: nothing, role: .item))
        }
        if path.parent != parent.path {
            parent = (path.parent, try directory(path.parent))
        }
        file = try parent.directory.create(path.name, mode: 0o600)
    }

    /// Appends to the entry that was begun last.
    func write(_ bytes: ArraySlice<UInt8>) throws {
        guard let file else {
            throw Failure(.workerCrashed, "the reader of \(budget.name) sent content of no file", stage: .intake)
        }
        try budget.add(bytes: bytes.count)
        try file.write(bytes)
    }

    private func directory(_ path: BytePath) throws(SystemError) -> Directory {
        if path.isEmpty { return root }
        try root.makeDirectories(path, mode: Self.mode)
        return try root.directory(path)
    }

    private static let mode: UInt32 = 0o700
}
