/// How a place is watched and why, for the log, `dropmill doctor` and the stability rules.
public struct BackendReport: Sendable, Equatable {
    /// The two ways to hear of changes.
    public enum Kind: String, Sendable {
        /// The kernel reports them.
        case inotify
        /// Listings are compared.
        case poll
    }

    public var kind: Kind
    /// Why this one, in plain words.
    public var reason: String
    /// Name of the file system, as in `ext4` or `nfs`; empty for a place that was never reached.
    public var fileSystem: String
    /// True when a granted lease proves that no writer is left.
    public var leaseTrusted: Bool
    /// For how long the mount may repeat what it knew of a file.
    public var staleness: Duration
    /// Directories watched by inotify.
    public var watches: Int
    /// Directories below the place that are polled although the place itself is watched.
    public var polledSubtrees: Int
    /// Times the kernel dropped events since the agent started, for all places together.
    public var overflows: Int
    /// False while the place is gone.
    public var isReachable: Bool

    public init(
        kind: Kind, reason: String, fileSystem: String, leaseTrusted: Bool, staleness: Duration = .zero,
        watches: Int = 0, polledSubtrees: Int = 0, overflows: Int = 0, isReachable: Bool = true
    ) {
        self.kind = kind
        self.reason = reason
        self.fileSystem = fileSystem
        self.leaseTrusted = leaseTrusted
        self.staleness = staleness
        self.watches = watches
        self.polledSubtrees = polledSubtrees
        self.overflows = overflows
        self.isReachable = isReachable
    }
}
