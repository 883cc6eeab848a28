import Model
import Store

/// When an attempt that failed is made again (Standard Webhooks, "Deliverability").
struct RetrySchedule: Sendable, Equatable {
    /// Attempts in all.
    var attempts = Limits.webhookWaits.count + 1

    /// The wait after so many attempts have failed; nil when there is no further one.
    ///
    /// - Parameters:
    ///   - asked: the wait the receiver asked for; the longer one counts.
    ///   - jitter: 0 to 1.
    func wait(after failures: Int, asked: Duration? = nil, jitter: Double) -> Duration? {
        guard failures < attempts, let last = Limits.webhookWaits.last else { return nil }
        let wait = failures <= Limits.webhookWaits.count ? Limits.webhookWaits[max(0, failures - 1)] : last
        // No receiver may put its own deliveries off for ever.
        let least = min(asked ?? .zero, last)
        return max(wait + wait * (Limits.webhookJitter * jitter), least)
    }
}

/// What is known of one receiver while the agent runs: whether somebody is at work for it, and whether it answers.
struct ReceiverLine: Sendable, Equatable {
    /// One at a time, so that events arrive in their order while all is well.
    private(set) var isBusy = false
    /// Attempts in a row that reached nobody.
    private(set) var failures = 0
    /// It is left alone until then.
    private(set) var heldUntil: Timestamp?

    /// True when something may be sent at a time.
    func isFree(at now: Timestamp) -> Bool { !isBusy && (heldUntil.map { $0 <= now } ?? true) }

    mutating func begin() { isBusy = true }

    /// Notes how an attempt ended; true when a receiver that was away answers again.
    mutating func end(_ result: Attempt.Result, at now: Timestamp, jitter: Double) -> Bool {
        isBusy = false
        switch result {
        case .interrupted: return false
        case .unreachable(let asked):
            failures += 1
            let wait = RetrySchedule(attempts: .max).wait(after: failures, asked: asked, jitter: jitter)
            let hold = min(wait ?? Limits.receiverHold, max(Limits.receiverHold, asked ?? .zero))
            heldUntil = now.adding(milliseconds: hold.milliseconds)
            return false
        case .delivered, .refused, .gone:
            defer { (failures, heldUntil) = (0, nil) }
            return failures > 0
        }
    }
}

/// How an attempt at a delivery ended.
struct Attempt: Sendable, Equatable {
    enum Result: Sendable, Equatable {
        case delivered
        /// It answered, but not as it should; worth another attempt, perhaps after a time it asked for.
        case refused(after: Duration?)
        /// Nobody answered, or whoever did said that the receiver is away.
        case unreachable(after: Duration?)
        /// The receiver wants nothing any more.
        case gone
        /// The agent stops; the attempt does not count.
        case interrupted
    }

    var result: Result
    /// Status of the answer, or the exit code.
    var answer: Int?
    /// Why it failed, or what a program printed.
    var note: String?
}

extension Attempt {
    /// What becomes of a delivery after this attempt, of so many before; nil when it does not count.
    func verdict(
        after attempts: Int, schedule: RetrySchedule, at now: Timestamp, jitter: Double
    ) -> DeliveryVerdict? {
        let (asked, isUnreachable): (Duration?, Bool)
        switch result {
        case .delivered: return .delivered
        case .gone: return .gone
        case .interrupted: return nil
        case .refused(let after): (asked, isUnreachable) = (after, false)
        case .unreachable(let after): (asked, isUnreachable) = (after, true)
        }
        guard let wait = schedule.wait(after: attempts + 1, asked: asked, jitter: jitter) else { return .failed }
        return .postponed(until: now.adding(milliseconds: wait.milliseconds), isUnreachable: isUnreachable)
    }
}
