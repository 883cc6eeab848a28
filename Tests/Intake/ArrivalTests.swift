import Glibc
import Linux
import Model
import TestSupport
import Testing

@testable import Intake

/// What came whole: renamed in, marked, or renamed from a partial name.
@Suite struct ArrivalTests {
    @Test func `A directory renamed in is sealed at once, in natural order, without litter`() throws {
        try withBench {
            $0.batchSettle = .seconds(100); $0.settle = .seconds(100)
        } _: { bench in
            for name in ["scan10.pdf", "scan2.pdf", "a/b.txt", ".DS_Store", "__MACOSX/x.pdf"] {
                try bench.write("made/drop/\(name)")
            }
            try bench.drop("drop")
            let batch = try bench.sealed("drop")
            #expect(try bench.items(of: batch) == ["a/b.txt", "scan2.pdf", "scan10.pdf"])
            #expect(batch.counts.total == 3)
            #expect(bench.offers.take(timeout: .seconds(5)).map(\.id) == [batch.id])
            #expect(batch.intake.ignored == [".DS_Store", "__MACOSX"])
            #expect(!bench.exists("inbox/drop"))
            #expect(bench.exists(".dropmill/work/\(batch.id)/tree/__MACOSX/x.pdf"))
            #expect(bench.exists("outbox/drop/control"))
        }
    }

    @Test func `Entries that are not files are items and are never opened`() throws {
        try withBench { bench in
            try bench.write("made/drop/a.txt")
            #expect(Glibc.symlink("/etc/passwd", bench.root + "/made/drop/link") == 0)
            #expect(Glibc.symlink(".", bench.root + "/made/drop/loop") == 0)
            #expect(Glibc.mkfifo(bench.root + "/made/drop/pipe", 0o600) == 0)
            try bench.drop("drop")
            let batch = try bench.sealed("drop")
            let kinds = try bench.store.items(of: batch.id, from: 0, limit: 10).map(\.sealed.kind)
            #expect(kinds == [.file, .symlink, .symlink, .fifo])
        }
    }

    @Test func `Any name the kernel allows works`() throws {
        try withBench { bench in
            let long = String(repeating: "n", count: 255)
            let names = [
                BytePath("a\nb.txt"), BytePath("-rf"), BytePath(long), BytePath(bytes: [0x66, 0xFF]),
                BytePath("e\u{301}.txt"), BytePath("\u{E9}.txt"),
            ]
            let made = try Directory(path: bench.root)
            for odd in [
                BytePath("made").appending(BytePath(long)), BytePath(bytes: Array("made/".utf8) + [0xFF, 0x2E]),
            ] {
                try made.makeDirectories(odd)
                for name in names { try made.open(odd.appending(name), flags: 0o101).write(Array("x".utf8)) }
                try made.rename(odd, to: made, BytePath("inbox").appending(odd.name), replacing: false)
                bench.hint(odd.name, .arrived)
                let batch = try bench.next("sealed") { $0.entry == odd.name && $0.sealedAt != nil }
                let found = try bench.store.items(of: batch.id, from: 0, limit: 10).map(\.sealed.path)
                #expect(Set(found) == Set(names))
            }
        }
    }

    @Test func `The marker completes a directory that is still young`() throws {
        try withBench {
            $0.batchSettle = .seconds(100); $0.settle = .seconds(100)
        } _: { bench in
            try bench.write("inbox/drop/a.txt")
            try bench.write("inbox/drop/b.txt.part")
            bench.hint("drop")
            let open = try bench.next("held") { $0.status == .uploading && $0.counts.total == 1 }
            #expect(open.intake.blockedBy == ["b.txt.part: unfinished transfer"])
            try bench.write("inbox/drop/_READY", "")
            bench.hint("drop/_READY", .closed)
            let batch = try bench.sealed("drop")
            #expect(try bench.items(of: batch) == ["a.txt"])
            #expect(batch.intake.ignored == ["b.txt.part"])
            #expect(bench.exists(".dropmill/work/\(batch.id)/tree/_READY"))
            let hasLate = try bench.intake.collectSupplements(of: batch)
            #expect(!hasLate)
        }
    }

    @Test func `With marker mode on a directory renamed in waits for its marker`() throws {
        try withBench {
            $0.seal = .marker; $0.marker = "done"
        } _: { bench in
            try bench.write("made/drop/a.txt")
            try bench.drop("drop")
            let open = try bench.next("held") { !$0.intake.blockedBy.isEmpty }
            #expect(open.intake.blockedBy == ["done: not there yet"])
            try bench.write("inbox/drop/done")
            bench.hint("drop/done", .closed)
            #expect(try bench.items(of: bench.sealed("drop")) == ["a.txt"])
        }
    }

    @Test func `A partial name gets no outbox directory, and losing it completes the file`() throws {
        try withBench {
            $0.settle = .seconds(100)
        } _: { bench in
            try bench.write("inbox/scan.pdf.part")
            bench.hint("scan.pdf.part", .closed)
            try bench.move("inbox/scan.pdf.part", to: "inbox/scan.pdf")
            bench.hint("scan.pdf", .renamed(from: BytePath("scan.pdf.part")))
            let batch = try bench.sealed("scan.pdf")
            #expect(try bench.names(in: "outbox") == ["scan.pdf"])
            #expect(bench.exists(".dropmill/work/\(batch.id)/tree/scan.pdf"))
            #expect(batch.source == .file)
        }
    }

    @Test func `An empty file was taken while its download went on under a partial name beside it`() throws {
        for partial in ["scan.pdf.part", "scan.x7Yd21aB.pdf.part", "scan.pdf.crdownload"] {
            try withBench {
                $0.settle = .seconds(100)
            } _: { bench in
                try bench.write("inbox/scan.pdf", "")
                try bench.write("inbox/\(partial)")
                bench.hint("scan.pdf", .closed)
                let open = try bench.next("held") { !$0.intake.blockedBy.isEmpty }
                #expect(open.intake.blockedBy == ["\(partial): unfinished transfer"])
                #expect(rename("\(bench.root)/inbox/\(partial)", "\(bench.root)/inbox/scan.pdf") == 0)
                bench.hint("scan.pdf", .renamed(from: BytePath(partial)))
                #expect(try bench.items(of: bench.sealed("scan.pdf")) == ["scan.pdf"])
            }
        }
    }

    @Test func `Two batches of one name get two outbox directories`() throws {
        try withBench { bench in
            for expected in ["drop", "drop (2)"] {
                try bench.write("made/drop/a.txt")
                try bench.drop("drop")
                #expect(try bench.sealed("drop").outboxName == BytePath(expected))
            }
        }
    }

    @Test func `A marked directory without a document is a failed batch`() throws {
        try withBench { bench in
            try bench.write("made/drop/_READY")
            try bench.drop("drop")
            let batch = try bench.sealed("drop")
            #expect(batch.failure?.code == .validationError)
            #expect(batch.counts.total == 0)
        }
    }
}
