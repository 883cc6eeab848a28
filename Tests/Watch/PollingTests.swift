import Glibc
import Linux
import Model
import TestSupport
import Testing

@testable import Watch

/// A place whose changes are found by comparing listings.
@Suite struct PollingTests {
    private static let polled = WatchPolicy(backend: .poll, timings: quickTimings())

    @Test func changesAreFound() throws {
        try withScene(Self.polled) { scene in
            try scene.make("inbox/a/b")
            try scene.write("inbox/a/b/1.pdf")
            #expect(scene.recorder.wait(for: .changed, of: "a/b/1.pdf"))
            scene.recorder.clear()
            try scene.directory.unlink("inbox/a/b/1.pdf")
            #expect(scene.recorder.wait(for: .changed, of: "a/b/1.pdf"))
        }
    }

    @Test func growthOfAFileInAnUnchangedDirectoryIsFound() throws {
        try withScene(Self.polled, prepare: { try $0.write("inbox/1.pdf") }) { scene in
            try scene.write("inbox/1.pdf", "longer")
            #expect(scene.recorder.wait(for: .changed, of: "1.pdf"))
        }
    }

    @Test func renamedInDirectoryNeverArrives() throws {
        let prepare: (Scene) throws -> Void = { scene in
            try scene.make("elsewhere/batch")
            try scene.write("elsewhere/batch/1.pdf")
        }
        try withScene(Self.polled, prepare: prepare) { scene in
            try scene.rename("elsewhere/batch", "inbox/batch")
            #expect(scene.recorder.wait(for: .changed, of: "batch/1.pdf"))
            #expect(scene.recorder.all.allSatisfy { $0.change == .changed || $0.change == .rescan })
        }
    }

    @Test func reportSaysWhy() throws {
        try withScene(Self.polled) { scene in
            #expect(eventually { scene.watcher.report(of: inbox) != nil })
            let report = try #require(scene.watcher.report(of: inbox))
            #expect(report.kind == .poll)
            #expect(report.reason == "the configuration says `backend: poll`")
            #expect(!report.leaseTrusted)
        }
    }

    @Test func writersOnANetworkAreNotProvenByALease() throws {
        try withScene(WatchPolicy(writers: .network)) { scene in
            #expect(eventually { scene.watcher.report(of: inbox) != nil })
            let report = try #require(scene.watcher.report(of: inbox))
            #expect(!report.leaseTrusted)
            #expect(!report.fileSystem.isEmpty)
        }
    }

    @Test func removedPlaceIsLostAndFound() throws {
        try withScene(Self.polled) { scene in
            try scene.rename("inbox", "old")
            try scene.make("inbox")
            #expect(scene.recorder.wait(for: .lost))
            #expect(scene.recorder.wait(for: .rescan))
            try scene.write("inbox/1.pdf")
            #expect(scene.recorder.wait(for: .changed, of: "1.pdf"))
        }
    }

    @Test func unchangedDirectoryIsNotListedUntilTheTenthRound() throws {
        try withTemporaryDirectory { path in
            let root = try Directory(path: path)
            let file = try root.create("1.pdf")
            var scanner = PollScanner(top: .here, isDeep: true)
            #expect(try scanner.scan(root) == ["1.pdf"])
            #expect(try scanner.scan(root).isEmpty)
            try file.write([1])
            for _ in 2..<Limits.pollRoundsBetweenListings { #expect(try scanner.scan(root).isEmpty) }
            #expect(try scanner.scan(root) == ["1.pdf"])
        }
    }

    @Test func newNameInAnOtherwiseUnchangedTreeIsFoundAtOnce() throws {
        try withTemporaryDirectory { path in
            let root = try Directory(path: path)
            try root.makeDirectories("a/b")
            var scanner = PollScanner(top: .here, isDeep: true)
            for _ in 0..<3 { _ = try scanner.scan(root) }
            _ = try root.create("a/b/1.pdf")
            #expect(try scanner.scan(root) == ["a/b/1.pdf"])
        }
    }
}
