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
        release(pairing.expire(read: 0, now: now))
        if let due = recoverAt, due <= now { recover(now: now) }
        for watch in Array(places.values) {
            guard let due = watch.deadline, due <= now else { continue }
            tick(watch, now: now)
        }
    }

    private func tick(_ watch: PlaceWatch, now: Duration) {
        func isDue(_ deadline: Duration?) -> Bool { deadline.map { $0 <= now } ?? false }
        do throws(SystemError) {
            if isDue(watch.retryAt) { return attach(watch, now: now) }
            if isDue(watch.canaryDeadline) { return degrade(watch, now: now) }
            if isDue(watch.canaryAt) {
                watch.canaryAt = now.next(every: watch.policy.timings.canary)
                // A place that was given up gets another chance.
                if watch.fallback == .silentCanary {
                    watch.fallback = nil
                    return attach(watch, now: now)
                }
                sendCanary(watch, now: now)
            }
            if isDue(watch.limitRetryAt) { try watchAgain(watch, now: now) }
            if isDue(watch.pollAt) { try poll(watch, now: now) }
            if watch.lacksWatches, watch.limitRetryAt == nil {
                watch.limitRetryAt = now + watch.limitBackoff.next()
            }
            if isDue(watch.reconcileAt) || isDue(watch.fullAt) { try reconcile(watch, now: now) }
        } catch {
            lose(watch, error, now: now)
        }
    }

    /// Sets the timers of a place that was just found.
    func startTimers(of watch: PlaceWatch, now: Duration) {
        let timings = watch.policy.timings
        if watch.isInbox { watch.reconcileAt = now.next(every: reconcileInterval(of: watch)) }
        watch.fullAt = now.next(every: timings.fullReconcile)
        if watch.isInbox, watch.rootWatch != nil || watch.fallback == .silentCanary {
            watch.canaryAt = now.next(every: timings.canary)
        }
        if !watch.scanners.isEmpty {
            watch.pollAt = now.next(every: watch.isBusy ? timings.pollBusy : timings.pollIdle)
        }
        if watch.lacksWatches { watch.limitRetryAt = now + watch.limitBackoff.next() }
    }

    private func reconcileInterval(of watch: PlaceWatch) -> Duration {
        let timings = watch.policy.timings
        return watch.kind == .overlay ? min(timings.overlayReconcile, timings.reconcile) : timings.reconcile
    }

    /// Compares the directory with the one that was found, and asks for a walk of an inbox.
    private func reconcile(_ watch: PlaceWatch, now: Duration) throws(SystemError) {
        _ = try watch.directory()
        if let due = watch.fullAt, due <= now {
            watch.fullAt = now.next(every: watch.policy.timings.fullReconcile)
            if watch.isInbox, watch.rootWatch != nil { try rewatch(watch, reports: true) }
        }
        guard watch.isInbox else { return }
        watch.reconcileAt = now.next(every: reconcileInterval(of: watch))
        hint(watch, .here, .rescan)
    }

    // MARK: Polling

    /// Learns the present state of a tree that is to be polled.
    func poll(_ top: BytePath, of watch: PlaceWatch, in root: Directory) throws(SystemError) {
        var scanner = PollScanner(top: top, isDeep: watch.isInbox)
        _ = try scanner.scan(root)
        watch.scanners[top] = scanner
    }

    /// Polls a tree below a place that is watched otherwise.
    func pollSubtree(
        _ top: BytePath, of watch: PlaceWatch, reports: Bool
    ) throws(SystemError) {
        guard watch.scanners[top] == nil else { return }
        var scanner = PollScanner(top: top, isDeep: watch.isInbox)
        let found = try scanner.scan(watch.directory())
        watch.scanners[top] = scanner
        if reports { for path in found { hint(watch, path, .changed) } }
        if watch.pollAt == nil { watch.pollAt = .zero }
    }

    private func poll(_ watch: PlaceWatch, now: Duration) throws(SystemError) {
        let root = try watch.directory()
        var hasChanged = false
        for (top, var scanner) in watch.scanners {
            do throws(SystemError) {
                let changed = try scanner.scan(root)
                watch.scanners[top] = scanner
                hasChanged = hasChanged || !changed.isEmpty
                for path in changed where path.parent != .here || !isCanaryName(path) { hint(watch, path, .changed) }
            } catch {
                if top.isEmpty { throw error }
                watch.scanners[top] = nil
                hint(watch, top, .changed)
            }
        }
        let wait = watch.pace.wait(changed: hasChanged, isBusy: watch.isBusy)
        watch.pollAt = watch.scanners.isEmpty ? nil : now.next(every: wait)
    }

    /// Tries to watch what the kernel refused to watch.
    private func watchAgain(_ watch: PlaceWatch, now: Duration) throws(SystemError) {
        watch.limitRetryAt = nil
        watch.lacksWatches = false
        guard prepareReader(for: watch) else { return }
        try rewatch(watch, reports: true)
        if watch.rootWatch != nil { watch.fallback = nil }
        if !watch.lacksWatches {
            watch.hasSaidLimit = false
            watch.limitBackoff = Backoff(
                first: watch.policy.timings.limitFirst, longest: watch.policy.timings.limitLongest)
            logger.info("\(watch.path): every directory is watched again")
        }
    }

    // MARK: Canary

    private func isCanaryName(_ path: BytePath) -> Bool { path.bytes.starts(with: Self.canaryPrefix) }

    /// Makes and removes a file in a watched inbox, whose events must come.
    func sendCanary(_ watch: PlaceWatch, now: Duration) {
        guard watch.isInbox, watch.rootWatch != nil, let root = try? watch.directory() else { return }
        canaries += 1
        let name = BytePath(bytes: Self.canaryPrefix).appendingSuffix("\(getpid())-\(canaries)")
        // A directory we may not write to has no canary, and needs none: it is read-only by choice.
        guard (try? root.create(name, mode: 0o600)) != nil else { return }
        try? root.unlink(name)
        watch.canaryName = name
        watch.canaryDeadline = now + watch.policy.timings.canaryAnswer
    }

    /// Events still come.
    func hearCanary(_ name: BytePath, of watch: PlaceWatch) {
        guard seams.hearsCanary, name == watch.canaryName else { return }
        watch.canaryName = nil
        watch.canaryDeadline = nil
    }

    /// Polls a place whose events do not come.
    private func degrade(_ watch: PlaceWatch, now: Duration) {
        logger.error("\(watch.path): no event came for a test file made in it, it is polled from now on")
        watch.fallback = .silentCanary
        attach(watch, now: now)
    }
}

extension BytePath {
    /// The same name with more at its end.
    fileprivate func appendingSuffix(_ suffix: String) -> BytePath { BytePath(bytes: bytes + Array(suffix.utf8)) }
}
