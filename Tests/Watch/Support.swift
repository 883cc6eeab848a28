import Dispatch
import Glibc
import Linux
import Logging
import Model
import Synchronization
import TestSupport

@testable import Watch

let inbox = WatchedPlace(folder: "invoices", purpose: .inbox)

/// Collects hints and waits for them.
final class Recorder: Sendable {
    private let hints = Mutex<[LookHere]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func record(_ hint: LookHere) {
        hints.withLock { $0.append(hint) }
        arrived.signal()
    }

    var all: [LookHere] { hints.withLock { $0 } }

    func clear() { hints.withLock { $0 = [] } }

    /// The changes hinted at for a path of the inbox.
    func changes(of path: String) -> [LookHere.Change] {
        all.filter { $0.path == BytePath(path) }.map(\.change)
    }

    /// Waits until the hints satisfy a condition; false when they do not within ten seconds.
    func wait(until isSatisfied: ([LookHere]) -> Bool) -> Bool {
        let end = DispatchTime.now() + 10
        while !isSatisfied(all) {
            if arrived.wait(timeout: end) == .timedOut { return isSatisfied(all) }
            while arrived.wait(timeout: .now()) == .success {}
        }
        return true
    }

    /// Waits for one hint.
    func wait(for change: LookHere.Change, of path: String = "", at place: WatchedPlace = inbox) -> Bool {
        wait { $0.contains(LookHere(place: place, path: BytePath(path), change: change)) }
    }
}

/// Waits for something that is no hint; false when it does not come true within ten seconds.
func eventually(_ isTrue: () -> Bool) -> Bool {
    let end = Clock.sinceBoot() + .seconds(10)
    let never = DispatchSemaphore(value: 0)
    while Clock.sinceBoot() < end {
        if isTrue() { return true }
        _ = never.wait(timeout: .now() + .milliseconds(5))
    }
    return isTrue()
}

/// A watcher over an inbox in a temporary directory.
struct Scene {
    let watcher: Watcher
    let recorder: Recorder
    /// The temporary directory; `inbox` and `elsewhere` are in it.
    let directory: Directory
    let path: String

    var inboxPath: String { path + "/inbox" }

    func write(_ path: String, _ text: String = "x") throws {
        let file = try directory.open(BytePath(path), flags: O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(Array(text.utf8))
    }

    func make(_ path: String) throws { try directory.makeDirectories(BytePath(path)) }

    func rename(_ path: String, _ newPath: String) throws {
        try directory.rename(BytePath(path), to: directory, BytePath(newPath), replacing: true)
    }
}

/// Runs a body beside a running watcher that has found its inbox.
func withScene(
    _ policy: WatchPolicy = WatchPolicy(), seams: Lookout.Seams = Lookout.Seams(),
    prepare: (Scene) throws -> Void = { _ in }, _ body: (Scene) throws -> Void
) throws {
    try withTemporaryDirectory { path in
        let recorder = Recorder()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let watcher = Watcher(output: { recorder.record($0) }, logger: logger, seams: seams)
        let scene = Scene(
            watcher: watcher, recorder: recorder, directory: try Directory(path: path), path: path)
        try scene.make("inbox")
        try scene.make("elsewhere")
        try prepare(scene)
        let ended = DispatchSemaphore(value: 0)
        BlockingThread.start("watcher") {
            watcher.run()
            ended.signal()
        }
        defer {
            watcher.close()
            ended.wait()
        }
        watcher.add(inbox, path: scene.inboxPath, policy: policy)
        guard recorder.wait(for: .rescan) else { throw NoRescan() }
        recorder.clear()
        try body(scene)
    }
}

/// A registered inbox was never reported.
struct NoRescan: Error {}

/// Timings short enough for a test.
func quickTimings() -> WatchTimings {
    var timings = WatchTimings()
    timings.pollBusy = .milliseconds(10)
    timings.pollIdle = .milliseconds(20)
    timings.pollLongest = .milliseconds(40)
    timings.lostFirst = .milliseconds(10)
    timings.lostLongest = .milliseconds(40)
    timings.limitFirst = .milliseconds(20)
    timings.limitLongest = .milliseconds(40)
    timings.canaryAnswer = .milliseconds(50)
    return timings
}

extension BytePath: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}
