import Folders
import Linux
import Logging
import Model
import Store
import TestSupport
import Testing

@testable import Intake

/// A restart joins the store with what lies on the disk.
@Suite struct RecoveryTests {
    private func batch(_ id: String, _ name: String, source: Batch.Source = .directory) -> Batch {
        Batch(
            id: id, folder: "papers", source: source, name: name, entry: BytePath(name), outboxName: BytePath(name),
            job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: Timestamp(milliseconds: 0))
    }

    private func withFolder(_ body: (String, FolderDirectories, Store) throws -> Void) throws {
        try withTemporaryDirectory { root in
            let settings = WatchFolder(name: "papers", root: root, job: Job(type: .parse))
            try body(root, FolderDirectories(opening: settings), Store(temporaryIn: root))
        }
    }

    private func claim(_ batch: Batch, in directories: FolderDirectories) throws {
        try directories.inbox.makeDirectory(batch.entry)
        try directories.inbox.create(batch.entry.appending("a.txt")).write(Array("text".utf8))
        let record = ClaimRecord(batch, ignored: [])
        try Claim(directories: directories).prepare(record, items: [])
        try Claim(directories: directories).take(record, names: [])
    }

    @Test func `A claim the store does not know is put back and starts anew`() throws {
        try withFolder { root, directories, store in
            try claim(batch("bat-lost", "drop"), in: directories)
            let bench = try IntakeBench(root, store: store)
            defer { bench.stop() }
            let sealed = try bench.sealed("drop")
            #expect(sealed.id != "bat-lost")
            #expect(try bench.names(in: ".dropmill/work") == [sealed.id])
        }
    }

    @Test func `A batch that was claimed but not sealed keeps its id`() throws {
        try withFolder { root, directories, store in
            let open = batch("bat-1", "drop")
            try store.reserve(open)
            try directories.outbox.makeDirectories(BytePath("drop/control"))
            try claim(open, in: directories)
            let bench = try IntakeBench(root, store: store)
            defer { bench.stop() }
            #expect(try bench.sealed("drop").id == "bat-1")
            #expect(try bench.names(in: "outbox") == ["drop"])
        }
    }

    @Test func `A claim whose name is taken waits in work and is sealed there`() throws {
        try withFolder { root, directories, store in
            let open = batch("bat-1", "drop")
            try store.reserve(open)
            try directories.outbox.makeDirectories(BytePath("drop/control"))
            try claim(open, in: directories)
            try directories.inbox.makeDirectory(BytePath("drop"))
            let bench = try IntakeBench(root, store: store)
            defer { bench.stop() }
            let sealed = try bench.sealed("drop")
            #expect(sealed.id == "bat-1")
            #expect(try bench.items(of: sealed) == ["a.txt"])
        }
    }

    @Test func `A batch that vanished while the agent was down is withdrawn`() throws {
        try withFolder { root, directories, store in
            try store.reserve(batch("bat-1", "drop"))
            try directories.outbox.makeDirectories(BytePath("drop/control"))
            let bench = try IntakeBench(root, store: store)
            defer { bench.stop() }
            _ = try bench.next("withdrawn") { $0.id == "bat-1" && $0.phase == .done }
            #expect(try bench.names(in: "outbox") == [])
        }
    }

    @Test func `A reservation that never came into the store is removed, a person's directory stays`() throws {
        try withFolder { root, directories, store in
            try directories.outbox.makeDirectories(BytePath("orphan/control"))
            try directories.outbox.makeDirectories(BytePath("mine"))
            let bench = try IntakeBench(root, store: store)
            defer { bench.stop() }
            try bench.write("made/drop/a.txt")
            try bench.drop("drop")
            _ = try bench.sealed("drop")
            #expect(try bench.names(in: "outbox") == ["drop", "mine"])
        }
    }

    @Test func `What lay in the inbox while the agent was down is found`() throws {
        try withFolder { root, directories, store in
            try directories.inbox.makeDirectory(BytePath("drop"))
            try directories.inbox.create(BytePath("drop/a.txt")).write(Array("text".utf8))
            try directories.inbox.create(BytePath("b.txt")).write(Array("text".utf8))
            let bench = try IntakeBench(root, store: store)
            defer { bench.stop() }
            _ = try [bench.sealed("drop"), bench.sealed("b.txt")]
        }
    }

    @Test func `A directory of an in-place folder runs once and stays`() throws {
        try withTemporaryDirectory { root in
            let bench = try IntakeBench(root, change: { $0.inPlace = true })
            defer { bench.stop() }
            try bench.write("made/drop/a.txt")
            try bench.drop("drop")
            let first = try bench.sealed("drop")
            #expect(first.source == .inPlace)
            #expect(bench.exists("inbox/drop/a.txt"))
            bench.hint(.here, .rescan)
            try bench.write("made/other/a.txt")
            try bench.drop("other")
            _ = try bench.sealed("other")
            #expect(try bench.names(in: "outbox") == ["drop", "other"])
        }
    }

    @Test(arguments: WatchFolder.Subfolders.allCases)
    func `A folder in which nothing happens waits for events alone`(subfolders: WatchFolder.Subfolders) throws {
        try withTemporaryDirectory { root in
            var settings = WatchFolder(name: "papers", root: root, job: Job(type: .parse))
            settings.subfolders = subfolders
            let directories = try FolderDirectories(opening: settings)
            try directories.inbox.makeDirectories(BytePath("empty"))
            let tracker = FolderTracker(
                directories, store: try Store(temporaryIn: root), configurations: [:],
                connections: IntakeConnections(), steering: SteeringDesk(reader: .replies(IntakeBench.parse)),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            var now = Clock.sinceBoot()
            tracker.work(at: now)
            for _ in 0..<5 where tracker.due != nil {
                now += .seconds(2)
                tracker.work(at: now)
            }
            #expect(tracker.due == nil)
            #expect(tracker.candidates.count == (subfolders == .inboxes ? 0 : 1))
        }
    }

    @Test func `Base 64 comes back as it went`() {
        for count in 0..<10 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 77 + 200) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        #expect(Base64.decode("a") == nil)
        #expect(Base64.decode("a===") == nil)
        #expect(Base64.decode("a*==") == nil)
    }
}
