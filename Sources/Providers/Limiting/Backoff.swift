import Model

/// How long to wait before a request is tried again.
enum Backoff {
    /// Doubled with each failure up to a limit; half of it is left to chance, so that many do not come back at once.
    static func wait(after failures: Int, jitter: Double) -> Duration {
        let doublings = min(max(0, failures - 1), 16)
        let full = min(Limits.providerFirstWait * (1 << doublings), Limits.providerLongestWait)
        return full / 2 + full / 2 * jitter
    }
}
