import Folders
import Linux
import Logging
import Model
import Store

/// What retention tells other stages.
public struct RetentionActions: Sendable {
    /// The outbox directory of a batch is gone.
    public var removed: @Sendable (Batch) -> Void
    /// The outbox directory of a batch is back.
    public var returned: @Sendable (Batch) -> Void

    public init(removed: @escaping @Sendable (Batch) -> Void, returned: @escaping @Sendable (Batch) -> Void) {
        self.removed = removed
        self.returned = returned
    }
}

/// Moves what was removed into the trash, brings it back, and removes what a folder keeps no longer.
///
/// Runs on its own thread, one thing after the other, and sleeps until the next thing is due.
///
/// Only finished batches are ever touched. Each step is in the store before it happens, so that a run that died goes on.
public final class Retention: Sendable {
    private let store: Store
    private let folders: [String: FolderDirectories]
    private let actions: RetentionActions
    private let logger: Logger
    /// Names of folders in which something changed.
    private let mailbox = Mailbox<String>()

    public init(store: Store, folders: [FolderDirectories], actions: RetentionActions, logger: Logger) {
        self.store = store
        self.folders = Dictionary(folders.map { ($0.settings.name, $0) }) { first, _ in first }
        self.actions = actions
        self.logger = logger
        // Before anybody watches it.
        for folder in folders { _ = try? folder.trashControl() }
    }

    /// Says that in a folder a batch ended or was removed, or that something was asked of its trash; from any thread.
    public func look(at folder: String) { mailbox.put(folder) }

    /// Lets `run` return after the step at hand.
    public func close() { mailbox.close() }

    /// Works until closed.
    public func run() {
        var round = Round(changed: Set(folders.keys))
        while !mailbox.isClosed {
            work(&round)
            if mailbox.isClosed { return }
            let due = dueTime(round).map { min($0, Limits.retentionLook) }
            round.changed = Set(mailbox.take(timeout: due))
        }
    }

    /// Does everything that is due now.
    func runOnce() {
        var round = Round(changed: Set(folders.keys))
        work(&round)
    }

    /// What one look at everything goes by.
    private struct Round {
        /// Folders to read anew.
        var changed: Set<String>
        /// When to try again what could not be moved, since boot.
        var stuck: [String: Duration] = [:]
    }

    private func work(_ round: inout Round) {
        do {
            for name in round.changed.sorted() {
                guard let folder = folders[name] else { continue }
                try folder.takeOrders(for: store)
                for stray in try Strays(store: store, folder: folder).remove(at: Clock.now()) {
                    logger.info("\(printable(stray)), which no batch knows of, is deleted from the trash.")
                }
            }
            try store.expireTrash(at: Clock.now())
            proceed(&round)
            for (name, folder) in folders.sorted(by: { $0.key < $1.key }) {
                try apply(folder, isChanged: round.changed.contains(name), &round)
            }
            // What is kept for no time goes at once.
            try store.expireTrash(at: Clock.now())
            proceed(&round)
        } catch {
            logger.error("Retention waits: \(error)")
            round.stuck[""] = Clock.sinceBoot() + Limits.trashRetry
        }
    }

    // MARK: Rules

    private func apply(_ folder: FolderDirectories, isChanged: Bool, _ round: inout Round) throws {
        for part in TrashEntry.Part.allCases {
            let plan = KeepPlan(folder.settings.keep(part))
            while let moment = plan.oldest(at: Clock.now()), !mailbox.isClosed {
                let name = folder.settings.name
                let old = try store.kept(part, in: name, before: moment, limit: Limits.retentionRound)
                if old.isEmpty { break }
                try remove(old, part, of: folder, &round)
            }
            guard isChanged, plan.keep.bytes != nil else { continue }
            let surplus = plan.surplus(of: try measured(part, of: folder))
            if !surplus.isEmpty { try remove(surplus, part, of: folder, &round) }
        }
    }

    private func remove(
        _ batches: [KeptBatch], _ part: TrashEntry.Part, of folder: FolderDirectories, _ round: inout Round
    ) throws {
        for batch in batches where !mailbox.isClosed {
            let now = Clock.now()
            try store.remove(
                batch.id, [part], because: .retention, at: now,
                until: now.adding(milliseconds: folder.settings.retention.trash.milliseconds))
        }
        proceed(&round)
    }

    private func measured(_ part: TrashEntry.Part, of folder: FolderDirectories) throws -> [KeptBatch] {
        try store.kept(part, in: folder.settings.name, limit: .max).map { batch in
            guard batch.bytes == nil, !mailbox.isClosed else { return batch }
            let bytes = try footprint(part, of: batch, in: folder)
            try store.recordFootprint(bytes, of: part, batch)
            return KeptBatch(id: batch.id, finishedAt: batch.finishedAt, bytes: bytes)
        }
    }

    private func footprint(
        _ part: TrashEntry.Part, of batch: KeptBatch, in folder: FolderDirectories
    ) throws -> Int64 {
        switch part {
        case .outbox:
            guard let name = try store.batch(batch.id)?.outboxName else { return 0 }
            return try Footprint.bytes(of: name, in: folder.outbox)
        case .archive:
            guard case .archive(let path) = try store.originals(of: batch.id) else { return 0 }
            return try Footprint.bytes(of: path, in: folder.archive)
        }
    }

    // MARK: Moves

    private func proceed(_ round: inout Round) {
        let now = Clock.sinceBoot()
        round.stuck = round.stuck.filter { $0.value > now }
        guard let entries = try? store.trashOnTheWay(limit: Limits.trashRound) else { return }
        for entry in entries where !mailbox.isClosed {
            let key = entry.batchID + entry.part.rawValue
            guard let folder = folders[entry.folder], round.stuck[key] == nil else { continue }
            do {
                try Trash(store: store, folder: folder).proceed(entry)
                tell(entry)
            } catch {
                logger.error("\(printable(entry.batchName)), \(entry.part.rawValue): \(entry.step.rawValue): \(error)")
                round.stuck[key] = now + Limits.trashRetry
            }
        }
    }

    private func tell(_ entry: TrashEntry) {
        let name = "The \(entry.part.rawValue) of \(printable(entry.batchName)) (\(entry.batchID))"
        switch entry.step {
        case .leaving:
            let until = entry.expiresAt.map { ", until \($0)" } ?? ""
            let cause = entry.reason == .retention ? " after retention.\(entry.part.rawValue)" : ""
            logger.info("\(name) is in the trash\(cause)\(until).")
        case .returning: logger.info("\(name) is back.")
        case .going: logger.info("\(name) is deleted.")
        case .kept, .gone: break
        }
        guard entry.part == .outbox, let batch = try? store.batch(entry.batchID) else { return }
        switch entry.step {
        case .leaving: actions.removed(batch)
        case .returning where !batch.isRemoved: actions.returned(batch)
        default: break
        }
    }

    // MARK: Sleep

    /// Time until something is due; nil when nothing is.
    private func dueTime(_ round: Round) -> Duration? {
        let now = Clock.now()
        var moments = [(try? store.nextTrashExpiry()) ?? nil]
        for folder in folders.values {
            for part in TrashEntry.Part.allCases {
                let plan = KeepPlan(folder.settings.keep(part))
                guard plan.keep.age != nil else { continue }
                let oldest = (try? store.oldestKept(part, in: folder.settings.name)) ?? nil
                moments.append(oldest.flatMap(plan.end))
            }
        }
        let waits = moments.compactMap(\.self).map { Duration.milliseconds(max(0, $0.milliseconds - now.milliseconds)) }
        let retries = round.stuck.values.map { max(.zero, $0 - Clock.sinceBoot()) }
        return (waits + retries).min()
    }
}

extension WatchFolder {
    /// What the folder says of a part.
    public func keep(_ part: TrashEntry.Part) -> WatchFolder.Keep {
        switch part {
        case .outbox: retention.outbox
        case .archive: retention.archive
        }
    }
}
