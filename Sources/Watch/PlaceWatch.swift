import Glibc
import Linux
import Model

/// All that is known of one place: how it is watched, which timers run for it. Owned by the watcher thread.
final class PlaceWatch {
    /// Why a place is polled although its mount reports changes.
    enum Fallback: Equatable {
        case silentCanary
        case limit(SystemError)
        case taken(by: WatchedPlace)
    }

    /// What is done at a time.
    enum Timer {
        /// Ask for a walk.
        case reconcile
        /// Look for missing watches.
        case fullReconcile
        case poll
        case canary
        /// The canary should have been heard.
        case canaryAnswer
        /// Look for the lost place.
        case find
        /// Try to watch what the kernel refused to watch.
        case watchAgain
    }

    let place: WatchedPlace
    /// How the directory is called in messages.
    let path: String
    private let root: String
    private let below: BytePath
    let policy: WatchPolicy
    let isInbox: Bool

    /// Device and inode of the directory; nil while it is lost.
    ///
    /// The directory is not held open: while it were, its removal would raise no event and its mount stayed busy.
    var identity: Identity?
    var kind: MountKind?
    var fallback: Fallback?
    /// Watch of the directory itself; nil when it is polled.
    var rootWatch: Int32?
    /// Polled trees by where they start; `.here` when the whole place is polled.
    var scanners: [BytePath: PollScanner] = [:]
    /// True when a tree is polled because the kernel refused a watch.
    var lacksWatches = false
    /// True once the log says so, until every directory is watched again.
    var hasSaidLimit = false
    var isBusy = false
    /// True from the hint that the place is gone to the one that it is back.
    var isLost = false
    /// The name of a canary that was not heard yet.
    var canaryName: BytePath?
    /// True when its time is up: it is waited for once more, because this thread itself may have been held up.
    var isCanaryOverdue = false
    /// The mount that the mount point of the directory lies on; the path leads there when the right one is gone.
    var mountBelow: UInt64?
    /// Why the directory could not be reached the last time.
    var loss: SystemError?

    var pace: PollPace
    var lostBackoff: Backoff
    var limitBackoff: Backoff

    /// When what is due.
    var timers: [Timer: Duration] = [:]

    /// What makes a directory the same one.
    struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64

        init(_ status: FileStatus) {
            device = status.signature.device
            inode = status.signature.inode
        }
    }

    init(_ place: WatchedPlace, path root: String, below: BytePath, policy: WatchPolicy) {
        self.place = place
        self.root = root
        self.below = below
        path = below.isEmpty ? root : root + "/" + printable(below.display)
        self.policy = policy
        isInbox = place.purpose == .inbox
        pace = PollPace(policy.timings)
        lostBackoff = Backoff(first: policy.timings.lostFirst, longest: policy.timings.lostLongest)
        limitBackoff = Backoff(first: policy.timings.limitFirst, longest: policy.timings.limitLongest)
    }

    /// Opens the directory; what lies below the configured path is reached without following a link.
    func open() throws(SystemError) -> Directory {
        let directory = try Directory(path: root)
        return below.isEmpty ? directory : try directory.directory(below)
    }

    /// The earliest of all timers.
    var deadline: Duration? { timers.values.min() }

    /// True when the time of a timer has come.
    func isDue(_ timer: Timer, now: Duration) -> Bool { timers[timer].map { $0 <= now } ?? false }

    /// True when a directory on a mount of this kind is to be watched by inotify.
    func watches(_ kind: MountKind) -> Bool {
        switch policy.backend {
        case .inotify: true
        case .poll: false
        case .auto: kind.reportsChanges
        }
    }

    /// Opens the directory of the place; throws `ESTALE` when the path leads to another one by now.
    func directory() throws(SystemError) -> Directory {
        let opened = try open()
        guard try Identity(opened.status()) == identity else {
            throw SystemError(code: ESTALE, call: "open", subject: path)
        }
        return opened
    }

    /// How the place is watched, for people.
    func report(watches: Int, overflows: Int) -> BackendReport {
        let polled = rootWatch == nil
        let isLocal = kind?.reportsChanges ?? false
        return BackendReport(
            kind: polled ? .poll : .inotify, reason: reason, fileSystem: kind?.name ?? "",
            leaseTrusted: isLocal && policy.writers == .local && policy.backend != .poll && fallback != .silentCanary,
            staleness: kind?.staleness ?? .zero, watches: watches, polledSubtrees: polled ? 0 : scanners.count,
            overflows: overflows, isReachable: identity != nil)
    }

    private var reason: String {
        guard identity != nil, let kind else {
            return "it cannot be reached and is tried again: \(loss?.reason ?? "not found")"
        }
        switch fallback {
        case .silentCanary: return "no event came for a test file made in it"
        case .limit(let error): return Self.limitAdvice(error)
        case .taken(let other): return "it is watched for the folder \(other.folder) already"
        case nil: break
        }
        switch policy.backend {
        case .auto: return kind.reason
        case .inotify, .poll: return "the configuration says `backend: \(policy.backend.rawValue)`"
        }
    }

    /// What is needed when the kernel refuses a watch, with the line that helps.
    static func limitAdvice(_ error: SystemError) -> String {
        switch error.code {
        case ENOSPC: "no inotify watch is left: sysctl -w fs.inotify.max_user_watches=1048576"
        case EMFILE where error.call == "inotify_init1":
            "no inotify instance is left: sysctl -w fs.inotify.max_user_instances=1024"
        case EMFILE: "no descriptor is left: raise LimitNOFILE= of the service or `ulimit -n`"
        default: "the kernel has no memory for a watch: \(error.reason)"
        }
    }

    /// The mount below the one a directory lies on; nil when that is the root of the system, or the kernel does not say.
    static func mountBelow(_ mount: UInt64, of path: String) -> UInt64? {
        guard mount != 0 else { return nil }
        var ancestor = path[...]
        while let slash = ancestor.lastIndex(of: "/") {
            ancestor = ancestor[..<slash]
            guard let directory = try? Directory(path: ancestor.isEmpty ? "/" : String(ancestor)),
                let status = try? directory.status()
            else { return nil }
            if status.mount != mount { return status.mount }
        }
        return nil
    }
}
