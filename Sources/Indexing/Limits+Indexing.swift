import Model

extension Limits {
    /// Items after which what is in a collection is made durable.
    static let indexedAtOnce = 500
    /// Seconds a worker may take to hand out one published document.
    static let passageSeconds = 120
    /// First wait after a failure that may pass, doubled each time.
    static let firstIndexingWait = Duration.seconds(10)
    /// Longest wait after such a failure.
    static let longestIndexingWait = Duration.seconds(600)
    /// How long the worker of a lane is asked for at once.
    static let indexingSlice = Duration.milliseconds(250)
}
