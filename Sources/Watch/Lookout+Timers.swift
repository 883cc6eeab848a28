import Glibc
import Linux
import Model

extension Lookout {
    /// When `tick` has something to do; nil means never without an event.
    var deadline: Duration? {
        var earliest = [pairing.deadline, recoverAt].compactMap { $0 }.min()
        for watch in places.values {
            guard let next = watch.deadline else { continue }
            earliest = min(earliest ?? next, next)
        }
        return earliest
    }

    /// Does everything whose time has come.
    func tick(now: Duration) {
        forgetHints()
        release(pairing.expire(read: 0, now: now))
        if let due = recoverAt, due <= now { recover(now: now) }
        for watch in Array(places.values) {
            guard let due = watch.deadline, due <= now else { continue }
            tick(watch, now: now)
        }
    }

    private func tick(_ watch: PlaceWatch, now: Duration) {
        do throws(SystemError) {
            if watch.isDue(.find, now: now) { return attach(watch, now: now) }
            if watch.isDue(.canaryAnswer, now: now), missCanary(of: watch, now: now) { return }
            if watch.isDue(.canary, now: now), renewCanary(of: watch, now: now) { return }
            if watch.isDue(.watchAgain, now: now) { try watchAgain(watch, now: now) }
            if watch.isDue(.poll, now: now) { try poll(watch, now: now) }
            if watch.lacksWatches, watch.timers[.watchAgain] == nil {
                watch.timers[.watchAgain] = now + watch.limitBackoff.next()
            }
            if watch.isDue(.reconcile, now: now) || watch.isDue(.fullReconcile, now: now) {
                try reconcile(watch, now: now)
            }
        } catch {
            lose(watch, error, now: now)
        }
    }

    /// Sets the timers of a place that was just found.
    func startTimers(of watch: PlaceWatch, now: Duration) {
        let timings = watch.policy.timings
        // Control directories of finished batches are many: the kernel tells when one goes, nobody walks over them.
        if watch.isInbox {
            watch.timers[.fullReconcile] = now.next(every: timings.fullReconcile)
            watch.timers[.reconcile] = now.next(every: reconcileInterval(of: watch))
            watch.timers[.canary] = now.next(every: timings.canary)
        }
        if !watch.scanners.isEmpty {
            watch.timers[.poll] = now.next(every: watch.isBusy ? timings.pollBusy : timings.pollIdle)
        }
    }

    private func reconcileInterval(of watch: PlaceWatch) -> Duration {
        let timings = watch.policy.timings
        return watch.kind == .overlay ? min(timings.overlayReconcile, timings.reconcile) : timings.reconcile
    }

    /// Compares an inbox with the directory that was found, and asks for a walk of it.
    private func reconcile(_ watch: PlaceWatch, now: Duration) throws(SystemError) {
        _ = try watch.directory()
        if watch.isDue(.fullReconcile, now: now) {
            watch.timers[.fullReconcile] = now.next(every: watch.policy.timings.fullReconcile)
            if watch.rootWatch != nil { try rewatch(watch, reports: true) }
        }
        watch.timers[.reconcile] = now.next(every: reconcileInterval(of: watch))
        hint(watch, .here, .rescan)
    }

    /// Tries to watch what the kernel refused to watch.
    private func watchAgain(_ watch: PlaceWatch, now: Duration) throws(SystemError) {
        watch.timers[.watchAgain] = nil
        watch.lacksWatches = false
        guard prepareReader(for: watch) else { return }
        try rewatch(watch, reports: true)
        if watch.rootWatch != nil { watch.fallback = nil }
        guard !watch.lacksWatches else { return }
        watch.hasSaidLimit = false
        watch.limitBackoff = Backoff(
            first: watch.policy.timings.limitFirst, longest: watch.policy.timings.limitLongest)
        logger.info("\(watch.path): every directory is watched again")
    }
}
