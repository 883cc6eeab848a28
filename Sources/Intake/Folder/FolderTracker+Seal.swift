import Linux
import Model

extension FolderTracker {
    /// Freezes a complete batch: checks it, takes it out of the inbox, verifies it and gives it to the store.
    func seal(_ candidate: Candidate, _ listing: Listing, at now: Duration) {
        if let throttle = connections.holdsClaims(directories) { return hold(candidate, by: throttle, at: now) }
        switch contents(of: candidate, listing, at: now) {
        case .waiting: return
        case .plain: seal(candidate, listing, moving: nil, at: now)
        case .archive(let archive): seal(candidate, archive, moving: listing.items, at: now)
        }
    }

    /// Seals the entries of an archive; the archive itself, `moving`, is what is claimed.
    private func seal(_ candidate: Candidate, _ archive: UnpackedArchive, moving: [WalkEntry], at now: Duration) {
        do {
            seal(
                candidate, try listing(of: archive, candidate), moving: moving, warnings: archive.warnings, at: now)
        } catch {
            refuse(candidate, error, at: now)
        }
    }

    private func seal(
        _ candidate: Candidate, _ listing: Listing, moving: [WalkEntry]?, warnings: [String] = [], at now: Duration
    ) {
        let items = listing.items
        var batch = candidate.batch
        batch.intake.ignored = listing.ignored(partialsToo: true)
        batch.intake.blockedBy = []
        if moving != nil { batch.source = .packed }
        var dropped = items
        do {
            let manifest = try manifest(of: batch, listing)
            if manifest == nil { try SizeCheck(limits: settings.limits).check(items) }
            let area = settings.subfolders == .inboxes ? batch.entry.parent.utf8 : nil
            try Resolution(folder: settings, configurations: configurations, area: area, models: models)
                .configure(&batch, from: listing, acceptsKeys: settings.acceptDroppedKeys, desk: steering)
            batch.warnings += warnings
            if let manifest {
                try layDown(manifest, into: &batch)
                // Nobody may change it before the claim either.
                if !manifest.isLone { dropped.append(manifest.entry) }
            }
        } catch  where error.isTransient {
            // No worker, or a disk that does not answer: the batch is not at fault.
            show(candidate, .stalled, failure: error, at: now)
            return candidate.retry(at: now)
        } catch {
            return refuse(candidate, error, at: now)
        }
        if batch.source == .inPlace {
            commit(batch, dropped, of: candidate, at: now)
        } else {
            claim(batch, dropped, of: candidate, moving: moving, partials: listing.partials, at: now)
        }
    }

    /// Leaves a batch in the inbox while a limit allows no claim, and looks again when the limit says so.
    func hold(_ candidate: Candidate, by throttle: Batch.Throttle, at now: Duration) {
        show(candidate, .throttled, throttle: throttle, at: now)
        let wait = throttle.resumeAt.map { Duration.milliseconds($0.milliseconds - Clock.now().milliseconds) }
        candidate.schedule(at: now + max(Limits.readingGap, wait ?? Limits.secondLook))
    }

    /// True when a batch that was held still is: found out without walking a tree that nobody touched.
    func isStillHeld(_ candidate: Candidate, at now: Duration) -> Bool {
        guard candidate.batch.status == .throttled, candidate.touched == nil, candidate.isKnown,
            directories.inbox.contains(candidate.key.path),
            let throttle = connections.holdsClaims(directories)
        else { return false }
        hold(candidate, by: throttle, at: now)
        return true
    }

    /// Refuses a batch before its claim; it stays in the inbox.
    func refuse(_ candidate: Candidate, _ failure: Failure, at now: Duration) {
        discardUnpacked(of: candidate)
        do {
            try store.refuse(candidate.batch.id, failure, at: Clock.now())
            refresh(candidate)
        } catch {
            logger.error("a batch cannot be refused: \(error)", metadata: ["batch": "\(candidate.batch.id)"])
            candidate.retry(at: now)
        }
    }

    /// A refused batch starts anew; false when the store does not let it.
    func reopen(_ candidate: Candidate, at now: Duration) -> Bool {
        candidate.isRetried = false
        candidate.openSince = now
        do {
            try store.reopen(candidate.batch.id, at: Clock.now())
            refresh(candidate)
            return true
        } catch {
            logger.error("a batch cannot be looked at again: \(error)", metadata: ["batch": "\(candidate.batch.id)"])
            candidate.isRetried = true
            candidate.retry(at: now)
            return false
        }
    }
}
