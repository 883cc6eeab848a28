import Agent
import ArgumentParser
import Folders
import Glibc
import Linux
import Model
import Retention
import Store

/// `dropmill rm`
struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Move a finished batch into the trash, bring it back, or delete it for good.",
        discussion: """
            Results and archived originals go together and come back together, under another name where theirs was \
            taken meanwhile. The trash keeps them for `retention.trash` of the folder (30 days unless set).

            Examples: dropmill rm invoices-march; dropmill rm --undo invoices-march; dropmill rm --purge invoices-march
            """)

    @OptionGroup var batch: BatchOptions
    @Flag(help: "Bring the batch back from the trash.")
    var undo = false
    @Flag(help: "Delete it for good, also what is in the trash of it already.")
    var purge = false
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        if undo, purge { throw Stop(.usage, "--undo and --purge exclude each other.") }
        if undo {
            guard let removed = try removedBatch(batch.batch) else { throw notFound("in the trash") }
            try removed.ask(.restore(removed.batch.id))
            return try say(removed, "is back in the outbox as \(printable(try removed.present().outboxName.display)).")
        }
        // What is in the outbox comes before what was removed under the same name.
        guard let removed = try moveToTrash() ?? (purge ? removedBatch(batch.batch) : nil) else {
            throw notFound(purge ? "in the outbox or in the trash" : "in the outbox")
        }
        guard purge else {
            let until = try removed.entries().compactMap(\.expiresAt).min()
            let end = until.map { " until \(Clock.local($0).toMinute())" } ?? ""
            return try say(removed, "is in the trash\(end). `dropmill rm --undo \(removed.batch.id)` brings it back.")
        }
        try removed.ask(.purge(removed.batch.id))
        try say(removed, "is deleted for good.")
    }

    /// Removes a batch that is in the outbox and waits until it is in the trash; nil when there is none.
    private func moveToTrash() throws -> RemovedBatch? {
        let reference: BatchReference
        do {
            reference = try BatchReference.exact(batch.batch, options: batch.agent)
        } catch let stop as Stop {
            guard stop.code == .notFound else { throw stop }
            return nil
        }
        let id = try reference.status()["id"]?.string
        try Steering.drop("DELETE", in: reference)
        guard let id, let removed = try removedBatch(id) else {
            throw Stop(.internalError, "The batch was removed; where it is, the agent's store cannot be asked.")
        }
        try removed.settle { $0.allSatisfy { $0.step != .leaving } }
        return removed
    }

    private func notFound(_ place: String) -> Stop {
        Stop(
            .notFound,
            "There is no batch \(printable(batch.batch)) \(place). `dropmill list --removed` shows the trash.")
    }

    private func removedBatch(_ name: String) throws -> RemovedBatch? {
        try RemovedBatch(name, options: batch.agent)
    }

    private func say(_ removed: RemovedBatch, _ what: String) throws {
        guard json else { return Terminal.say("\(printable(removed.batch.outboxName.display)) \(what)") }
        let now = try removed.present()
        Terminal.say(json: [
            "id": .string(now.id), "name": .string(now.name), "folder": .string(now.folder),
            "removed": .bool(now.isRemoved), "outbox": now.isRemoved ? .null : .string(now.outboxName.display),
            "trash": .array(try removed.entries().map(\.json)),
        ])
    }
}

/// A batch in the trash, as the command line sees it: through the store, and orders to the trash of its folder.
struct RemovedBatch {
    let batch: Batch
    private let path: String
    private let control: Directory

    private static let patience = Duration.seconds(10)

    /// Finds a batch that was removed by its id or name; nil when there is none.
    init?(_ text: String, options: AgentOptions) throws {
        let settings = try options.load().settings
        path = AgentPaths.store(in: settings.stateDirectory)
        guard FileExists.at(path) else { return nil }
        let store = try Store(path: path, readOnly: true)
        defer { store.close() }
        guard let batch = try Self.find(text, in: store),
            let folder = settings.folders.first(where: { $0.name == batch.folder })
        else { return nil }
        self.batch = batch
        do {
            control = try Directory(path: folder.trashPath + "/control")
        } catch {
            throw Stop(.internalError, "The trash cannot be reached; only the agent's user may: \(error)")
        }
    }

    // Retention may have taken the originals alone.
    private static func find(_ text: String, in store: Store) throws -> Batch? {
        if let removed = try store.removedBatch(matching: text) { return removed }
        guard let batch = try store.batch(matching: text) else { return nil }
        return try store.trash(of: batch.id).contains { $0.step == .kept } ? batch : nil
    }

    /// Gives an order to the trash and waits until it was followed.
    func ask(_ order: TrashOrder) throws {
        let file = BytePath(order.fileName)
        let answer = BytePath(order.fileName + TrashOrder.refusedSuffix)
        try? control.unlink(answer)
        do {
            try control.replace(file, with: [], mode: 0o600, durable: false)
        } catch {
            throw Stop(.internalError, "The order cannot be written: \(error)")
        }
        try wait(for: order.fileName) { !control.contains(file) }
        if let reason = Patience.refusal(of: order.fileName, in: control) {
            try? control.unlink(answer)
            throw Stop(.internalError, reason)
        }
        try settle { entries in entries.allSatisfy { $0.step == .gone || $0.step == .kept } }
    }

    /// Waits until what was removed of the batch is as told.
    func settle(_ isThere: ([TrashEntry]) -> Bool) throws {
        try wait(for: "it") { isThere(try entries()) }
    }

    /// What the store knows of its trash.
    func entries() throws -> [TrashEntry] { try read { try $0.trash(of: batch.id) } }

    /// The batch as it is now.
    func present() throws -> Batch { try read { try $0.batch(batch.id) } ?? batch }

    private func read<Value>(_ body: (Store) throws -> Value) throws -> Value {
        let store = try Store(path: path, readOnly: true)
        defer { store.close() }
        return try body(store)
    }

    private func wait(for what: String, until isDone: () throws -> Bool) throws {
        guard try Patience.wait(until: Clock.sinceBoot() + Self.patience, isDone) else {
            throw Stop(
                .timedOut,
                "Nobody did \(what) within \(Self.patience.milliseconds / 1000) s. Is the agent running? "
                    + "What was asked for stays and is done when it starts.")
        }
    }
}

extension TrashEntry {
    /// What `--json` shows of it.
    var json: JSONValue {
        [
            "part": .string(part.rawValue), "step": .string(step.rawValue), "reason": .string(reason.rawValue),
            "path": .string(path.display), "removed_at": .string(removedAt.description),
            "expires_at": .optional(expiresAt?.description),
        ]
    }
}
