import Folders
import Glibc
import Linux
import Model
import Store

/// Moves the originals of a finished batch to where its folder wants them.
///
/// The store is told the place before anything moves: after a crash a tree that is still in `work` goes to that place,
/// and one that is not there any more has arrived.
struct Originals {
    /// Where the place is recorded.
    let store: Store
    /// The batch with its last counts.
    let batch: Batch
    /// The directories of its folder.
    let folder: FolderDirectories
    /// The batch's outbox directory.
    let outbox: Directory
    /// Called after each step.
    let probe: StepProbe

    private static let source = BytePath("source")

    private var id: BytePath { BytePath(batch.id) }

    /// Moves the tree for a batch that ends with the given word; `month` (`2026-11`) names its archive directory.
    func move(for final: BatchStatus, month: String) throws {
        guard let claim = try claim() else { return try mustHaveMoved() }
        guard try claim.exists(FolderDirectories.treeName) else { return }
        let settings = folder.settings
        let action = final == .completed ? settings.onSuccess : settings.onFailure.onSuccess
        switch action {
        case .archive: try archive(claim, below: settings.archiveBy == .month ? BytePath(month) : .here)
        case .keep: try keep(claim)
        case .delete: try discard(claim)
        }
        try claim.sync()
    }

    /// Removes the claim, unless the tree has to wait in it.
    func clearClaim() throws {
        guard let claim = try claim() else { return }
        guard try !claim.exists(FolderDirectories.treeName) else { return }
        try folder.work.removeTree(id)
        try folder.work.sync()
    }

    /// Removes originals that are not to be kept; the very last change of a batch on disk.
    func removeDiscarded() throws {
        guard try store.originals(of: batch.id) == .deleted else { return }
        try folder.trash.removeTree(id)
        try folder.work.removeTree(id)
    }

    // MARK: Archive

    private func archive(_ claim: Directory, below parent: BytePath) throws {
        // On the way there when the agent was stopped, or there once and back for a retry.
        if case .archive(let known) = try store.originals(of: batch.id), try arrive(claim, at: known) { return }
        for number in 1...Limits.archiveNames {
            let place = parent.appending(UniqueName.candidate(batch.outboxName, number: number))
            if try !folder.archive.exists(place), try arrive(claim, at: place) { return }
        }
        throw SystemError(code: EEXIST, call: "mkdir", subject: folder.archive.label)
    }

    /// Takes a name in the archive and moves the tree there; false when somebody else has it.
    private func arrive(_ claim: Directory, at place: BytePath) throws -> Bool {
        let archive = folder.archive
        if !place.parent.isEmpty {
            try archive.makeDirectories(place.parent, mode: folder.settings.permissions.directoryMode)
        }
        try store.recordOriginals(batch.id, .archive(place))
        try probe(.destined)
        try reserve(place)
        try probe(.reserved)
        guard try settle(claim, in: archive, at: place) else { return false }
        if !place.parent.isEmpty { try archive.directory(place.parent).sync() }
        try archive.sync()
        try probe(.moved)
        return true
    }

    private func reserve(_ place: BytePath) throws(SystemError) {
        do { try folder.archive.makeDirectory(place) } catch  where error.isExisting {}
    }

    // MARK: Keep and delete

    private func keep(_ claim: Directory) throws {
        try store.recordOriginals(batch.id, .outbox)
        try probe(.destined)
        if try !settle(claim, in: outbox, at: Self.source) {
            // Not ours, and in the way of what is promised to lie there.
            try folder.trash.removeTree(strayName)
            try outbox.rename(Self.source, to: folder.trash, strayName, replacing: false)
            _ = try settle(claim, in: outbox, at: Self.source)
        }
        try outbox.sync()
        try probe(.moved)
    }

    private var strayName: BytePath { BytePath(batch.id + "-source") }

    private func discard(_ claim: Directory) throws {
        try store.recordOriginals(batch.id, .deleted)
        try probe(.destined)
        do {
            try claim.rename(FolderDirectories.treeName, to: folder.trash, id, replacing: true)
            try folder.trash.sync()
        } catch  where error.code == EXDEV {
            // The trash is on another mount: the tree stays in its claim until the end.
        }
        try probe(.moved)
    }

    // MARK: Moving

    /// Puts the tree at a free or reserved place; false when something else lies there.
    private func settle(_ claim: Directory, in target: Directory, at place: BytePath) throws -> Bool {
        let tree = FolderDirectories.treeName
        do {
            try claim.rename(tree, to: target, place, replacing: true)
            return true
        } catch  where error.isOccupied {
            return false
        } catch  where error.code == EXDEV {}
        return try TreeCopy(from: claim, tree, to: target, place, temporary: "." + batch.id).move()
    }

    // A claim goes only after the place of its tree was recorded: without either this is not the root it was made in.
    private func mustHaveMoved() throws {
        guard batch.sealedAt != nil, try store.originals(of: batch.id) == nil else { return }
        throw Failure.otherRoot(of: batch, in: folder)
    }

    /// The claimed directory, as long as there is one.
    private func claim() throws(SystemError) -> Directory? {
        do { return try folder.work.directory(id) } catch  where error.isNotFound { return nil }
    }
}

extension SystemError {
    /// Something else already lies where an entry was to go.
    var isOccupied: Bool { isExisting || code == ENOTDIR }
}

extension WatchFolder.OnFailure {
    fileprivate var onSuccess: WatchFolder.OnSuccess {
        switch self {
        case .archive: .archive
        case .keep: .keep
        }
    }
}
