import Linux
import Model
import Testing

@testable import Intake

private func signature(size: Int64 = 5, modified: Int64 = 1) -> FileSignature {
    FileSignature(device: 1, inode: 2, size: size, modified: modified, changed: modified)
}

private func folder(_ change: (inout WatchFolder) -> Void = { _ in }) -> WatchFolder {
    var folder = WatchFolder(name: "f", root: "/f", job: Job(type: .parse))
    change(&folder)
    return folder
}

@Suite struct FileSettlingTests {
    private static let local = SettleTimes(folder(), leaseTrusted: true, doublings: 0)
    private static let network = SettleTimes(folder(), leaseTrusted: false, doublings: 0)

    struct Row: Sendable {
        var says: String
        var size: Int64 = 5
        var kind = EntryKind.file
        var isWhole = false
        var lease: LeaseState?
        var age: Duration
        var overNetwork = false
        var verdict: FileSettling.Verdict
    }

    @Test(arguments: [
        Row(says: "young", age: .milliseconds(100), verdict: .wait(until: .milliseconds(500))),
        Row(says: "quiet", age: .milliseconds(500), verdict: .probe),
        Row(says: "nobody writes", lease: .free, age: .milliseconds(500), verdict: .ready),
        Row(says: "somebody writes", lease: .busy, age: .seconds(900), verdict: .busy),
        Row(says: "no answer", lease: .unavailable, age: .seconds(1), verdict: .wait(until: .seconds(5))),
        Row(says: "no answer, long quiet", lease: .unavailable, age: .seconds(5), verdict: .ready),
        Row(says: "renamed in", isWhole: true, age: .zero, verdict: .probe),
        Row(says: "renamed in, free", isWhole: true, lease: .free, age: .zero, verdict: .ready),
        Row(says: "renamed in, busy", isWhole: true, lease: .busy, age: .zero, verdict: .busy),
        Row(
            says: "renamed in, no answer", isWhole: true, lease: .unavailable, age: .zero,
            verdict: .wait(until: .seconds(5))),
        Row(says: "empty", size: 0, lease: .free, age: .seconds(2), verdict: .wait(until: .seconds(10))),
        Row(says: "empty for long", size: 0, lease: .free, age: .seconds(10), verdict: .ready),
        Row(says: "empty, renamed in", size: 0, isWhole: true, lease: .free, age: .zero, verdict: .ready),
        Row(says: "a pipe", kind: .fifo, age: .zero, verdict: .ready),
        Row(says: "a link", kind: .symlink, age: .zero, verdict: .ready),
        Row(
            says: "a granted lease proves nothing over a network", lease: .free, age: .seconds(5), overNetwork: true,
            verdict: .wait(until: .seconds(10))),
        Row(says: "a refused one does", lease: .busy, age: .seconds(50), overNetwork: true, verdict: .busy),
        Row(
            says: "empty over a network", size: 0, lease: .free, age: .seconds(12), overNetwork: true,
            verdict: .wait(until: .seconds(30))),
    ])
    func `A file is ready by its age, its lease and how it came`(row: Row) {
        let file = FileSettling(signature(size: row.size), kind: row.kind, seen: .zero, isWhole: row.isWhole)
        let times = row.overNetwork ? Self.network : Self.local
        #expect(file.verdict(lease: row.lease, at: row.age, times: times) == row.verdict, "\(row.says)")
    }

    @Test func `A change starts the quiet time again and ends being whole`() {
        var file = FileSettling(signature(), kind: .file, seen: .zero, isWhole: true)
        let same = file.read(signature(), at: .seconds(1))
        #expect(!same)
        #expect(file.isWhole)
        let longer = file.read(signature(size: 6), at: .seconds(2))
        #expect(longer)
        #expect(!file.isWhole)
        #expect(file.since == .seconds(2))
        // The size came back, but the time of the change did not.
        let touched = file.read(signature(modified: 9), at: .seconds(3))
        #expect(touched)
    }

    @Test(arguments: [(0, 500), (1, 1000), (3, 4000), (10, 300_000), (1000, 300_000)])
    func `A source that proved slow is waited for longer, at most five minutes`(doublings: Int, milliseconds: Int) {
        let times = SettleTimes(folder(), leaseTrusted: true, doublings: doublings)
        #expect(times.probed == .milliseconds(milliseconds))
    }

    @Test func `A folder with writers on other machines waits the network's times`() {
        let times = SettleTimes(folder { $0.writers = .network }, leaseTrusted: true, doublings: 0)
        #expect(times.probed == .seconds(10))
        #expect(!times.trustsLease)
    }

    @Test func `A mount that repeats what it knew of a file is waited for longer`() {
        let times = SettleTimes(folder(), leaseTrusted: false, staleness: .seconds(20), doublings: 0)
        #expect(times.probed == .seconds(30))
        #expect(times.empty == .seconds(50))
        let configured = folder { $0.settle = .seconds(3) }
        let own = SettleTimes(configured, leaseTrusted: false, staleness: .seconds(20), doublings: 0)
        #expect(own.probed == .seconds(3))
        #expect(BatchSettling(folder(), staleness: .seconds(20), doublings: 0).batchSettle == .seconds(30))
        #expect(BatchSettling(configured, staleness: .seconds(20), doublings: 0).batchSettle == .seconds(10))
    }

    @Test func `Two readings are a quarter second apart even without a settle time`() {
        let times = SettleTimes(folder { $0.settle = .zero }, leaseTrusted: true, doublings: 0)
        let file = FileSettling(signature(), kind: .file, seen: .zero)
        #expect(file.verdict(lease: nil, at: .zero, times: times) == .wait(until: .milliseconds(250)))
    }
}

@Suite struct BatchSettlingTests {
    private func sight(_ change: (inout BatchSight) -> Void) -> BatchSight {
        var sight = BatchSight()
        sight.items = 2
        change(&sight)
        return sight
    }

    private func partial(_ name: String, since: Duration = .zero, isPassing: Bool = false) -> BatchSight.PartialName {
        BatchSight.PartialName(path: BytePath(name), since: since, isPassing: isPassing)
    }

    private let quiet = BatchSettling(folder(), doublings: 0)

    @Test func `An empty directory starts nothing, however long it lies there`() {
        #expect(quiet.decide(sight { $0.items = 0 }, at: .seconds(90_000)) == .empty)
        #expect(
            quiet.decide(
                sight {
                    $0.items = 0; $0.isWhole = true
                }, at: .zero) == .empty)
        #expect(
            quiet.decide(
                sight {
                    $0.items = 0; $0.hasJobFile = true
                }, at: .seconds(60)) == .empty)
    }

    @Test func `A directory that grows waits for quiet`() {
        let grown = sight { $0.quietSince = .seconds(3) }
        #expect(quiet.decide(grown, at: .seconds(4)) == .wait(until: .seconds(13), blockedBy: []))
        #expect(quiet.decide(grown, at: .seconds(13)) == .quiet)
    }

    @Test func `What was renamed in, a single file and a marked directory need no quiet time`() {
        #expect(quiet.decide(sight { $0.isWhole = true }, at: .zero) == .quiet)
        #expect(quiet.decide(sight { $0.grows = false }, at: .zero) == .quiet)
        #expect(
            quiet.decide(
                sight {
                    $0.hasMarker = true; $0.partials = [partial("x.part")]
                }, at: .zero) == .quiet)
        #expect(
            quiet.decide(
                sight {
                    $0.hasMarker = true; $0.items = 0
                }, at: .zero) == .quiet)
        #expect(
            quiet.decide(
                sight {
                    $0.isWhole = true; $0.partials = [partial("x.part")]
                }, at: .zero) == .quiet)
    }

    @Test func `An unfinished transfer blocks, and after a day the batch is stalled with its name`() {
        let held = sight { $0.partials = [partial("a/x.part")] }
        let day = Duration.seconds(86_400)
        #expect(
            quiet.decide(held, at: .seconds(60)) == .wait(until: day, blockedBy: ["a/x.part: unfinished transfer"]))
        guard case .stalled(let failure, _, let blockedBy) = quiet.decide(held, at: day) else {
            Issue.record("not stalled")
            return
        }
        #expect(failure.message.contains("a/x.part"))
        #expect(blockedBy == ["a/x.part: unfinished transfer"])
    }

    @Test func `A temporary name of a sync program is forgotten after ten minutes`() {
        let held = sight { $0.partials = [partial(".x.abc123", isPassing: true)] }
        guard case .wait(let until, _) = quiet.decide(held, at: .seconds(60)) else {
            Issue.record("not waiting")
            return
        }
        #expect(until == .seconds(600))
        #expect(quiet.decide(held, at: .seconds(600)) == .quiet)
    }

    @Test func `A batch that changes for half an hour is stalled and still looked at`() {
        let changing = sight { $0.quietSince = .seconds(1799) }
        guard case .stalled(let failure, let until, _) = quiet.decide(changing, at: .seconds(1800)) else {
            Issue.record("not stalled")
            return
        }
        #expect(failure.stage == .intake)
        #expect(until == .seconds(1809))
        #expect(quiet.decide(changing, at: .seconds(1809)) == .quiet)
    }

    @Test func `With marker mode on nothing starts until the marker exists`() {
        let marked = BatchSettling(folder { $0.seal = .marker }, doublings: 0)
        #expect(
            marked.decide(sight { $0.isWhole = true }, at: .seconds(100))
                == .wait(until: .seconds(1800), blockedBy: ["_READY: not there yet"]))
        #expect(marked.decide(sight { $0.hasMarker = true }, at: .zero) == .quiet)
        #expect(
            marked.decide(
                sight {
                    $0.grows = false; $0.takesMarker = false
                }, at: .zero) == .quiet)
    }
}
