import Folders
import Glibc
import Linux
import Logging
import Model
import Store
import Synchronization
import TestSupport

@testable import Retention

/// A watch folder with finished batches, and retention that runs over it until there is nothing left to do.
final class Scene: Sendable {
    let store: Store
    let folder: FolderDirectories
    private let heard = Mutex<[String]>([])

    static func with(
        retention: WatchFolder.Retention = WatchFolder.Retention(), trash: Duration? = nil,
        _ body: (Scene) throws -> Void
    ) throws {
        try withTemporaryDirectory { root in
            var settings = WatchFolder(name: "f", root: root, job: Job(type: .parse))
            settings.retention = retention
            if let trash { settings.retention.trash = trash }
            let scene = try Scene(settings, in: root)
            defer { scene.store.close() }
            try body(scene)
        }
    }

    private init(_ settings: WatchFolder, in root: String) throws {
        store = try Store(temporaryIn: root)
        folder = try FolderDirectories(opening: settings)
    }

    /// Waits until the clock has gone on by a millisecond or two, so that what was just made is in the past.
    func settleClock() throws {
        let start = Clock.now()
        while Clock.now() < start.adding(milliseconds: 20) { usleep(1000) }
    }

    /// One look of the stage at everything.
    func run() {
        let stage = Retention(
            store: store, folders: [folder],
            actions: RetentionActions(
                removed: { [self] batch in hear("removed \(batch.name)") },
                returned: { [self] batch in hear("returned \(batch.name)") }),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        stage.runOnce()
    }

    func told() -> [String] { heard.withLock { $0 } }

    private func hear(_ text: String) { heard.withLock { $0.append(text) } }

    /// Drops an order for the trash.
    func order(_ name: String) throws {
        try folder.trash.ensureDirectory(BytePath("control"), mode: 0o700)
        try folder.trash.directory(BytePath("control")).replace(BytePath(name), with: [], durable: false)
    }

    func remove(_ batch: Batch) throws {
        let now = Clock.now()
        try store.remove(
            batch.id, TrashEntry.Part.allCases, because: .request, at: now,
            until: now.adding(milliseconds: folder.settings.retention.trash.milliseconds))
    }

    /// A batch with a directory in the outbox that is not sealed.
    func reserve(_ name: String, ago: Int64 = 0) throws -> Batch {
        let now = Clock.now().adding(milliseconds: -ago)
        let batch = Batch(
            id: Identifier.make(.batch, at: now), folder: "f", source: .directory, name: name, entry: BytePath(name),
            outboxName: BytePath(name), job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: now)
        try store.reserve(batch)
        try folder.outbox.makeDirectories(BytePath("\(name)/control"))
        try folder.outbox.directory(BytePath(name)).replace(BytePath("status.json"), with: Array("{}".utf8))
        return batch
    }

    /// A finished batch of `a.txt` with its originals in the archive.
    @discardableResult
    func finish(_ name: String, ago: Int64 = 0, bytes: Int = 5) throws -> Batch {
        let now = Clock.now().adding(milliseconds: -ago)
        var batch = try reserve(name, ago: ago)
        batch.configuration = FrozenConfiguration(
            job: batch.job, parameters: [:], origins: [:], settings: [:], sha256: "00")
        try folder.archive.makeDirectories(BytePath(name))
        let tree = try folder.archive.directory(BytePath(name))
        try tree.replace(BytePath("a.txt"), with: [UInt8](repeating: 65, count: bytes))
        let item = SealedItem(
            index: 0, path: BytePath("a.txt"), kind: .file, signature: try tree.status(BytePath("a.txt")).signature,
            fileID: Identifier.make(.file, at: now), jobID: Identifier.make(.parseJob, at: now))
        try store.seal(batch, items: [item], at: now)
        _ = try store.claimItems(of: batch.id, limit: 1, at: now)
        _ = try store.settle([
            .finished(batchID: batch.id, index: 0, outcome: ItemOutcome(state: .succeeded, sha256: "ab"), at: now)
        ])
        _ = try store.conclude(batch.id, status: .completed, failure: nil, at: now)
        try store.recordOriginals(batch.id, .archive(BytePath(name)))
        try store.markDone(batch.id)
        return try store.batch(batch.id) ?? batch
    }
}

/// Makes a symbolic link.
func link(_ target: String, _ path: String) throws {
    guard symlink(target, path) == 0 else { throw SystemError(code: errno, call: "symlink", subject: path) }
}
