import Folders
import Linux
import Logging
import Model
import Store

/// What control needs done by other stages.
public struct ControlActions: Sendable {
    /// Stop starting items of a batch; when it returns, what had started is in the store.
    public var withdraw: @Sendable (_ batchID: String) -> Void
    /// The store has new work.
    public var wake: @Sendable () -> Void
    /// Look at a batch in the inbox again.
    public var lookAgain: @Sendable (_ batchID: String) -> Void
    /// A batch changed and must be shown.
    public var changed: @Sendable (Batch) -> Void
    /// A batch came back to life or was made: watch its control directory.
    public var reopened: @Sendable (Batch) -> Void
    /// The store has an export that somebody wants.
    public var exportWanted: @Sendable (_ batchID: String) -> Void
    /// A batch is to leave for the trash; the store knows it.
    public var removed: @Sendable (Batch) -> Void
    /// Freezes the job and the settings that a batch, whose originals lie in a directory, would have under a saved
    /// configuration of that id; throws a `Failure`.
    public var configure: @Sendable (Batch, _ originals: Directory, _ configurationID: String) throws -> Batch

    public init(
        withdraw: @escaping @Sendable (String) -> Void, wake: @escaping @Sendable () -> Void,
        lookAgain: @escaping @Sendable (String) -> Void, changed: @escaping @Sendable (Batch) -> Void,
        reopened: @escaping @Sendable (Batch) -> Void, exportWanted: @escaping @Sendable (String) -> Void = { _ in },
        removed: @escaping @Sendable (Batch) -> Void = { _ in },
        configure: @escaping @Sendable (Batch, Directory, String) throws -> Batch = { batch, _, _ in batch }
    ) {
        self.withdraw = withdraw
        self.wake = wake
        self.lookAgain = lookAgain
        self.changed = changed
        self.reopened = reopened
        self.exportWanted = exportWanted
        self.removed = removed
        self.configure = configure
    }
}

/// Reads the `control` directories of batches and does what their files ask; runs on its own thread.
///
/// Only names count. An accepted file is removed; a refused one is replaced by `<NAME>.refused` with the reason.
public final class Control: Sendable {
    private let store: Store
    private let folders: [String: FolderDirectories]
    private let actions: ControlActions
    private let logger: Logger
    private let mailbox = Mailbox<String>()

    public init(store: Store, folders: [FolderDirectories], actions: ControlActions, logger: Logger) {
        self.store = store
        self.folders = Dictionary(folders.map { ($0.settings.name, $0) }) { first, _ in first }
        self.actions = actions
        self.logger = logger
    }

    /// Says that the control directory of a batch may hold something; from any thread.
    public func look(at batchID: String) { mailbox.put(batchID) }

    /// Lets `run` return.
    public func close() { mailbox.close() }

    /// Since when something waits that the stage has not looked at.
    public var unheardSince: Duration? { mailbox.unheardSince }

    /// Reads control directories until closed.
    public func run() {
        while true {
            let batches = mailbox.take()
            if batches.isEmpty, mailbox.isClosed { return }
            for id in Set(batches) {
                do {
                    try read(id)
                } catch {
                    logger.error("The control directory of \(id) cannot be read: \(error)")
                }
            }
        }
    }

    private func read(_ id: String) throws {
        guard let batch = try store.batch(id), !batch.isRemoved, let folder = folders[batch.folder],
            let control = try? folder.outbox(of: batch).directory(BytePath("control"))
        else { return }
        // A batch whose results are being published is finished in a moment; what is asked of it is read then.
        if batch.phase == .publish { return }
        for entry in try control.entries(limit: Limits.controlPage).sorted(by: { $0.name < $1.name }) {
            guard try control.status(entry.name).kind == .file else { continue }
            switch ControlVerb.read(entry.name) {
            case .ignored: continue
            case .refused(let reason): try refuse(entry.name, in: control, of: id, because: reason)
            case .verb(let verb):
                do {
                    try perform(verb, on: id, in: folder)
                    try control.unlink(entry.name)
                    try record(id, accepted: true, name: verb.fileName, reason: nil)
                    if verb == .delete { return actions.removed(batch) }
                } catch let refusal as ControlRefusal {
                    try refuse(entry.name, in: control, of: id, because: refusal.reason)
                } catch let error as StoreError where error.code == .refused || error.code == .unknown {
                    try refuse(entry.name, in: control, of: id, because: error.message)
                } catch let failure as Failure {
                    try refuse(entry.name, in: control, of: id, because: failure.message)
                }
            }
        }
        if let batch = try store.batch(id) { actions.changed(batch) }
    }

    private func refuse(_ name: BytePath, in control: Directory, of id: String, because reason: String) throws {
        logger.info("\(printable(name.display)) of \(id) is refused: \(reason)")
        let bytes = name.bytes.prefix(Limits.fileNameBytes - ControlVerb.refusedSuffix.utf8.count)
        let answer = BytePath(bytes: bytes + Array(ControlVerb.refusedSuffix.utf8))
        try control.replace(answer, with: Array((reason + "\n").utf8), mode: 0o664, durable: false)
        try control.unlink(name)
        try record(id, accepted: false, name: printable(name.display), reason: reason)
    }

    private func record(_ id: String, accepted: Bool, name: String, reason: String?) throws {
        var detail: JSONObject = ["name": .string(name)]
        if let reason { detail["reason"] = .string(reason) }
        try store.recordControl(id, accepted: accepted, detail: detail, at: Clock.now())
    }

    private func perform(_ verb: ControlVerb, on id: String, in folder: FolderDirectories) throws {
        guard let batch = try store.batch(id) else { throw ControlRefusal("The batch is not known.") }
        if try isDone(verb, for: batch) { return actions.wake() }
        switch verb {
        case .pause: try hold(batch)
        case .resume: try resume(batch)
        case .cancel: try cancel(batch)
        case .retry(let index): try retry(batch, index: index, in: folder)
        case .force: try Rerun(store: store, folder: folder).force(batch)
        case .delete: try remove(batch, in: folder)
        case .rerun(let configurationID):
            let again = try Rerun(store: store, folder: folder).rerun(batch) { again, originals in
                guard let configurationID else { return again }
                return try actions.configure(again, originals, configurationID)
            }
            actions.reopened(again)
            actions.changed(again)
        case .export(let format): return try export(batch, as: format)
        }
        actions.wake()
    }

    // An agent that died between doing what a file asks and removing the file finds it again.
    private func isDone(_ verb: ControlVerb, for batch: Batch) throws -> Bool {
        switch verb {
        case .pause, .resume, .cancel, .export, .delete: false
        case .retry, .force: try store.hasUnconfirmedRequeue(batch.id)
        case .rerun: try store.originals(of: batch.id) == .deleted && store.hasUnconfirmedRerun(batch.id)
        }
    }

    private func export(_ batch: Batch, as format: ExportFormat) throws {
        if batch.refused { throw ControlRefusal("The batch was refused and has no results to export.") }
        if batch.phase == .done, batch.counts.completed == 0 {
            throw ControlRefusal("No file of the batch succeeded, so that there is nothing to export.")
        }
        try store.wantExport(format, of: batch.id)
        actions.exportWanted(batch.id)
    }

    private func hold(_ batch: Batch) throws {
        guard !batch.status.isFinal else { throw ControlRefusal("The batch is finished: \(batch.status.rawValue).") }
        actions.withdraw(batch.id)
        actions.changed(try store.pause(batch.id, at: Clock.now()))
    }

    private func resume(_ batch: Batch) throws {
        guard batch.isHeld else { throw ControlRefusal("The batch is not paused.") }
        actions.changed(try store.resume(batch.id, at: Clock.now()))
        if batch.phase == .open { actions.lookAgain(batch.id) }
    }

    private func cancel(_ batch: Batch) throws {
        guard !batch.status.isFinal else { throw ControlRefusal("The batch is finished: \(batch.status.rawValue).") }
        guard batch.phase != .open else {
            throw ControlRefusal("The batch is still in the inbox. Take it out of there instead.")
        }
        actions.withdraw(batch.id)
        actions.changed(try store.cancel(batch.id, at: Clock.now()))
        // Whatever was on its way to a provider meanwhile is called back too.
        actions.withdraw(batch.id)
    }

    private func remove(_ batch: Batch, in folder: FolderDirectories) throws {
        guard batch.phase != .open else {
            throw ControlRefusal("The batch is still in the inbox. Take it out of there instead.")
        }
        guard batch.phase == .done else { throw ControlRefusal("The batch is still at work. CANCEL it first.") }
        let now = Clock.now()
        try store.remove(
            batch.id, TrashEntry.Part.allCases, because: .request, at: now,
            until: now.adding(milliseconds: folder.settings.retention.trash.milliseconds))
    }

    private func retry(_ batch: Batch, index: Int?, in folder: FolderDirectories) throws {
        if batch.phase == .open { return actions.lookAgain(batch.id) }
        try Rerun(store: store, folder: folder).retry(batch, index: index)
        if let again = try store.batch(batch.id) { actions.reopened(again) }
    }
}

extension Limits {
    /// Bytes of a file name.
    static let fileNameBytes = 255
}
