import Model

/// When a running batch is likely to be finished, from what it did since it started.
struct Estimate: Equatable {
    /// Seconds left, rounded up.
    let seconds: Int
    /// The moment itself.
    let completion: Timestamp

    /// Nil until something is finished and while nothing moves.
    init?(of batch: Batch, at now: Timestamp) {
        let counts = batch.counts
        guard batch.status == .processing, let started = batch.startedAt, counts.finished > 0 else { return nil }
        let elapsed = now.milliseconds - started.milliseconds
        guard elapsed > 0 else { return nil }
        let left = Double(elapsed) / Double(counts.finished) * Double(max(0, counts.total - counts.finished))
        seconds = Int((left / 1000).rounded(.up))
        completion = now.adding(milliseconds: Int64(left))
    }
}
