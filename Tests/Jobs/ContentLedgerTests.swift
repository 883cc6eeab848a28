import Dispatch
import Linux
import Model
import Store
import Testing

@testable import Jobs

@Suite struct ContentLedgerTests {
    private static func assignments(_ count: Int, of id: String = "b") throws -> [Assignment] {
        let here = try Directory(path: "/tmp")
        let places = JobPlaces(
            tree: here, staging: here, outbox: here, permissions: WatchFolder.Permissions(),
            limits: WatchFolder.BatchLimits(), maxConcurrency: 4)
        let batch = Batch(
            id: id, folder: "f", source: .directory, name: id, entry: BytePath(id), outboxName: BytePath(id),
            job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: Timestamp(milliseconds: 0))
        let configuration = FrozenConfiguration(
            job: Job(type: .parse), parameters: [:], origins: [:], settings: [:], sha256: "")
        let context = try BatchContext(batch: batch, configuration: configuration, places: places) { _ in 1 }
        return (0..<count).map { index in
            let signature = FileSignature(device: 1, inode: UInt64(index), size: 1, modified: 0, changed: 0)
            let sealed = SealedItem(
                index: index, path: BytePath("f\(index)"), kind: .file, signature: signature, fileID: "", jobID: "")
            return Assignment(
                context: context, item: Item(sealed: sealed), attempt: 1, deaths: 0, runsAlone: false, bytes: 0)
        }
    }

    private let changed = DispatchSemaphore(value: 0)

    private func hand(_ assignment: Assignment, _ ledger: inout ContentLedger, _ sha256: String = "aa") -> String {
        _ = ledger.handOut(assignment)
        return ask(assignment, &ledger, sha256)
    }

    private func ask(_ assignment: Assignment, _ ledger: inout ContentLedger, _ sha256: String = "aa") -> String {
        "\(ledger.ask(assignment, sha256, changed: changed))"
    }

    private func wait(_ assignment: Assignment, _ ledger: inout ContentLedger, _ sha256: String = "aa") -> String {
        var assignment = assignment
        assignment.sha256 = sha256
        ledger.handedBack(assignment)
        return "\(ledger.wait(assignment))"
    }

    private func indexes(_ assignments: [Assignment]) -> [Int] { assignments.map(\.item.sealed.index) }

    @Test func oneOfEqualContentIsWorkedAndTheOthersGoOnWithItsResult() throws {
        var ledger = ContentLedger()
        let items = try Self.assignments(4)
        #expect(hand(items[0], &ledger) == "work")
        #expect(hand(items[1], &ledger) == "wait")
        #expect(wait(items[1], &ledger) == "waits")
        #expect(hand(items[2], &ledger, "bb") == "work")
        #expect(hand(items[3], &ledger) == "wait")
        #expect(wait(items[3], &ledger) == "waits")
        #expect(indexes(ledger.settled(2, of: "b", .succeeded)) == [])
        #expect(indexes(ledger.settled(0, of: "b", .succeeded)) == [1, 3])
    }

    @Test func itemsThatWaitedForAResultDoNotWaitForOneAnotherAgain() throws {
        var ledger = ContentLedger()
        let items = try Self.assignments(3)
        #expect(hand(items[0], &ledger) == "work")
        for item in items.dropFirst() {
            #expect(hand(item, &ledger) == "wait")
            #expect(wait(item, &ledger) == "waits")
        }
        let waited = ledger.settled(0, of: "b", .succeeded)
        ledger.remember(waited)
        #expect(waited.map { hand($0, &ledger) } == ["work", "work"])
    }

    @Test func theLowestIndexIsWorkedThoughAnotherWasReadFirst() throws {
        var ledger = ContentLedger()
        let items = try Self.assignments(2)
        _ = ledger.handOut(items[0])
        _ = ledger.handOut(items[1])
        #expect(ask(items[1], &ledger) == "earlierIsRead")
        #expect(changed.wait(timeout: .now()) == .timedOut)
        #expect(ask(items[0], &ledger) == "work")
        #expect(changed.wait(timeout: .now()) == .success)
        #expect(ask(items[1], &ledger) == "wait")
    }

    @Test func anItemThatCannotBeReadHoldsUpNobody() throws {
        var ledger = ContentLedger()
        let items = try Self.assignments(2)
        _ = ledger.handOut(items[0])
        _ = ledger.handOut(items[1])
        #expect(ask(items[1], &ledger) == "earlierIsRead")
        ledger.handedBack(items[0])
        #expect(changed.wait(timeout: .now()) == .success)
        #expect(ask(items[1], &ledger) == "work")
    }

    @Test func oneAfterTheOtherIsWorkedWhileTheyFail() throws {
        var ledger = ContentLedger()
        let items = try Self.assignments(4)
        #expect(hand(items[0], &ledger) == "work")
        for index in [3, 1, 2] {
            #expect(hand(items[index], &ledger) == "wait")
            #expect(wait(items[index], &ledger) == "waits")
        }
        #expect(indexes(ledger.settled(0, of: "b", .failed)) == [1])
        #expect(hand(items[1], &ledger) == "work")
        #expect(indexes(ledger.settled(1, of: "b", .partial)) == [2])
        #expect(hand(items[2], &ledger) == "work")
        #expect(indexes(ledger.settled(2, of: "b", .succeeded)) == [3])
    }

    @Test func anItemThatWaitsTooLateGoesOnAtOnce() throws {
        var ledger = ContentLedger()
        let items = try Self.assignments(2)
        #expect(hand(items[0], &ledger) == "work")
        #expect(hand(items[1], &ledger) == "wait")
        #expect(indexes(ledger.settled(0, of: "b", .succeeded)) == [])
        #expect(wait(items[1], &ledger) == "goesOn")
    }

    @Test func aWithdrawnBatchGetsItsItemsBackAndIsForgotten() throws {
        var ledger = ContentLedger()
        let items = try Self.assignments(3)
        #expect(hand(items[0], &ledger) == "work")
        #expect(hand(items[1], &ledger) == "wait")
        #expect(wait(items[1], &ledger) == "waits")
        #expect(hand(items[2], &ledger) == "wait")
        ledger.withdraw("b")
        #expect(ledger.takeWaiting(of: "b") == [1])
        #expect(wait(items[2], &ledger) == "goesBack")
        #expect(indexes(ledger.settled(0, of: "b", .succeeded)) == [])
        #expect(ledger.isWithdrawn("b"))
        ledger.offerAll()
        #expect(hand(items[1], &ledger) == "work")
    }

    @Test func aChosenItemThatWentBackToTheStoreHoldsUpNobody() throws {
        var ledger = ContentLedger()
        let items = try Self.assignments(2)
        #expect(hand(items[0], &ledger) == "work")
        #expect(hand(items[1], &ledger) == "wait")
        #expect(wait(items[1], &ledger) == "waits")
        #expect(ledger.takeWaiting(of: "b") == [1])
        ledger.abandon([0, 1], of: "b")
        #expect(hand(items[1], &ledger) == "work")
        #expect(hand(items[0], &ledger) == "wait")
    }

    @Test func anotherBatchOfTheSameContentIsNotHeldUp() throws {
        var ledger = ContentLedger()
        let first = try Self.assignments(1, of: "b")
        let second = try Self.assignments(1, of: "c")
        #expect(hand(first[0], &ledger) == "work")
        #expect(hand(second[0], &ledger) == "work")
    }

    @Test func tenThousandEqualFilesThatFailCostNoMoreThanTheirNumber() throws {
        var ledger = ContentLedger()
        let items = try Self.assignments(10_000)
        #expect(hand(items[0], &ledger) == "work")
        for item in items.dropFirst() {
            _ = hand(item, &ledger)
            _ = wait(item, &ledger)
        }
        let began = ContinuousClock.now
        var order = [0]
        while let next = ledger.settled(order[order.count - 1], of: "b", .failed).first {
            order.append(next.item.sealed.index)
        }
        #expect(order == Array(0..<10_000))
        #expect(ContinuousClock.now - began < .seconds(10))
    }
}
