import Model

/// How long files of an inbox must be quiet (WATCHING rule 14), for the kind of mount they arrive on.
struct SettleTimes: Sendable, Equatable {
    /// With a free lease.
    var probed: Duration
    /// Where the kernel does not tell about writers.
    var unprobed: Duration
    /// Without content.
    var empty: Duration
    /// A granted lease proves nothing on mounts that poll and for writers on other machines.
    var trustsLease: Bool

    /// The times of a folder; `doublings` is how often its source proved slower than thought.
    ///
    /// On a mount that repeats what it knew of a file for some time (`staleness`) two equal readings may be one and the
    /// same, so files must look quiet for that much longer. A configured `settle` is taken as it is.
    init(_ folder: WatchFolder, leaseTrusted: Bool, staleness: Duration = .zero, doublings: Int) {
        trustsLease = leaseTrusted && folder.writers == .local
        let (withLease, withoutLease, withoutContent) =
            trustsLease
            ? (Limits.settleWithLease, Limits.settleWithoutLease, Limits.settleEmpty)
            : (
                Limits.settleOverNetwork + staleness, Limits.settleOverNetwork + staleness,
                Limits.settleEmptyOverNetwork + staleness
            )
        probed = Self.doubled(folder.settle ?? withLease, times: doublings)
        unprobed = Self.doubled(folder.settle ?? withoutLease, times: doublings)
        empty = max(withoutContent, probed)
    }

    /// A time doubled so often, at most five minutes unless it was longer from the start.
    static func doubled(_ time: Duration, times: Int) -> Duration {
        var result = time
        for _ in 0..<times where result < Limits.longestSettle { result = min(result * 2, Limits.longestSettle) }
        return result
    }
}
