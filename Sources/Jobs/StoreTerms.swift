import Model

/// When a store that failed is asked again, and which items it has not taken back yet; no clock, no disk.
struct StoreTerms {
    /// When it is asked again; nil while it answers.
    private(set) var resumeAt: Duration?
    /// Items that it could not take back yet, by batch; leased to nobody who works on them.
    private(set) var unreleased: [String: [Int]] = [:]
    private var failures = 0

    /// It failed: the wait doubles.
    mutating func failed(now: Duration, jitter: Double) {
        failures += 1
        resumeAt = now + RetryDecider.backOff(min(failures, Limits.storeBackOffs), jitter: jitter)
    }

    /// It answered; true when it had failed before.
    mutating func answered() -> Bool {
        defer { failures = 0 }
        resumeAt = nil
        return failures > 0
    }

    /// Keeps items that it has to take back.
    mutating func owe(_ indexes: [Int], of batchID: String) { unreleased[batchID, default: []] += indexes }

    /// It has taken the items of a batch back.
    mutating func repaid(_ batchID: String) { unreleased[batchID] = nil }
}
