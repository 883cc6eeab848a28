import Glibc
import Linux
import Logging
import Model
import Synchronization
import TestSupport
import Testing

@testable import Watch

/// What is lost is found again: events, watches, the place itself.
@Suite(.serialized) struct LossTests {
    @Test func overflowAsksForAWalkAndAddsTheMissingWatches() throws {
        try withTemporaryDirectory { path in
            let directory = try Directory(path: path)
            for name in ["0", "1"] { _ = try directory.create(BytePath(name)) }
            let recorder = Recorder()
            let inotify = try Inotify()
            let messages = Mailbox<EventReader.Message>()
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            // The reader must not drain the queue: it reads an instance of its own, which has no watches.
            let lookout = Lookout(
                logger: logger,
                openReader: { () throws(SystemError) in EventReader(inotify, reads: try Inotify()) { messages.put($0) }
                }, emit: { recorder.record($0) })
            defer { lookout.stop() }
            var policy = WatchPolicy()
            policy.timings.canary = .seconds(1 << 20)
            lookout.add(inbox, path: path, policy: policy, now: .zero)
            recorder.clear()
            let limit = try queueLimit()
            // Alternately, because the kernel merges an event with an equal one before it.
            for number in 0...limit { utimes("\(path)/\(number % 2)", nil) }
            try directory.makeDirectory("late")
            while lookout.overflows == 0 { lookout.take(try #require(try inotify.read()), now: .zero) }
            lookout.tick(now: .zero)
            lookout.endTurn()
            #expect(recorder.all.contains(LookHere(place: inbox, change: .rescan)))
            #expect(lookout.report(of: inbox)?.overflows == 1)
            recorder.clear()
            _ = try directory.create("late/1.pdf")
            lookout.take(try #require(try inotify.read()), now: .zero)
            #expect(recorder.changes(of: "late/1.pdf").contains(.closed))
        }
    }

    @Test func rootRenamedAwayAndMadeAgainIsFound() throws {
        try withScene(WatchPolicy(timings: quickTimings())) { scene in
            try scene.rename("inbox", "old")
            #expect(scene.recorder.wait(for: .lost))
            try scene.make("inbox")
            #expect(scene.recorder.wait(for: .rescan))
            scene.recorder.clear()
            try scene.write("old/1.pdf")
            try scene.write("inbox/2.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "2.pdf"))
            #expect(scene.recorder.changes(of: "1.pdf").isEmpty)
        }
    }

    @Test func removedRootIsReportedOnceAndFound() throws {
        try withScene(WatchPolicy(timings: quickTimings())) { scene in
            try scene.directory.removeTree("inbox")
            #expect(scene.recorder.wait(for: .lost))
            #expect(eventually { scene.watcher.report(of: inbox)?.isReachable == false })
            try scene.make("inbox")
            #expect(scene.recorder.wait(for: .rescan))
            #expect(scene.recorder.all.filter { $0.change == .lost }.count == 1)
            #expect(eventually { scene.watcher.report(of: inbox)?.isReachable == true })
        }
    }

    @Test func rootReplacedThroughItsParentIsNoticedAtTheReconcile() throws {
        var timings = quickTimings()
        timings.reconcile = .milliseconds(50)
        let prepare: (Scene) throws -> Void = { scene in
            try scene.make("outer/inbox")
            try scene.make("newer/inbox")
        }
        let place = WatchedPlace(folder: "letters", purpose: .inbox)
        try withScene(prepare: prepare) { scene in
            scene.watcher.add(place, path: scene.path + "/outer/inbox", policy: WatchPolicy(timings: timings))
            #expect(scene.recorder.wait(for: .rescan, at: place))
            scene.recorder.clear()
            try scene.rename("outer", "older")
            try scene.rename("newer", "outer")
            #expect(scene.recorder.wait(for: .lost, at: place))
            #expect(scene.recorder.wait(for: .rescan, at: place))
            #expect(eventually { scene.watcher.report(of: place)?.isReachable == true })
            try scene.write("outer/inbox/1.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "1.pdf", at: place))
        }
    }

    @Test func directoryWithoutAWatchIsPolledUntilThereIsOne() throws {
        let isFull = Mutex(true)
        let seams = Lookout.Seams(refusal: { path in path == "a" && isFull.withLock { $0 } ? ENOSPC : nil })
        try withScene(WatchPolicy(timings: quickTimings()), seams: seams) { scene in
            try scene.make("inbox/a/b")
            #expect(eventually { scene.watcher.report(of: inbox)?.polledSubtrees == 1 })
            try scene.write("inbox/a/b/1.pdf")
            #expect(scene.recorder.wait(for: .changed, of: "a/b/1.pdf"))
            try scene.write("inbox/2.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "2.pdf"))
            isFull.withLock { $0 = false }
            #expect(eventually { scene.watcher.report(of: inbox)?.watches == 3 })
            try scene.write("inbox/a/b/3.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "a/b/3.pdf"))
            #expect(eventually { scene.watcher.report(of: inbox)?.polledSubtrees == 0 })
        }
    }

    @Test func inboxWithoutAWatchSaysWhatIsNeeded() throws {
        let seams = Lookout.Seams(refusal: { _ in ENOSPC })
        try withScene(WatchPolicy(timings: quickTimings()), seams: seams) { scene in
            #expect(eventually { scene.watcher.report(of: inbox)?.kind == .poll })
            let report = try #require(scene.watcher.report(of: inbox))
            #expect(report.reason.contains("sysctl -w fs.inotify.max_user_watches="))
            try scene.write("inbox/1.pdf")
            #expect(scene.recorder.wait(for: .changed, of: "1.pdf"))
        }
    }

    @Test func silentCanaryDegradesToPolling() throws {
        let seams = Lookout.Seams(hearsCanary: false)
        try withScene(WatchPolicy(timings: quickTimings()), seams: seams) { scene in
            #expect(eventually { scene.watcher.report(of: inbox)?.kind == .poll })
            let report = try #require(scene.watcher.report(of: inbox))
            #expect(!report.leaseTrusted)
            #expect(report.reason.contains("no event came"))
            try scene.write("inbox/1.pdf")
            #expect(scene.recorder.wait(for: .changed, of: "1.pdf"))
        }
    }

    @Test func heardCanaryLeavesNoTrace() throws {
        try withScene(WatchPolicy(timings: quickTimings())) { scene in
            try scene.write("inbox/1.pdf")
            #expect(scene.recorder.wait(for: .closed, of: "1.pdf"))
            #expect(scene.watcher.report(of: inbox)?.kind == .inotify)
            #expect(!scene.recorder.all.contains { $0.path.display.contains("canary") })
            #expect(try scene.directory.directory("inbox").entries().map(\.name) == ["1.pdf"])
        }
    }

    @Test func nothingIsLeftOpen() throws {
        let before = try openDescriptors()
        try withScene { scene in
            try scene.make("inbox/a/b/c")
            for number in 0..<20 {
                let place = WatchedPlace(folder: "f\(number)", purpose: .inbox)
                scene.watcher.add(place, path: scene.path + "/elsewhere", policy: WatchPolicy())
                #expect(scene.recorder.wait(for: .rescan, at: place))
                scene.watcher.remove(place)
            }
            scene.watcher.remove(inbox)
            #expect(eventually { scene.watcher.report(of: inbox) == nil })
        }
        // Other suites run at the same time and come and go; a leak of this one would stay.
        #expect(eventually { ((try? openDescriptors()) ?? .max) <= before + 1 })
    }

    private func queueLimit() throws -> Int {
        let text = try Directory(path: "/proc/sys/fs/inotify").contents(of: "max_queued_events", limit: 32)
        return try #require(Int(String(decoding: text.filter { $0 > 0x20 }, as: UTF8.self)))
    }

    private func openDescriptors() throws -> Int { try Directory(path: "/proc/self/fd").entries().count }
}
