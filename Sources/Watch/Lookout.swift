import Glibc
import Linux
import Logging
import Model

/// Keeps every place under watch and turns what the kernel and the listings say into hints.
///
/// Confined to the watcher thread. It blocks on the disk and reads no clock: moments are handed in. Nothing it fails
/// at ends it; a place that cannot be watched is polled, a place that is gone is tried again.
final class Lookout {
    /// Where tests stand in for a kernel that refuses or stays silent.
    struct Seams: Sendable {
        /// The error number with which a watch of a directory is refused.
        var refusal: @Sendable (BytePath) -> Int32? = { _ in nil }
        /// False loses the events of every canary.
        var hearsCanary = true
    }

    let logger: Logger
    let seams: Seams
    private let emit: (LookHere) -> Void
    private let openReader: () throws(SystemError) -> EventReader

    var places: [WatchedPlace: PlaceWatch] = [:]
    var table = WatchTable()
    var pairing = RenamePairing()
    var reader: EventReader?
    /// Watches that were ended here and whose last events may still come.
    var ended: Set<Int32> = []
    /// Number of reads so far.
    var reads = 0
    /// Number of walks so far; says which directories a full walk did not see.
    var walks = 0
    var canaries = 0
    var overflows = 0
    /// When to recover from lost events.
    var recoverAt: Duration?
    var recoveredAt: Duration?
    /// Places whose report may have changed in this turn.
    private(set) var touched: Set<WatchedPlace> = []
    private var lastHints: [HintKey: LookHere.Change] = [:]

    private struct HintKey: Hashable {
        let place: WatchedPlace
        let path: BytePath
    }

    init(
        logger: Logger, seams: Seams = Seams(), openReader: @escaping () throws(SystemError) -> EventReader,
        emit: @escaping (LookHere) -> Void
    ) {
        self.logger = logger
        self.seams = seams
        self.openReader = openReader
        self.emit = emit
    }

    /// Starts to watch a place; a place of the same name is replaced.
    func add(_ place: WatchedPlace, path: String, below: BytePath = .here, policy: WatchPolicy, now: Duration) {
        remove(place)
        let watch = PlaceWatch(place, path: path, below: below, policy: policy)
        places[place] = watch
        attach(watch, now: now)
    }

    /// Stops to watch a place; no hint of it follows.
    func remove(_ place: WatchedPlace) {
        guard let watch = places.removeValue(forKey: place) else { return }
        touched.insert(place)
        unwatch(watch)
    }

    /// Says whether something at a place is unsettled.
    func setBusy(_ place: WatchedPlace, _ isBusy: Bool, now: Duration) {
        guard let watch = places[place], watch.isBusy != isBusy else { return }
        watch.isBusy = isBusy
        guard isBusy, watch.timers[.poll] != nil else { return }
        watch.timers[.poll] = now.next(every: watch.policy.timings.pollBusy)
    }

    /// How a place is watched at this moment.
    func report(of place: WatchedPlace) -> BackendReport? {
        places[place]?.report(watches: table.count(of: place), overflows: overflows)
    }

    /// Takes what the reader thread has to say.
    func take(_ message: EventReader.Message, now: Duration) {
        reader?.finished(message)
        switch message {
        case .events(let records): take(records, now: now)
        case .dropped: lostEvents(now: now)
        case .failed(let error):
            logger.error("inotify failed and is opened again: \(error)")
            reader = nil
            for watch in places.values where watch.rootWatch != nil {
                unwatch(watch)
                watch.timers[.find] = now + watch.lostBackoff.next()
            }
            ended = []
        }
    }

    /// Ends the reader thread.
    func stop() {
        reader?.stop()
        reader = nil
    }

    // MARK: Finding and losing a place

    /// Opens a place, chooses how to watch it, watches it, and only then asks for a walk.
    func attach(_ watch: PlaceWatch, now: Duration) {
        unwatch(watch)
        if watch.fallback != .silentCanary { watch.fallback = nil }
        do throws(SystemError) {
            let root = try watch.open()
            let status = try root.status()
            guard status.mount == 0 || status.mount != watch.mountBelow else {
                throw SystemError(code: ENODEV, call: "open", subject: "\(watch.path) (not mounted)")
            }
            let kind = try MountKind.of(root)
            watch.identity = PlaceWatch.Identity(status)
            watch.mountBelow = PlaceWatch.mountBelow(status.mount, of: watch.path)
            watch.kind = kind
            if watch.fallback == nil, watch.watches(kind), prepareReader(for: watch) {
                walks += 1
                watchTree(
                    root, WalkStep(path: .here, parent: nil, device: status.signature.device), of: watch,
                    reports: false)
                guard watch.rootWatch != nil || watch.scanners[.here] != nil else {
                    throw SystemError(code: EACCES, call: "inotify_add_watch", subject: watch.path)
                }
            } else {
                try startPolling(watch, in: root)
            }
            startTimers(of: watch, now: now)
            announce(watch)
            hint(watch, .here, .rescan)
            if watch.rootWatch != nil { sendCanary(watch, now: now) }
        } catch {
            lose(watch, error, now: now)
        }
    }

    /// Says that a place is gone, once, and sets the time of the next attempt.
    func lose(_ watch: PlaceWatch, _ error: SystemError, now: Duration) {
        unwatch(watch)
        watch.loss = error
        touched.insert(watch.place)
        watch.timers[.find] = now + watch.lostBackoff.next()
        guard !watch.isLost else { return }
        watch.isLost = true
        logger.warning("\(watch.path) is gone and is tried again: \(error)")
        hint(watch, .here, .lost)
    }

    /// Tells the log how a place is watched, when that is news.
    private func announce(_ watch: PlaceWatch) {
        if watch.isLost { logger.info("\(watch.path) is back") }
        watch.isLost = false
        watch.lostBackoff = Backoff(first: watch.policy.timings.lostFirst, longest: watch.policy.timings.lostLongest)
        guard watch.isInbox, let report = report(of: watch.place) else { return }
        logger.info("\(watch.path): \(report.kind.rawValue), \(report.reason)")
    }

    /// Lets go of the directory and of everything that watches it.
    func unwatch(_ watch: PlaceWatch) {
        end(watch.isInbox ? table.removeAll(of: watch.place) : watch.rootWatch.map { table.removeTree($0) } ?? [])
        watch.scanners = [:]
        watch.rootWatch = nil
        watch.identity = nil
        watch.canaryName = nil
        watch.lacksWatches = false
        watch.isCanaryOverdue = false
        watch.timers = [:]
    }

    /// Ends watches; events of them that are still queued are not news.
    func end(_ watches: [Int32]) {
        for watch in watches {
            ended.insert(watch)
            reader?.inotify.remove(watch)
        }
    }

    /// Opens inotify with the first place that needs it; false when the kernel refuses.
    func prepareReader(for watch: PlaceWatch) -> Bool {
        guard reader == nil else { return true }
        do {
            reader = try openReader()
            return true
        } catch {
            lackWatches(watch, error)
            return false
        }
    }

    // MARK: Hints

    /// Passes a hint on, unless the same was said of the same path in this turn.
    ///
    /// All events of a turn were read before its first hint, so one look covers every repetition.
    func hint(_ watch: PlaceWatch, _ path: BytePath, _ change: LookHere.Change) {
        touched.insert(watch.place)
        switch change {
        case .changed, .closed:
            let key = HintKey(place: watch.place, path: path)
            if lastHints[key] == change { return }
            if lastHints.count >= Limits.rememberedHints { lastHints = [:] }
            lastHints[key] = change
        case .rescan, .arrived, .renamed, .lost:
            // These change what a path stands for.
            lastHints = [:]
        }
        emit(LookHere(place: watch.place, path: path, change: change))
    }

    /// Forgets what was said: the next hints are about something later.
    func forgetHints() { lastHints = [:] }

    /// Ends what followed from one waking up.
    func endTurn() {
        forgetHints()
        touched = []
    }
}
