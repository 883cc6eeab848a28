import Glibc
import Linux
import Model
import TestSupport
import Testing

@testable import Intake

/// What grows in the inbox before it is complete.
@Suite struct GrowthTests {
    @Test func `An empty directory reserves a batch, and its renames are followed`() throws {
        try withBench { bench in
            try bench.make("inbox/New folder")
            bench.hint("New folder")
            let first = try bench.next("reserved") { $0.name == "New folder" }
            #expect(first.status == .uploading)
            #expect(first.counts.total == 0)
            #expect(bench.exists("outbox/New folder/control"))
            try bench.move("inbox/New folder", to: "inbox/Invoices")
            bench.hint("Invoices", .renamed(from: BytePath("New folder")))
            let renamed = try bench.next("renamed") { $0.name == "Invoices" }
            #expect(renamed.id == first.id)
            #expect(renamed.phase == .open)
            #expect(try bench.names(in: "outbox") == ["Invoices"])
        }
    }

    @Test func `A rename without an event is recognised by its inode`() throws {
        try withBench { bench in
            try bench.make("inbox/old")
            bench.hint("old")
            let first = try bench.next("reserved") { $0.name == "old" }
            try bench.move("inbox/old", to: "inbox/new")
            bench.hint(.here, .rescan)
            #expect(try bench.next("renamed") { $0.name == "new" }.id == first.id)
        }
    }

    @Test func `A directory that grows is counted live and sealed when it is quiet`() throws {
        try withBench { bench in
            try bench.write("inbox/drop/a.txt")
            bench.hint("drop")
            _ = try bench.next("counted") { $0.status == .uploading && $0.counts.total == 1 }
            try bench.write("inbox/drop/sub/b.txt")
            bench.hint("drop/sub/b.txt", .closed)
            let batch = try bench.sealed("drop")
            #expect(try bench.items(of: batch) == ["a.txt", "sub/b.txt"])
        }
    }

    @Test func `A file that is open for writing holds its batch until it is closed`() throws {
        try withBench { bench in
            try bench.write("inbox/drop/a.txt")
            var writer: File? = try Directory(path: bench.root).open(BytePath("inbox/drop/a.txt"), flags: O_WRONLY)
            bench.hint("drop")
            let held = try bench.next("held") { !$0.intake.blockedBy.isEmpty }
            #expect(held.intake.blockedBy == ["a.txt: still open for writing"])
            #expect(held.phase == .open)
            try writer?.write(Array("new text".utf8))
            writer = nil
            bench.hint("drop/a.txt", .closed)
            let batch = try bench.sealed("drop")
            #expect(try bench.store.items(of: batch.id, from: 0, limit: 1).first?.sealed.signature.size == 8)
        }
    }

    @Test func `A directory that vanishes before its seal is withdrawn with its outbox directory`() throws {
        try withBench { bench in
            try bench.make("inbox/drop")
            bench.hint("drop")
            _ = try bench.next("reserved") { $0.name == "drop" }
            try bench.write("outbox/drop/status.json", "{}")
            try Directory(path: bench.root).removeTree(BytePath("inbox/drop"))
            bench.hint("drop")
            _ = try bench.next("withdrawn") { $0.phase == .done }
            #expect(try bench.names(in: "outbox") == [])
        }
    }

    @Test func `An outbox directory with something of a person's stays`() throws {
        try withBench { bench in
            try bench.make("inbox/drop")
            bench.hint("drop")
            _ = try bench.next("reserved") { $0.name == "drop" }
            try bench.write("outbox/drop/notes.txt")
            try Directory(path: bench.root).removeTree(BytePath("inbox/drop"))
            bench.hint("drop")
            _ = try bench.next("withdrawn") { $0.phase == .done }
            #expect(try bench.names(in: "outbox/drop") == ["control", "notes.txt"])
        }
    }

    @Test func `Loose files are a batch each`() throws {
        try withBench { bench in
            for name in ["a.txt", "b.txt"] {
                try bench.write("inbox/\(name)")
                bench.hint(name, .closed)
            }
            let sealed = try [bench.sealed("a.txt"), bench.sealed("b.txt")]
            #expect(sealed.allSatisfy { $0.source == .file && $0.counts.total == 1 })
            #expect(try bench.names(in: "outbox") == ["a.txt", "b.txt"])
            #expect(try bench.names(in: "inbox") == [])
        }
    }

    @Test func `Loose files that arrive together are one batch with the time as its name`() throws {
        try withBench {
            $0.looseFiles = .group
        } _: { bench in
            for name in ["a.txt", "b.txt"] {
                try bench.write("inbox/\(name)")
                bench.hint(name, .closed)
            }
            let batch = try bench.next("sealed") { $0.source == .group && $0.sealedAt != nil }
            #expect(batch.name.wholeMatch(of: /Batch \d{4}-\d\d-\d\d \d\d:\d\d/) != nil)
            #expect(batch.outboxName.display.wholeMatch(of: /Batch \d{4}-\d\d-\d\d \d\d\.\d\d/) != nil)
            #expect(try bench.items(of: batch) == ["a.txt", "b.txt"])
            #expect(try bench.names(in: ".dropmill/work/\(batch.id)/tree") == ["a.txt", "b.txt"])
        }
    }

    @Test func `A permanent inbox stays, and each thing in it is a batch`() throws {
        try withTemporaryDirectory { root in
            let saved = SavedConfiguration(id: "alice", type: .parse)
            let bench = try IntakeBench(
                root, configurations: ["alice": saved],
                change: {
                    $0.subfolders = .inboxes
                    $0.allowConfigurations = ["alice"]
                })
            defer { bench.stop() }
            try bench.make("inbox/alice")
            bench.hint("alice")
            try bench.write("inbox/alice/scan.txt")
            bench.hint("alice/scan.txt", .closed)
            let scan = try bench.sealed("scan.txt")
            #expect(scan.entry == BytePath("alice/scan.txt"))
            #expect(scan.job.configurationID == "alice")
            try bench.write("inbox/bob/drop/a.txt")
            bench.hint(.here, .rescan)
            let drop = try bench.sealed("drop")
            #expect(drop.job.configurationID == nil)
            #expect(try bench.names(in: "inbox") == ["alice", "bob"])
            #expect(try bench.names(in: "outbox") == ["drop", "scan.txt"])
        }
    }

    @Test func `A batch that does not become complete is stalled and shows why`() throws {
        try withBench {
            $0.maxWait = .milliseconds(300); $0.partialMaxAge = .milliseconds(600)
        } _: { bench in
            try bench.write("inbox/drop/a.txt")
            try bench.write("inbox/drop/b.part")
            bench.hint("drop")
            let stalled = try bench.next("stalled") { $0.status == .stalled }
            #expect(stalled.failure?.message.contains("b.part") == true)
            try Directory(path: bench.root).unlink(BytePath("inbox/drop/b.part"))
            bench.hint("drop/b.part")
            #expect(try bench.items(of: bench.sealed("drop")) == ["a.txt"])
        }
    }

}
