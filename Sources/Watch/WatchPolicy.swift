import Model

/// How one place is to be watched.
public struct WatchPolicy: Sendable {
    /// The configured back end; `auto` asks the mount.
    public var backend: WatchFolder.Backend
    /// Where the writers are; `network` means that a free lease proves nothing.
    public var writers: WatchFolder.Writers
    public var timings: WatchTimings

    public init(
        backend: WatchFolder.Backend = .auto, writers: WatchFolder.Writers = .local,
        timings: WatchTimings = WatchTimings()
    ) {
        self.backend = backend
        self.writers = writers
        self.timings = timings
    }
}

/// Every wait of the watch stage.
public struct WatchTimings: Sendable {
    /// Between two hints to walk an inbox again.
    public var reconcile = Duration.seconds(60)
    /// The same on an overlay, whose lower layer changes in silence.
    public var overlayReconcile = Duration.seconds(30)
    /// Between two walks that look for missing watches.
    public var fullReconcile = Duration.seconds(300)
    /// Between two polls while something is unsettled.
    public var pollBusy = Duration.seconds(2)
    /// Between two polls after a change.
    public var pollIdle = Duration.seconds(10)
    /// Between two polls where nothing changes.
    public var pollLongest = Duration.seconds(60)
    /// Between two proofs that events still come.
    public var canary = Duration.seconds(3600)
    /// For the event of such a proof.
    public var canaryAnswer = Duration.seconds(2)
    /// Before the first attempt to find a lost place again; doubles.
    public var lostFirst = Duration.seconds(1)
    public var lostLongest = Duration.seconds(60)
    /// Before the first attempt to watch what the kernel refused to watch; doubles.
    public var limitFirst = Duration.seconds(10)
    public var limitLongest = Duration.seconds(600)

    public init() {}
}

/// A wait that doubles with every failure up to a longest one.
struct Backoff {
    let first: Duration
    let longest: Duration
    private var current: Duration

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
        current = first
    }

    /// The wait before the next attempt.
    mutating func next() -> Duration {
        defer { current = min(current * 2, longest) }
        return current
    }
}

extension Duration {
    /// The next moment after this one that is a multiple of `interval`, at least half an interval away.
    ///
    /// Timers of many places then fall together, and an idle agent wakes once for all of them.
    func next(every interval: Duration) -> Duration {
        let length = max(1, interval.nanoseconds)
        return .nanoseconds(((self + interval / 2).nanoseconds / length + 1) * length)
    }

    private var nanoseconds: Int64 { Int64(self / .nanoseconds(1)) }
}
