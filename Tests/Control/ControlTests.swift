import Control
import Folders
import Glibc
import Linux
import Logging
import Model
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct ControlTests {
    /// A finished batch of `good.txt` and `bad.txt`, of which the second failed, with its originals in the archive.
    private final class Scene: Sendable {
        let store: Store
        let folder: FolderDirectories
        let id: String
        private let lookedAgain = Mutex<[String]>([])

        init(in root: String) throws {
            let now = Clock.now()
            store = try Store(temporaryIn: root)
            folder = try FolderDirectories(opening: WatchFolder(name: "f", root: root, job: Job(type: .parse)))
            var batch = Batch(
                id: Identifier.make(.batch, at: now), folder: "f", source: .directory, name: "b",
                entry: BytePath("b"), outboxName: BytePath("b"), job: Job(type: .parse), sourceDirectoryID: "dir-1",
                createdAt: now)
            id = batch.id
            try store.reserve(batch)
            try folder.outbox.makeDirectories(BytePath("b/control"))
            try folder.outbox.makeDirectories(BytePath("b/files/good.txt"))
            batch.configuration = FrozenConfiguration(
                job: batch.job, parameters: [:], origins: [:], settings: [:], sha256: "00")
            try folder.archive.makeDirectory(BytePath("b"))
            let tree = try folder.archive.directory(BytePath("b"))
            var items: [SealedItem] = []
            for (index, name) in ["bad.txt", "good.txt"].enumerated() {
                try tree.replace(BytePath(name), with: Array(name.utf8))
                let status = try tree.status(BytePath(name))
                items.append(
                    SealedItem(
                        index: index, path: BytePath(name), kind: .file, signature: status.signature,
                        fileID: Identifier.make(.file, at: now), jobID: Identifier.make(.parseJob, at: now)))
            }
            try store.seal(batch, items: items, at: now)
            _ = try store.claimItems(of: id, limit: 2, at: now)
            let failure = Failure(.corruptDocument, "bad.txt is damaged", stage: .parse)
            // sha256 of the seven bytes `bad.txt`.
            let digest = "2a5c1bb3eb8c9a4f8e1e4b0b1e0f3c7a"
            _ = try store.settle([
                .finished(batchID: id, index: 0, outcome: ItemOutcome(state: .failed, failure: failure), at: now),
                .finished(
                    batchID: id, index: 1, outcome: ItemOutcome(state: .succeeded, sha256: digest), at: now),
            ])
            _ = try store.conclude(id, status: .partiallyFailed, failure: nil, at: now)
            try store.recordOriginals(id, .archive(BytePath("b")))
            try store.markDone(id)
        }

        /// Drops a control file, lets Control read it and returns what is in the directory then.
        func drop(_ name: String) throws -> [String] {
            let control = try folder.outbox.directory(BytePath("b/control"))
            try control.replace(BytePath(name), with: [], durable: false)
            let reader = Control(
                store: store, folders: [folder],
                actions: ControlActions(
                    withdraw: { _ in }, wake: {}, lookAgain: { [self] id in lookedAgain.withLock { $0.append(id) } },
                    changed: { _ in }, reopened: { _ in }),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            reader.look(at: id)
            reader.close()
            reader.run()
            return try control.entries().map(\.name.display).sorted()
        }

        func answer(_ name: String) throws -> String {
            let control = try folder.outbox.directory(BytePath("b/control"))
            return String(decoding: try control.contents(of: BytePath(name), limit: 1000), as: UTF8.self)
        }

        func batch() throws -> Batch { try #require(try store.batch(id)) }
    }

    private func withScene(_ body: (Scene) throws -> Void) throws {
        try withTemporaryDirectory { try body(try Scene(in: $0)) }
    }

    @Test func retryBringsTheTreeBackAndLeavesSuccessesAlone() throws {
        try withScene { scene in
            let left = try scene.drop("retry.txt")
            #expect(left == [])
            let status = try scene.batch().status
            #expect(status == .pending)
            let items = try scene.store.items(of: scene.id, from: 0, limit: 10)
            #expect(items.map(\.state) == [.pending, .succeeded])
            let tree = BytePath(scene.id).appending(FolderDirectories.treeName)
            #expect(scene.folder.work.contains(tree.appending("bad.txt")))
            #expect(!scene.folder.archive.contains(BytePath("b")))
        }
    }

    @Test func aMissingOriginalRefusesTheRetryWithThatSentence() throws {
        try withScene { scene in
            try scene.folder.archive.removeTree(BytePath("b"))
            let left = try scene.drop("RETRY")
            #expect(left == ["RETRY.refused"])
            let answer = try scene.answer("RETRY.refused")
            #expect(answer.contains("originals of b are gone"))
            let status = try scene.batch().status
            #expect(status == .partiallyFailed)
        }
    }

    @Test func aChangedOriginalRefusesTheForce() throws {
        try withScene { scene in
            let left = try scene.drop("FORCE")
            #expect(left == ["FORCE.refused"])
            let answer = try scene.answer("FORCE.refused")
            #expect(answer.contains("good.txt was changed"))
            #expect(scene.folder.archive.contains(BytePath("b/good.txt")))
        }
    }

    @Test(arguments: ["RETRY.1", "RETRY.7", "PAUSE", "RESUME", "CANCEL", "STOP", "EXPORT.xlsx"])
    func whatMakesNoSenseForAFinishedBatchIsRefused(name: String) throws {
        try withScene { scene in
            let before = try scene.batch().status
            let left = try scene.drop(name)
            #expect(left == [name + ".refused"])
            let reason = try scene.answer(name + ".refused")
            #expect(!reason.isEmpty)
            let after = try scene.batch().status
            #expect(after == before)
            let last = try #require(try scene.store.events(of: scene.id, after: 0, limit: 100).last)
            #expect(last.kind == .controlRefused)
        }
    }

    @Test func deleteTellsTheStoreBeforeAnythingMoves() throws {
        try withScene { scene in
            let left = try scene.drop("DELETE.txt")
            #expect(left == [])
            let batch = try scene.batch()
            #expect(batch.isRemoved)
            #expect(batch.status == .partiallyFailed)
            let trash = try scene.store.trash(of: scene.id)
            #expect(trash.map(\.step) == [.leaving, .leaving])
            #expect(trash.allSatisfy { $0.reason == .request && $0.expiresAt != nil })
            #expect(scene.folder.outbox.contains(BytePath("b")), "moving it is the work of retention")
            let last = try #require(try scene.store.events(of: scene.id, after: 0, limit: 100).last)
            #expect(last.kind == .controlAccepted)
            // What is removed takes no orders any more: its name may be another batch's.
            let orders = try scene.drop("FORCE")
            #expect(orders == ["FORCE"])
        }
    }

    @Test func aBatchAtWorkIsNotDeleted() throws {
        try withScene { scene in
            _ = try scene.drop("RETRY")
            let left = try scene.drop("DELETE")
            #expect(left == ["DELETE.refused"])
            #expect(try scene.answer("DELETE.refused").contains("CANCEL"))
            let batch = try scene.batch()
            #expect(!batch.isRemoved)
        }
    }

    @Test func aLinkInControlIsNoOrder() throws {
        try withScene { scene in
            let control = "\(scene.folder.settings.outbox)/b/control/CANCEL"
            #expect(symlink("/etc/passwd", control) == 0)
            let left = try scene.drop(".hidden")
            #expect(left == [".hidden", "CANCEL"])
        }
    }

    @Test func aWantedExportIsInTheStoreBeforeItsFileGoes() throws {
        try withScene { scene in
            let left = try scene.drop("EXPORT.csv")
            #expect(left == [])
            let due = try scene.store.dueExports()
            #expect(due == [WantedExport(batchID: scene.id, format: .csv)])
        }
    }
}
