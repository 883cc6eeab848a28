import Glibc
import Linux
import Model

/// The canary: a file made in a watched inbox, whose event proves that events come.
extension Lookout {
    private static let canaryPrefix = Array(".dropmill-canary-".utf8)

    /// True for a canary in the root of a place, ours or another agent's.
    func isCanary(_ path: BytePath) -> Bool { path.bytes.starts(with: Self.canaryPrefix) }

    /// Makes and removes a canary.
    func sendCanary(_ watch: PlaceWatch, now: Duration) {
        guard watch.isInbox, watch.rootWatch != nil, let root = try? watch.directory() else { return }
        canaries += 1
        let name = BytePath(bytes: Self.canaryPrefix + Array("\(getpid())-\(canaries)".utf8))
        // A directory we may not write to has no canary, and needs none: it is read-only by choice.
        guard (try? root.create(name, mode: 0o600)) != nil else { return }
        try? root.unlink(name)
        watch.canaryName = name
        watch.isCanaryOverdue = false
        watch.timers[.canaryAnswer] = now + watch.policy.timings.canaryAnswer
    }

    /// Notes that events come.
    func hearCanary(_ name: BytePath, of watch: PlaceWatch) {
        guard seams.hearsCanary, name == watch.canaryName else { return }
        forgetCanary(of: watch)
    }

    /// Waits for the canary no longer.
    func forgetCanary(of watch: PlaceWatch) {
        watch.canaryName = nil
        watch.timers[.canaryAnswer] = nil
    }

    /// The canary was not heard in time; true when the place is polled from now on.
    func missCanary(of watch: PlaceWatch, now: Duration) -> Bool {
        guard watch.isCanaryOverdue else {
            watch.isCanaryOverdue = true
            watch.timers[.canaryAnswer] = now + watch.policy.timings.canaryAnswer
            return false
        }
        logger.error("\(watch.path): no event came for a test file made in it, it is polled from now on")
        watch.fallback = .silentCanary
        attach(watch, now: now)
        return true
    }

    /// Sends the next canary; true when a place that was given up got another chance.
    func renewCanary(of watch: PlaceWatch, now: Duration) -> Bool {
        watch.timers[.canary] = now.next(every: watch.policy.timings.canary)
        guard watch.fallback == .silentCanary else {
            sendCanary(watch, now: now)
            return false
        }
        watch.fallback = nil
        attach(watch, now: now)
        return true
    }
}
