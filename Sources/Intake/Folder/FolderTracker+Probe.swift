import Linux
import Model

extension FolderTracker {
    /// Whether every file of a quiet batch is ready.
    struct ProbeReport {
        /// When to look again; nil when all are ready.
        var until: Duration?
        var blockedBy: [String] = []
        /// Nothing in the batch can be read.
        var failure: Failure?

        mutating func wait(until time: Duration) { until = min(until ?? time, time) }

        mutating func block(_ path: BytePath, _ reason: String) {
            if blockedBy.count < Limits.listedNames { blockedBy.append("\(path.display): \(reason)") }
        }
    }

    /// Asks the kernel about the writers of each file that is quiet; `sight` says whether the batch was declared whole.
    func probe(
        _ candidate: Candidate, _ listing: Listing, _ entries: [WalkEntry], _ states: [FileSettling],
        _ sight: BatchSight, at now: Duration
    ) -> ProbeReport {
        let doublings = max(settleDoublings, candidate.putBacks)
        let times = SettleTimes(
            settings, leaseTrusted: connections.leaseTrusted(folder), staleness: connections.staleness(folder),
            doublings: doublings)
        var report = ProbeReport()
        var files = 0
        var denied: SystemError?
        var deniedFiles = 0
        for (entry, state) in zip(entries, states) {
            interlude.tick()
            if case .partial = entry.role { continue }
            if case .wait(let until) = state.verdict(lease: nil, at: now, times: times), !sight.hasMarker {
                report.wait(until: until)
                continue
            }
            guard entry.kind == .file else { continue }
            files += 1
            let lease: LeaseState
            do {
                lease = try listing.root.openForReading(entry.path).probeLease()
            } catch  where error.isWouldBlock {
                // An oplock of Samba: its client may still write.
                lease = .busy
            } catch {
                if error.isDenied {
                    denied = error
                    deniedFiles += 1
                }
                lease = .unavailable
            }
            switch state.verdict(lease: lease, at: now, times: times) {
            case .busy:
                report.block(entry.path, "still open for writing")
                report.wait(until: now + Limits.busyLook)
            case .wait(let until) where !sight.hasMarker: report.wait(until: until)
            case .wait, .ready, .probe: break
            }
        }
        if let denied, deniedFiles == files, report.until == nil {
            report.failure = AccessProblem.failure(path: closedPath(of: candidate), error: denied)
        }
        return report
    }
}
