import Model

/// What follows a failed try at an item (WATCHING rule 27).
enum RetryDecision: Equatable {
    /// The failure is the outcome.
    case settle
    /// Once more, with nothing else running.
    case again
    /// The cause lies outside the document: hold the batch and try again later, as often as it takes.
    case wait(Duration)
}

/// Decides about failed tries; no clock, no disk.
struct RetryDecider {
    /// Transient failures of the batch in a row.
    private(set) var transientFailures = 0

    /// - Parameter jitter: a random number from 0 to 1.
    mutating func decide(_ failure: Failure, attempt: Int, isTransient: Bool, jitter: Double) -> RetryDecision {
        if isTransient {
            transientFailures += 1
            return .wait(Self.backOff(transientFailures, jitter: jitter))
        }
        switch failure.code {
        case .workerCrashed, .timeout, .memoryLimit:
            return attempt < Limits.hostileAttempts ? .again : .settle
        default:
            return .settle
        }
    }

    /// Something worked: the next transient failure waits from the start again.
    mutating func succeeded() {
        transientFailures = 0
    }

    /// 1 s doubled with each failure up to ten minutes, of which the last fifth is random.
    static func backOff(_ failures: Int, jitter: Double) -> Duration {
        let doubled = Limits.firstBackOff * (1 << min(failures - 1, 20))
        return min(doubled, Limits.longestBackOff) * (0.8 + 0.2 * jitter)
    }
}
