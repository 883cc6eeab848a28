import Model
import Testing

@testable import Watch

/// The structs that decide without clock or disk.
@Suite struct DeciderTests {
    private let departure = RenamePairing.Departure(place: inbox, path: "a", watch: nil)

    @Test func halvesOfARenamePairAcrossTwoReads() {
        var pairing = RenamePairing()
        pairing.hold(departure, cookie: 5, read: 1, now: .zero)
        #expect(pairing.expire(read: 1, now: .zero).isEmpty)
        #expect(pairing.take(cookie: 6) == nil)
        #expect(pairing.take(cookie: 5) == departure)
        #expect(pairing.deadline == nil)
    }

    @Test func halfStaysAloneAfterTheNextRead() {
        var pairing = RenamePairing()
        pairing.hold(departure, cookie: 5, read: 1, now: .zero)
        #expect(pairing.expire(read: 2, now: .zero) == [departure])
        #expect(pairing.take(cookie: 5) == nil)
    }

    @Test func halfStaysAloneAfterItsTime() {
        var pairing = RenamePairing()
        pairing.hold(departure, cookie: 5, read: 1, now: .seconds(1))
        #expect(pairing.deadline == .seconds(1) + Limits.renamePairing)
        #expect(pairing.expire(read: 0, now: .seconds(1) + Limits.renamePairing) == [departure])
    }

    @Test func pollingSlowsDownWhereNothingChanges() {
        var pace = PollPace(WatchTimings())
        let waits = (0..<5).map { _ in pace.wait(changed: false, isBusy: false) }
        #expect(waits == [10, 20, 40, 60, 60].map { .seconds($0) })
        #expect(pace.wait(changed: true, isBusy: false) == .seconds(10))
        #expect(pace.wait(changed: false, isBusy: true) == .seconds(2))
        #expect(pace.wait(changed: false, isBusy: false) == .seconds(10))
    }

    @Test func lostPlacesAreTriedLessAndLess() {
        var backoff = Backoff(first: .seconds(1), longest: .seconds(60))
        #expect((0..<8).map { _ in backoff.next() } == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
    }

    @Test func timersOfManyPlacesFallTogether() {
        let interval = Duration.seconds(60)
        #expect(Duration.seconds(61).next(every: interval) == .seconds(120))
        #expect(Duration.seconds(89).next(every: interval) == .seconds(120))
        #expect(Duration.seconds(90).next(every: interval) == .seconds(180))
        #expect(Duration.seconds(120).next(every: interval) == .seconds(180))
    }

    @Test(
        arguments: [
            (0xEF53, "ext4", true), (0x794C_7630, "overlayfs", true), (0x6969, "nfs", false),
            (0xFF53_4D42, "cifs", false), (0xFE53_4D42, "smb2", false), (0x6573_5546, "fuse", false),
            (0xBACB_ACBC, "vmhgfs", false), (0xABCD, "0xABCD", false),
        ] as [(UInt64, String, Bool)])
    func mountDecides(type: UInt64, name: String, reportsChanges: Bool) {
        #expect(MountKind.of(type: type).name == name)
        #expect(MountKind.of(type: type).reportsChanges == reportsChanges)
    }

    @Test func tableFollowsRenamesAndForgetsSubtrees() {
        var table = WatchTable()
        _ = table.enter(1, of: inbox, parent: nil, name: .here, walk: 1)
        _ = table.enter(2, of: inbox, parent: 1, name: "a", walk: 1)
        _ = table.enter(3, of: inbox, parent: 2, name: "b", walk: 1)
        table.move(2, to: 1, "z")
        #expect(table.path(of: 3) == "z/b")
        #expect(table.child("a", of: 1) == nil)
        table.detach(2)
        #expect(table.path(of: 3) == "z/b")
        #expect(!table.isAttached(2))
        #expect(Set(table.removeTree(2)) == [2, 3])
        #expect(table.count(of: inbox) == 1)
        _ = table.enter(4, of: inbox, parent: 1, name: "c", walk: 2)
        #expect(table.removeAll(of: inbox, unseenSince: 2) == [1])
    }
}
