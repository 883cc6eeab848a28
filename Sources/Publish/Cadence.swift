import Model

/// When the files of one batch are written next: at once for a new status, else once a second, later after a failure.
///
/// Nothing is due while nothing changes, so that an idle agent has no timer.
struct Cadence: Sendable, Equatable {
    private var isChanged = false
    private var isUrgent = false
    private var writtenAt: Duration?
    private var failedAt: Duration?
    private var failures = 0

    /// True when the last attempt failed.
    var isStuck: Bool { failures > 0 }

    /// The moment of the next attempt, since boot; nil when there is nothing to write.
    var due: Duration? {
        guard isChanged else { return nil }
        if let failedAt { return failedAt + wait }
        guard let writtenAt, !isUrgent else { return .zero }
        return writtenAt + Limits.publishInterval
    }

    /// Something changed; `isUrgent` when people wait for it.
    mutating func changed(isUrgent: Bool) {
        isChanged = true
        self.isUrgent = self.isUrgent || isUrgent
    }

    /// Everything that had changed is written.
    mutating func wrote(at now: Duration) {
        self = Cadence()
        writtenAt = now
    }

    /// Writing failed; what is pending stays pending.
    mutating func failed(at now: Duration) {
        isChanged = true
        failures += 1
        failedAt = now
    }

    private var wait: Duration {
        // 2^10 s is beyond the longest wait.
        min(Limits.publishRetryLongest, Limits.publishRetryFirst * (1 << min(failures - 1, 10)))
    }
}
