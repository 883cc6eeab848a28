import Model
import Store
import Testing

@testable import Notices

/// When failed attempts are made again.
@Suite struct ScheduleTests {
    @Test func thePublishedSchedule() {
        let schedule = RetrySchedule()
        let waits = (1...10).map { schedule.wait(after: $0, jitter: 0) }
        let hours = [2, 5, 10, 14, 20, 24].map { Duration.seconds($0 * 3600) }
        #expect(waits == [.seconds(5), .seconds(300), .seconds(1800)] + hours + [nil])
        #expect(schedule.attempts == 10)
    }

    @Test func someOfEachWaitIsChance() {
        #expect(RetrySchedule().wait(after: 2, jitter: 1) == .seconds(330))
    }

    @Test func aReceiverMayAskForALongerWaitWithinReason() {
        let schedule = RetrySchedule()
        #expect(schedule.wait(after: 1, asked: .seconds(60), jitter: 0) == .seconds(60))
        #expect(schedule.wait(after: 2, asked: .seconds(60), jitter: 0) == .seconds(300))
        #expect(schedule.wait(after: 1, asked: .seconds(999_999), jitter: 0) == .seconds(86_400))
    }

    @Test func aHookIsTriedAsOftenAsItSays() {
        let schedule = RetrySchedule(attempts: 3)
        #expect(schedule.wait(after: 2, jitter: 0) == .seconds(300))
        #expect(schedule.wait(after: 3, jitter: 0) == nil)
    }

    @Test func whoeverCannotBeReachedIsLeftAlone() {
        var line = ReceiverLine()
        let now = Timestamp(milliseconds: 0)
        for (failures, seconds) in [5, 300, 300, 300].enumerated() {
            line.begin()
            #expect(!line.isFree(at: now))
            let isBack = line.end(.unreachable(after: nil), at: now, jitter: 0)
            #expect(!isBack)
            #expect(line.heldUntil == now.adding(milliseconds: Int64(seconds) * 1000), "\(failures)")
        }
        #expect(!line.isFree(at: now))
        #expect(line.isFree(at: now.adding(milliseconds: 300_000)))
        let isBack = line.end(.delivered, at: now, jitter: 0)
        #expect(isBack)
        #expect(line.isFree(at: now))
    }

    @Test func whoeverRefusesOneEventIsStillTold() {
        var line = ReceiverLine()
        line.begin()
        let isBack = line.end(.refused(after: nil), at: Timestamp(milliseconds: 0), jitter: 0)
        #expect(!isBack)
        #expect(line.isFree(at: Timestamp(milliseconds: 0)))
    }

    @Test func anInterruptedAttemptDoesNotCount() {
        let attempt = Attempt(result: .interrupted)
        let verdict = attempt.verdict(
            after: 0, schedule: RetrySchedule(), at: Timestamp(milliseconds: 0), jitter: 0)
        #expect(verdict == nil)
    }
}
