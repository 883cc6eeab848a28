import Foundation
import Linux
import Model
import TestSupport
import Testing

@testable import Publish

/// A directory on another mount than the temporary ones, where this machine has one.
private let otherMount: String? = {
    let candidate = "/dev/shm"
    guard let there = try? Directory(path: candidate).status().mount,
        let here = try? Directory(path: NSTemporaryDirectory()).status().mount, there != here,
        FileManager.default.isWritableFile(atPath: candidate)
    else { return nil }
    return candidate
}()

@Suite(.enabled(if: otherMount != nil)) struct TreeCopyTests {
    private func withArchiveElsewhere(_ body: (Bench) throws -> Void, interrupt: FinalStep? = nil) throws {
        let archive = (otherMount ?? "") + "/dropmill-test-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: archive) }
        try withTemporaryDirectory { root in
            try body(try Bench(root, interrupt: interrupt) { $0.archive = archive })
        }
    }

    @Test(arguments: [nil, .reserved, .moved, .cleared] as [FinalStep?])
    func anArchiveOnAnotherMountGetsTheSameTree(interrupt: FinalStep?) throws {
        try withArchiveElsewhere(
            { bench in
                try bench.seal(bench.reserve())
                let tree = bench.root + "/.dropmill/work/\(Samples.id)/tree"
                try FileManager.default.createSymbolicLink(atPath: tree + "/link", withDestinationPath: "a.pdf")
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o604, .modificationDate: Date(timeIntervalSince1970: 1_000_000)],
                    ofItemAtPath: tree + "/a.pdf")
                try bench.settle()
                if interrupt != nil { try? bench.publisher(isInterrupted: true).publishNow(Samples.id) }
                try bench.publisher().publishNow(Samples.id)
                let archived = try bench.folder.archive.directory(BytePath("March"))
                #expect(
                    try archived.entries().map(\.name.display).sorted() == [".DS_Store", "a.pdf", "link", "sub"])
                #expect(try archived.contents(of: BytePath("sub/b.pdf"), limit: 10) == Array("two".utf8))
                let status = try archived.status(BytePath("a.pdf"))
                #expect(status.mode == 0o604)
                #expect(status.signature.modified == 1_000_000_000_000_000)
                #expect(try archived.status(BytePath("link")).kind == .symlink)
                #expect(try bench.folder.archive.entries().count == 1)
                #expect(!bench.exists(".dropmill/work/\(Samples.id)"))
            }, interrupt: interrupt)
    }

    @Test func aCopyThatWasFinishedIsNotMadeTwice() throws {
        try withArchiveElsewhere { bench in
            try bench.seal(bench.reserve())
            // As after a crash between the end of the copy and the deletion of the originals.
            try bench.folder.archive.makeDirectories(BytePath("March/sub"))
            for (path, text) in [("a.pdf", "one"), ("sub/b.pdf", "two"), (".DS_Store", "litter")] {
                try bench.folder.archive.create(BytePath("March/" + path)).write(Array(text.utf8))
            }
            try bench.store.recordOriginals(Samples.id, .archive(BytePath("March")))
            try bench.settle()
            try bench.publisher().publishNow(Samples.id)
            #expect(try bench.folder.archive.entries().map(\.name.display) == ["March"])
            #expect(!bench.exists(".dropmill/work/\(Samples.id)"))
        }
    }

    @Test func somebodyElsesDirectoryIsNotTakenForOurs() throws {
        try withArchiveElsewhere { bench in
            try bench.seal(bench.reserve())
            try bench.folder.archive.makeDirectories(BytePath("March/theirs"))
            try bench.store.recordOriginals(Samples.id, .archive(BytePath("March")))
            try bench.settle()
            try bench.publisher().publishNow(Samples.id)
            #expect(bench.folder.archive.contains(BytePath("March/theirs")))
            #expect(bench.folder.archive.contains(BytePath("March (2)/sub/b.pdf")))
        }
    }
}
