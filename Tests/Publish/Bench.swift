import Folders
import Foundation
import Linux
import Model
import Store
import Synchronization
import TestSupport

@testable import Publish

/// A watch folder with real directories, a real store and one claimed batch, to be published.
final class Bench: Sendable {
    let root: String
    let store: Store
    let folder: FolderDirectories
    let finished = Mutex<[String]>([])
    /// Called when a batch is finished.
    let whenFinished = Mutex<(@Sendable () -> Void)?>(nil)
    let log = LogBook()
    /// The step after which the publisher is interrupted, and how often it did it.
    let interrupt: FinalStep?

    private let clock = Mutex(Samples.after(100))

    init(_ root: String, interrupt: FinalStep? = nil, _ change: (inout WatchFolder) -> Void = { _ in }) throws {
        self.root = root
        self.interrupt = interrupt
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        var settings = WatchFolder(name: "invoices", root: root, job: Job(type: .parse))
        change(&settings)
        for path in [settings.inbox, settings.outbox, settings.archive] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        folder = try FolderDirectories(opening: settings)
        store = try Store(temporaryIn: root)
    }

    struct Interrupted: Error {}

    /// A publisher as after a start of the agent; `isInterrupted` makes it stop after the chosen step, as a crash would.
    func publisher(isInterrupted: Bool = false) -> Publisher {
        Publisher(
            Surroundings(
                store: store,
                places: { [folder] batch in
                    BatchPlaces(
                        outbox: try folder.outbox(of: batch), folderOutbox: folder.outbox,
                        permissions: folder.settings.permissions, group: folder.publishingGroup,
                        originals: batch.source == .inPlace ? .inPlace : .claimed(folder))
                },
                beforeArchive: { _ in }, finished: { [weak self] batch in self?.note(batch) }, key: [1, 2, 3],
                logger: log.logger,
                clock: { [weak self] in self?.clock.withLock { $0 } ?? Samples.start },
                probe: { [interrupt] step in
                    if isInterrupted, step == interrupt { throw Interrupted() }
                }))
    }

    private func note(_ batch: Batch) {
        finished.withLock { $0.append(batch.id) }
        whenFinished.withLock { $0 }?()
    }

    /// Reserves a batch and its outbox directory.
    func reserve(_ id: String = Samples.id, name: String = "March") throws -> Batch {
        var batch = Batch(
            id: id, folder: "invoices", source: .directory, name: name, entry: BytePath(name),
            outboxName: BytePath(name), job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: Samples.start)
        batch.configuration = Samples.configuration
        try folder.outbox.makeDirectories(BytePath(name))
        try store.reserve(batch)
        return batch
    }

    /// Claims a tree of three files and seals it; the last two are still to be finished.
    func seal(_ batch: Batch) throws {
        let claim = BytePath(batch.id)
        try folder.work.makeDirectories(claim.appending("tree/sub"))
        let files = [
            ("claim.json", "{}"), ("tree/a.pdf", "one"), ("tree/sub/b.pdf", "two"), ("tree/.DS_Store", "litter"),
        ]
        for (path, text) in files {
            try folder.work.create(claim.appending(path)).write(Array(text.utf8))
        }
        var sealed = batch
        sealed.sealedAt = Samples.after(1)
        sealed.counts.total = 3
        try store.seal(sealed, items: Samples.items.map(\.sealed), at: Samples.after(1))
    }

    /// Settles every item, as in the samples or all of them well.
    func settle(_ id: String = Samples.id, allWell: Bool = false) throws {
        let claimed = try store.claimItems(of: id, limit: 10, at: Samples.after(2))
        for item in claimed.map(\.item) {
            let sample = Samples.items[item.sealed.index]
            guard let outcome = allWell ? Samples.succeeded.outcome : sample.outcome else { continue }
            _ = try store.settle([
                .started(batchID: id, index: item.sealed.index, at: Samples.after(3)),
                .finished(batchID: id, index: item.sealed.index, outcome: outcome, at: Samples.after(4)),
            ])
        }
    }

    /// Every entry below the root, except the store's, with its content.
    func snapshot() throws -> [String: String] {
        var found: [String: String] = [:]
        guard let all = FileManager.default.enumerator(atPath: root) else { return found }
        for case let path as String in all
        where path.hasPrefix("inbox") || path.hasPrefix("outbox")
            || path.hasPrefix("archive") || path.hasPrefix(".dropmill")
        {
            let isDirectory = all.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
            found[path] = isDirectory ? "/" : try read(path)
        }
        return found
    }

    func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: root + "/" + path)), as: UTF8.self)
    }

    func json(_ path: String) throws -> JSONValue { try JSONParser.parse(Array(read(path).utf8)) }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + "/" + path) }
}
