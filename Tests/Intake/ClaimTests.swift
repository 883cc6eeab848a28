import Folders
import Glibc
import Linux
import Model
import Store
import TestSupport
import Testing

@testable import Intake

/// What happens between the last look and the seal, and what is refused.
@Suite struct ClaimTests {
    @Test func `A refused job file keeps the batch in the inbox until it is corrected`() throws {
        try withBench { bench in
            try bench.write("made/drop/a.txt")
            try bench.write("made/drop/job.json", #"{"priorty": 3}"#)
            try bench.drop("drop")
            let refused = try bench.next("refused") { $0.refused }
            #expect(refused.status == .failed)
            #expect(refused.failure?.message.contains("unknown key priorty") == true)
            #expect(bench.exists("inbox/drop/a.txt"))
            try bench.write("inbox/drop/job.json", #"{"priority": 3, "name": "May"}"#)
            bench.hint("drop/job.json", .closed)
            let batch = try bench.sealed("May")
            #expect(batch.id == refused.id)
            #expect(batch.priority == 3)
            #expect(try bench.items(of: batch) == ["a.txt"])
            #expect(bench.exists(".dropmill/work/\(batch.id)/tree/job.json"))
        }
    }

    @Test func `A refused batch is looked at again when a person asks`() throws {
        try withTemporaryDirectory { root in
            let asked = Mailbox<Bool>()
            let bench = try IntakeBench(
                root,
                steering: { file, name in
                    asked.put(true)
                    return try IntakeBench.parse(file, name)
                })
            defer { bench.stop() }
            try bench.write("made/drop/a.txt")
            try bench.write("made/drop/job.json", "{")
            try bench.drop("drop")
            let refused = try bench.next("refused") { $0.refused }
            #expect(refused.failure?.message.contains("line 1") == true)
            bench.intake.mailbox.put(.retry(refused.id))
            _ = try bench.next("opened again") { $0.id == refused.id && !$0.refused && $0.seq >= refused.seq }
            #expect(try bench.next("refused again") { $0.refused && $0.id == refused.id }.status == .failed)
            #expect(asked.take().count == 2)
        }
    }

    @Test func `A batch larger than the folder allows is refused with the figures`() throws {
        try withBench {
            $0.limits.maxFiles = 1
        } _: { bench in
            try bench.write("made/drop/a.txt")
            try bench.write("made/drop/b.txt")
            try bench.drop("drop")
            let refused = try bench.next("refused") { $0.refused }
            #expect(refused.failure?.code == .tooManyFiles)
            #expect(refused.failure?.message == "Batch size exceeds maximum allowed")
            #expect(refused.failure?.details["max_allowed"] == 1)
            #expect(refused.failure?.details["requested"] == 2)
        }
    }

    @Test func `A tree nested without end is refused`() throws {
        try withBench { bench in
            try bench.write("made/drop/" + Array(repeating: "d", count: 70).joined(separator: "/") + "/a.txt")
            try bench.drop("drop")
            #expect(try bench.next("refused") { $0.refused }.failure?.code == .tooManyFiles)
        }
    }

    @Test func `A refused batch stays refused as long as nothing changes, and starts when it is made legal`() throws {
        try withBench {
            $0.limits.maxFiles = 1
        } _: { bench in
            for name in ["a.txt", "b.txt"] { try bench.write("made/drop/\(name)") }
            try bench.write("made/deep/" + Array(repeating: "d", count: 70).joined(separator: "/") + "/a.txt")
            try bench.drop("drop")
            try bench.drop("deep")
            let refused = try ["drop", "deep"].map { name in
                try bench.next("refused") { $0.refused && $0.name == name }
            }
            let seen = try refused.map { try bench.store.batch($0.id)?.seq }
            bench.hint(.here, .rescan)
            try bench.write("made/other/a.txt")
            try bench.drop("other")
            _ = try bench.sealed("other")
            #expect(try refused.map { try bench.store.batch($0.id)?.seq } == seen)
            let inbox = bench.directories.inbox
            try inbox.unlink(BytePath("drop/b.txt"))
            try inbox.removeTree(BytePath("deep/d"))
            try bench.write("inbox/deep/a.txt")
            bench.hint("drop/b.txt")
            bench.hint("deep/a.txt", .closed)
            #expect(try [bench.sealed("drop").id, bench.sealed("deep").id] == refused.map(\.id))
        }
    }

    @Test func `Nothing is claimed while the disk is full, and it starts by itself`() throws {
        try withTemporaryDirectory { root in
            let isFull = Mailbox<Bool>()
            isFull.put(true)
            let bench = try IntakeBench(
                root,
                holdsClaims: { _ in
                    isFull.take(timeout: .zero).isEmpty
                        ? nil : Batch.Throttle(reason: "no space", resumeAt: Clock.now().adding(milliseconds: 100))
                })
            defer { bench.stop() }
            try bench.write("made/drop/a.txt")
            try bench.drop("drop")
            let held = try bench.next("held") { $0.status == .throttled }
            #expect(held.throttle?.reason == "no space")
            #expect(held.statusV2 == "THROTTLED")
            #expect(try bench.sealed("drop").throttle == nil)
        }
    }

    @Test func `What a writer adds to a claimed tree becomes a batch of its own`() throws {
        try withBench { bench in
            try bench.write("made/drop/a.txt")
            try bench.drop("drop")
            let batch = try bench.sealed("drop")
            let hasLate = try bench.intake.collectSupplements(of: batch)
            #expect(!hasLate)
            try bench.write(".dropmill/work/\(batch.id)/tree/sub/late.txt")
            try bench.write(".dropmill/work/\(batch.id)/tree/.DS_Store")
            let hasLateNow = try bench.intake.collectSupplements(of: batch)
            #expect(hasLateNow)
            bench.hint(.here, .rescan)
            let late = try bench.sealed("drop (2)")
            #expect(try bench.items(of: late) == ["sub/late.txt"])
            #expect(bench.exists(".dropmill/work/\(batch.id)/tree/.DS_Store"))
            #expect(!bench.exists(".dropmill/work/\(batch.id)/tree/sub/late.txt"))
        }
    }

    /// Runs `meddle` once between the last look at a batch and its claim, while its job file is read.
    private func withMeddling(
        _ meddle: @escaping @Sendable (String) throws -> Void, _ body: (IntakeBench) throws -> Void
    ) throws {
        try withTemporaryDirectory { root in
            let chance = Mailbox<Bool>()
            chance.put(true)
            let bench = try IntakeBench(
                root,
                steering: { file, name in
                    if !chance.take(timeout: .zero).isEmpty { try meddle(root) }
                    return try IntakeBench.parse(file, name)
                })
            defer { bench.stop() }
            try bench.write("made/drop/a.txt")
            try bench.write("made/drop/job.json", "{}")
            try body(bench)
        }
    }

    @Test func `A file that is changed before the claim sends the batch back, and it comes again whole`() throws {
        try withMeddling { root in
            let file = try Directory(path: root).open(BytePath("inbox/drop/a.txt"), flags: O_WRONLY | O_APPEND)
            try file.write(Array("more".utf8))
        } _: { bench in
            try bench.drop("drop")
            let batch = try bench.sealed("drop")
            #expect(try bench.store.items(of: batch.id, from: 0, limit: 1).first?.sealed.signature.size == 8)
            #expect(try bench.names(in: ".dropmill/work") == [batch.id])
            #expect(try bench.names(in: "outbox") == ["drop"])
        }
    }

    @Test func `A writer that comes before the claim is waited for`() throws {
        let writers = Mailbox<File>()
        try withMeddling { root in
            writers.put(try Directory(path: root).open(BytePath("inbox/drop/a.txt"), flags: O_WRONLY))
        } _: { bench in
            try bench.drop("drop")
            let held = try bench.next("held") { !$0.intake.blockedBy.isEmpty }
            #expect(held.intake.blockedBy == ["a.txt: still open for writing"])
            #expect(bench.exists("inbox/drop/a.txt"))
            for writer in writers.take(timeout: .zero) { try writer.write(Array("new text".utf8)) }
            bench.hint("drop/a.txt", .closed)
            #expect(try bench.sealed("drop").id == held.id)
        }
    }

    @Test func `A file that comes between the last look and the claim becomes a batch of its own`() throws {
        try withMeddling { root in
            try Directory(path: root).create(BytePath("inbox/drop/late.txt")).write(Array("late".utf8))
        } _: { bench in
            try bench.drop("drop")
            #expect(try bench.items(of: bench.sealed("drop")) == ["a.txt"])
            bench.hint(.here, .rescan)
            #expect(try bench.items(of: bench.sealed("drop (2)")) == ["late.txt"])
        }
    }

    @Test func `A claim says which files it took`() throws {
        try withBench { bench in
            try bench.write("made/drop/a.txt", "12345")
            try bench.drop("drop")
            let batch = try bench.sealed("drop")
            let claim = try bench.directories.claimDirectory(of: batch.id)
            let json = try JSONParser.parse(claim.contents(of: FolderDirectories.claimName, limit: 10_000))
            #expect(json["id"]?.string == batch.id)
            #expect(json["items"]?.array?.first?["path"] == "a.txt")
            #expect(json["items"]?.array?.first?["size"] == 5)
            #expect(json["configuration_sha256"]?.string == batch.configuration?.sha256)
            #expect(ClaimRecord(in: claim)?.entry == BytePath("drop"))
        }
    }

    @Test(arguments: ["changed", "removed", "opened"])
    func `A file that was touched during the claim is noticed`(how: String) throws {
        try withTemporaryDirectory { root in
            let tree = try Directory(path: root)
            for name in ["a.txt", "b.txt"] { try tree.create(BytePath(name)).write(Array("old".utf8)) }
            let walk = Walk(rules: NameRules(), marker: nil)
            var items: [WalkEntry] = []
            var first = walk
            try first.run(tree) { items.append($0) }
            #expect(try Verification(of: tree, items: items, known: [], walk: walk).difference == nil)
            var writer: File?
            switch how {
            case "changed": try tree.open(BytePath("b.txt"), flags: O_WRONLY | O_APPEND).write(Array("new".utf8))
            case "removed": try tree.unlink(BytePath("b.txt"))
            default: writer = try tree.open(BytePath("b.txt"), flags: O_WRONLY)
            }
            let difference = try Verification(of: tree, items: items, known: [], walk: walk).difference
            #expect(difference != nil)
            withExtendedLifetime(writer) {}
        }
    }

    @Test func `A claim is put back without replacing anything`() throws {
        try withTemporaryDirectory { root in
            let directories = try FolderDirectories(
                opening: WatchFolder(name: "papers", root: root, job: Job(type: .parse)))
            let claim = Claim(directories: directories)
            var batch = Batch(
                id: "bat-1", folder: "papers", source: .directory, name: "drop", entry: BytePath("drop"),
                outboxName: BytePath("drop"), job: Job(type: .parse), sourceDirectoryID: "dir-1",
                createdAt: Timestamp(milliseconds: 0))
            try directories.inbox.makeDirectories(BytePath("drop/sub"))
            let record = ClaimRecord(batch, ignored: [])
            try claim.prepare(record, items: [])
            try claim.take(record, names: [])
            try directories.inbox.makeDirectory(BytePath("drop"))
            #expect(try !claim.putBack(record))
            #expect(directories.work.contains(BytePath("bat-1/tree/sub")))
            try directories.inbox.removeDirectory(BytePath("drop"))
            #expect(try claim.putBack(record))
            #expect(directories.inbox.contains(BytePath("drop/sub")))
            #expect(!directories.work.contains(BytePath("bat-1")))

            batch.source = .group
            batch.entry = .here
            try directories.inbox.create(BytePath("a.txt")).write([1])
            let group = ClaimRecord(batch, ignored: [])
            try claim.prepare(group, items: [])
            try claim.take(group, names: [BytePath("a.txt"), BytePath("gone.txt")])
            #expect(!directories.inbox.contains(BytePath("a.txt")))
            #expect(try claim.putBack(group))
            #expect(directories.inbox.contains(BytePath("a.txt")))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "needs another user"))
    func `The command that lets the agent in is printed as a shell takes it`() {
        let failure = AccessProblem.failure(path: "/srv/in box/it's", error: nil)
        #expect(
            failure.details["command"]?.string
                == #"setfacl -R -m u:root:rwX -m d:u:root:rwX '/srv/in box/it'\''s'"#)
        #expect(AccessProblem.quoted("/srv/inbox/drop") == "/srv/inbox/drop")
    }
}
