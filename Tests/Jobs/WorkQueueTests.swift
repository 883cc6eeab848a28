import Linux
import Model
import Store
import TestSupport
import Testing

@testable import Jobs

@Suite struct WorkQueueTests {
    static func context(
        _ id: String, folder: String = "f", priority: Int = 0, maxConcurrency: Int = 4
    ) throws -> BatchContext {
        let here = try Directory(path: "/tmp")
        let places = JobPlaces(
            tree: here, staging: here, outbox: here, permissions: WatchFolder.Permissions(),
            limits: WatchFolder.BatchLimits(), maxConcurrency: maxConcurrency)
        var batch = Batch(
            id: id, folder: folder, source: .directory, name: id, entry: BytePath(id), outboxName: BytePath(id),
            job: Job(type: .parse), sourceDirectoryID: "dir-1", createdAt: Timestamp(milliseconds: 0))
        batch.priority = priority
        let configuration = FrozenConfiguration(
            job: Job(type: .parse), parameters: [:], origins: [:], settings: [:], sha256: "")
        return try BatchContext(batch: batch, configuration: configuration, places: places) { _ in nil }
    }

    static func items(_ count: Int, deaths: Int = 0, size: Int64 = 1) -> [ClaimedItem] {
        (0..<count).map { index in
            let signature = FileSignature(device: 1, inode: UInt64(index), size: size, modified: 0, changed: 0)
            let sealed = SealedItem(
                index: index, path: BytePath("f\(index)"), kind: .file, signature: signature, fileID: "", jobID: "")
            return ClaimedItem(item: Item(sealed: sealed), deaths: deaths)
        }
    }

    static func take(_ queue: inout WorkQueue, now: Duration = .zero) -> Assignment? {
        if case .take(let assignment) = queue.step(now: now) { return assignment }
        return nil
    }

    @Test func aSmallBatchDoesNotWaitForALargeOne() throws {
        var queue = WorkQueue()
        queue.add(Self.items(100), of: try Self.context("large"))
        let first = try #require(Self.take(&queue))
        queue.finish(first)
        queue.add(Self.items(1), of: try Self.context("small"))
        #expect(Self.take(&queue)?.context.id == "small")
        #expect(Self.take(&queue)?.context.id == "large")
    }

    @Test func higherPriorityGoesFirst() throws {
        var queue = WorkQueue()
        queue.add(Self.items(2), of: try Self.context("low", priority: -1))
        queue.add(Self.items(2), of: try Self.context("high", priority: 5))
        #expect(Self.take(&queue)?.context.id == "high")
        #expect(Self.take(&queue)?.context.id == "high")
        #expect(Self.take(&queue)?.context.id == "low")
    }

    @Test func noMoreItemsAtOnceThanTheBatchAllows() throws {
        var queue = WorkQueue()
        queue.add(Self.items(5), of: try Self.context("b", maxConcurrency: 2))
        let first = try #require(Self.take(&queue))
        _ = try #require(Self.take(&queue))
        #expect(Self.take(&queue) == nil)
        queue.finish(first)
        #expect(Self.take(&queue) != nil)
    }

    @Test func anItemThatRunsAloneHasNothingBesideIt() throws {
        var queue = WorkQueue()
        queue.add(Self.items(3), of: try Self.context("b"))
        let first = try #require(Self.take(&queue))
        var again = first
        again.runsAlone = true
        let second = try #require(Self.take(&queue))
        queue.finish(first)
        queue.alone.append(again)
        #expect(Self.take(&queue) == nil)
        queue.finish(second)
        let alone = try #require(Self.take(&queue))
        #expect(alone.runsAlone)
        #expect(Self.take(&queue) == nil)
        queue.finish(alone)
        #expect(Self.take(&queue)?.runsAlone == false)
    }

    @Test func anItemThatKilledTheAgentTwiceRunsAlone() throws {
        var queue = WorkQueue()
        queue.add(Self.items(1, deaths: 2), of: try Self.context("b"))
        #expect(try #require(Self.take(&queue)).runsAlone)
    }

    @Test func aStoreThatFailedOnceWasNeverAskedAgain() {
        var queue = WorkQueue()
        queue.restStore(now: .zero, jitter: 1)
        #expect(!queue.needsRefill(now: .milliseconds(999)), "no spin while it fails")
        guard case .wait(until: .seconds(1)) = queue.step(now: .zero) else {
            Issue.record("nobody would wake to ask it again")
            return
        }
        #expect(queue.needsRefill(now: .seconds(1)))
        let hadFailed = queue.storeAnswered()
        #expect(hadFailed && !queue.needsRefill(now: .seconds(1)))
    }

    @Test func itemsThatTheStoreCouldNotTakeBackStayedLeased() {
        var queue = WorkQueue()
        _ = queue.storeAnswered()
        queue.storeTerms.owe([1, 2], of: "b")
        #expect(queue.needsRefill(now: .zero))
        #expect(queue.storeTerms.unreleased == ["b": [1, 2]])
        queue.storeTerms.repaid("b")
        #expect(queue.storeTerms.unreleased.isEmpty)
    }

    @Test func aHeldBatchIsNotWantedUntilItsTimeAndThenLeasedAnew() throws {
        var queue = WorkQueue()
        queue.isStale = false
        queue.add(Self.items(3), of: try Self.context("b"))
        let first = try #require(Self.take(&queue))
        queue.finish(first)
        let isFirst = queue.hold("b", until: .seconds(10))
        let isSecond = queue.hold("b", until: .seconds(20))
        #expect(isFirst && !isSecond)
        #expect(queue.remove("b").sorted() == [1, 2])
        #expect(!queue.wants("b"))
        guard case .wait(let until) = queue.step(now: .seconds(5)) else {
            Issue.record("the batch is not held")
            return
        }
        #expect(until == .seconds(10))
        guard case .freed("b") = queue.step(now: .seconds(10)) else {
            Issue.record("the batch is not freed")
            return
        }
        #expect(queue.wants("b"))
    }

    @Test func aBatchThatRunsAgainIsOpenedAnew() throws {
        var queue = WorkQueue()
        queue.add(Self.items(1), of: try Self.context("b"))
        let only = try #require(Self.take(&queue))
        #expect(queue.context(of: "b") != nil)
        queue.finish(only)
        #expect(queue.context(of: "b") == nil)
    }

    @Test func withdrawnItemsAreGivenBackAndNotHandedOut() throws {
        var queue = WorkQueue()
        queue.add(Self.items(4), of: try Self.context("b"))
        _ = Self.take(&queue)
        #expect(queue.remove("b").sorted() == [1, 2, 3])
        #expect(Self.take(&queue) == nil)
    }
}

@Suite struct RetryDeciderTests {
    private static func decision(
        _ decider: inout RetryDecider, _ failure: Failure, attempt: Int, isTransient: Bool = false, jitter: Double = 0
    ) -> RetryDecision {
        decider.decide(failure, attempt: attempt, isTransient: isTransient, jitter: jitter)
    }

    @Test(arguments: [FailureCode.workerCrashed, .timeout, .memoryLimit])
    func aDocumentThatHurtsIsTriedTwice(code: FailureCode) {
        var decider = RetryDecider()
        let failure = Failure(code, "x", stage: .parse)
        #expect(Self.decision(&decider, failure, attempt: 1) == .again)
        #expect(Self.decision(&decider, failure, attempt: 2) == .settle)
    }

    @Test(arguments: [FailureCode.corruptDocument, .encryptedDocument, .unsupportedMedia])
    func aDocumentThatCannotBeReadIsTriedOnce(code: FailureCode) {
        var decider = RetryDecider()
        #expect(Self.decision(&decider, Failure(code, "x", stage: .parse), attempt: 1) == .settle)
    }

    @Test func aFullDiskIsWaitedForAsLongAsItLasts() {
        var decider = RetryDecider()
        let failure = Failure(.storageFull, "x", stage: .publish)
        var waits: [Duration] = []
        for _ in 0..<15 {
            guard case .wait(let wait) = decider.decide(failure, attempt: 1, isTransient: true, jitter: 1) else {
                Issue.record("gave up")
                return
            }
            waits.append(wait)
        }
        #expect(waits[0] == .seconds(1))
        #expect(waits[3] == .seconds(8))
        #expect(waits[14] == .seconds(600))
        decider.succeeded()
        #expect(
            Self.decision(&decider, failure, attempt: 1, isTransient: true, jitter: 1) == .wait(Duration.seconds(1)))
    }
}
