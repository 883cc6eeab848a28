import Model

/// Counts the attempts at one request and decides whether there is another.
struct AttemptTally: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case giveUp
        /// In another dialect, at once.
        case adapt
        /// When the limiter lets it.
        case enterAgain
        case wait(Duration)
    }

    /// Requests sent.
    var count = 0
    /// One line for each that failed.
    private(set) var notes: [String] = []
    private var failures = 0
    private var timeouts = 0
    private var overloads = 0
    private var adaptations = 0

    /// What comes after a problem; `jitter` lies between 0 and 1.
    mutating func next(after problem: Problem, canAdapt: Bool, jitter: Double) -> Step {
        count += 1
        notes.append("\(count): \(problem.message)")
        switch problem.remedy {
        case .none: return .giveUp
        case .otherwise:
            adaptations += 1
            return canAdapt && adaptations <= Limits.providerAdaptations ? .adapt : .giveUp
        case .again:
            failures += 1
            guard failures < Limits.providerAttempts else { return .giveUp }
            return .wait(Backoff.wait(after: failures, jitter: jitter))
        case .onceMore:
            timeouts += 1
            guard timeouts < Limits.providerTimeoutAttempts else { return .giveUp }
            return .wait(Backoff.wait(after: timeouts, jitter: jitter))
        case .whenThereIsRoom:
            overloads += 1
            return overloads < Limits.providerOverloadAttempts ? .enterAgain : .giveUp
        }
    }
}
