import Model

/// What one look at an unsealed batch showed; everything the decision needs.
struct BatchSight: Sendable, Equatable {
    /// A name that stands for an unfinished transfer.
    struct PartialName: Sendable, Equatable {
        var path: BytePath
        /// When its present state was first seen.
        var since: Duration
        /// True for temporary names of sync programs, which are forgotten in time.
        var isPassing: Bool
    }

    /// How far the manifest of a batch is fulfilled.
    enum Manifest: Sendable, Equatable {
        case absent
        /// Files it names are not there yet; the reasons for people.
        case waits([String])
        case fulfilled
    }

    /// Entries that will be items, or name some.
    var items = 0
    /// Looked at only where it decides.
    var manifest = Manifest.absent
    /// True when a job file lies in the tree.
    var hasJobFile = false
    /// True when the marker lies in the tree.
    var hasMarker = false
    /// True when the whole directory was renamed in, or from a partial name.
    var isWhole = false
    /// True for a batch that may grow by more entries: a directory or a group of files.
    var grows = true
    /// True for a directory, the only kind a marker can lie in.
    var takesMarker = true
    /// When something was first there.
    var openSince = Duration.zero
    /// When the last change was seen or reported.
    var quietSince = Duration.zero
    var partials: [PartialName] = []
}

/// Decides when a batch is complete (WATCHING rules 16, 18 and 19); no clock, no disk.
struct BatchSettling: Sendable {
    /// What to do about the batch now.
    enum Verdict: Sendable, Equatable {
        /// Reserved, nothing in it: nothing starts.
        case empty
        /// Not complete; to be looked at again then, or when something changes (nil).
        case wait(until: Duration?, blockedBy: [String])
        /// Complete as far as names and times tell; the files decide.
        case quiet
        /// Not complete for too long: visible, and looked at again.
        case stalled(Failure, until: Duration?, blockedBy: [String])
    }

    /// Quiet time of the whole tree.
    var batchSettle: Duration
    var maxWait: Duration
    var partialMaxAge: Duration
    /// Only the marker seals a batch.
    var needsMarker: Bool
    /// The marker, or a manifest whose files are all there, seals a batch.
    var needsManifest: Bool
    var marker: String

    /// The rules of a folder; a mount with `staleness` may show a new entry that much later.
    init(_ folder: WatchFolder, staleness: Duration = .zero, doublings: Int) {
        let late = folder.settle == nil ? staleness : .zero
        batchSettle = SettleTimes.doubled(folder.batchSettle, times: doublings) + late
        maxWait = folder.maxWait
        partialMaxAge = folder.partialMaxAge
        needsMarker = folder.seal == .marker
        needsManifest = folder.seal == .manifest
        marker = folder.marker
    }

    /// Whether names and times let the batch be sealed.
    func decide(_ sight: BatchSight, at now: Duration) -> Verdict {
        if sight.hasMarker { return .quiet }
        if sight.items == 0, sight.partials.isEmpty, !(sight.isWhole && sight.hasJobFile) { return .empty }
        if needsMarker, sight.takesMarker {
            return overdue(sight, at: now, blockedBy: ["\(marker): not there yet"], retry: nil)
        }
        if needsManifest, sight.takesMarker {
            switch sight.manifest {
            case .absent:
                let name = SteeringFile.manifest.rawValue
                return overdue(sight, at: now, blockedBy: ["\(name): not there yet"], retry: nil)
            case .waits(let reasons): return overdue(sight, at: now, blockedBy: reasons, retry: nil)
            case .fulfilled: return .quiet
            }
        }
        // What came whole by a rename has no transfer in it: its partial names are somebody's file names.
        if sight.isWhole { return .quiet }
        let blocking = sight.partials.filter { !$0.isPassing || now < $0.since + Limits.passingNameAge }
        if !blocking.isEmpty { return held(by: blocking, sight, at: now) }
        if sight.items == 0 { return .empty }
        guard sight.grows else { return .quiet }
        let end = sight.quietSince + batchSettle
        return now < end ? overdue(sight, at: now, blockedBy: [], retry: end) : .quiet
    }

    /// What a batch is whose files are not all ready: waiting, or stalled when that lasts too long.
    func unready(
        _ sight: BatchSight, at now: Duration, until: Duration, blockedBy: [String]
    ) -> Verdict {
        overdue(sight, at: now, blockedBy: blockedBy, retry: until)
    }

    private func held(by partials: [BatchSight.PartialName], _ sight: BatchSight, at now: Duration) -> Verdict {
        let names = partials.prefix(Limits.listedNames).map { "\($0.path.display): unfinished transfer" }
        if let old = partials.first(where: { !$0.isPassing && now >= $0.since + partialMaxAge }) {
            return .stalled(
                Failure(
                    .timeout, "\(old.path.display) still has the name of an unfinished transfer.", stage: .intake,
                    details: ["path": .string(old.path.display)],
                    resolution: "Finish the transfer, or rename or remove the file."),
                until: nil, blockedBy: names)
        }
        let ends = partials.map { $0.since + ($0.isPassing ? Limits.passingNameAge : partialMaxAge) }
        return .wait(until: ends.min(), blockedBy: names)
    }

    private func overdue(
        _ sight: BatchSight, at now: Duration, blockedBy: [String], retry: Duration?
    ) -> Verdict {
        let limit = sight.openSince + maxWait
        guard now >= limit else { return .wait(until: min(retry ?? limit, limit), blockedBy: blockedBy) }
        let minutes = maxWait.components.seconds / 60
        let reason = blockedBy.first.map { " (\($0))" } ?? ""
        return .stalled(
            Failure(
                .timeout, "The batch is not complete after \(minutes) minutes\(reason).", stage: .intake,
                resolution: resolution(for: sight)),
            until: retry, blockedBy: blockedBy)
    }

    private func resolution(for sight: BatchSight) -> String {
        if needsManifest, sight.takesMarker, sight.manifest != .fulfilled {
            return
                "Put what \(SteeringFile.manifest.rawValue) names into the directory, or a file named \(marker) to go on without it."
        }
        return needsMarker && sight.takesMarker
            ? "Put a file named \(marker) into the directory when it is complete."
            : "Let the program that writes it finish or end it; the batch starts by itself when it is quiet."
    }
}
