import Glibc
import Linux
import Model
import Store
import TestSupport
import Testing

@testable import Intake

@Suite struct OneShotTests {
    private func seal(_ root: String, job: String? = nil, prepare: (Directory) throws -> Void = { _ in }) throws -> (
        Store, Batch
    ) {
        let directory = try Directory(path: root)
        try directory.makeDirectory(BytePath("drop"))
        let tree = try directory.directory(BytePath("drop"))
        if let job { try tree.create(BytePath("job.json")).write(Array(job.utf8)) }
        try prepare(tree)
        let store = try Store(temporaryIn: root)
        let once = OneShot(
            store: store, folder: WatchFolder(name: "once", root: root, job: Job(type: .parse)), configurations: [:],
            commandLine: CommandLineChoices(maxConcurrency: 2), steering: .replies(IntakeBench.parse))
        let batch = Batch(
            id: "bat-1", folder: "once", source: .inPlace, name: "drop", entry: .here, outboxName: BytePath("out"),
            job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: Timestamp(milliseconds: 0))
        return (store, try once.seal(tree, as: batch))
    }

    @Test func `A directory is sealed where it lies and as it is`() throws {
        try withTemporaryDirectory { root in
            let (store, batch) = try seal(root, job: #"{"priority": 2}"#) { tree in
                for name in ["b.txt", "a.txt", "c.part", ".DS_Store"] { try tree.create(BytePath(name)).write([1]) }
            }
            #expect(batch.status == .pending)
            #expect(batch.priority == 2)
            #expect(batch.maxConcurrency == 2)
            #expect(batch.intake.ignored == [".DS_Store", "c.part"])
            let items = try store.items(of: batch.id, from: 0, limit: 10)
            #expect(items.map(\.sealed.path.display) == ["a.txt", "b.txt"])
            #expect(Set(items.map(\.sealed.fileID)).count == 2)
        }
    }

    @Test func `A directory without a document is a failed batch`() throws {
        try withTemporaryDirectory { root in
            let (_, batch) = try seal(root)
            #expect(batch.failure?.code == .validationError)
            #expect(batch.phase == .publish)
        }
    }

    @Test func `A refused job file is thrown and recorded`() throws {
        try withTemporaryDirectory { root in
            let failure = #expect(throws: Failure.self) {
                _ = try seal(root, job: #"{"config": {"job": {"type": "embedd"}}}"#)
            }
            #expect(failure?.message.contains("embed") == true)
        }
    }

    @Test func `A large tree is walked in little time`() throws {
        try withTemporaryDirectory { root in
            let directory = try Directory(path: root)
            for outer in 0..<100 {
                try directory.makeDirectory(BytePath("d\(outer)"))
                let inner = try directory.directory(BytePath("d\(outer)"))
                for file in 0..<100 { _ = try inner.create(BytePath("document \(file).txt")) }
            }
            var walk = Walk(rules: NameRules(), marker: BytePath("_READY"))
            var items = 0
            let took = try processorTime { try walk.run(directory) { if $0.role == .item { items += 1 } } }
            print("10,000 files walked in \(took)")
            #expect(items == 10_000)
            #expect(took < .seconds(5))
        }
    }
}
