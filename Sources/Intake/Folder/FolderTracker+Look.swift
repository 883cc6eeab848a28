import Folders
import Linux
import Model

extension FolderTracker {
    /// Why there is nothing to look at.
    private enum Absence: Error {
        case gone
        case refused(Failure)
        case unreadable(SystemError)
        /// Too large to be walked in a break of another look.
        case large
    }

    /// Looks at one candidate and does what is due for it.
    func look(at candidate: Candidate, _ now: Duration) {
        if isStillHeld(candidate, at: now) { return }
        let isOuter = busy == nil
        if isOuter { busy = candidate }
        candidate.isBusy = true
        defer {
            candidate.isBusy = false
            if isOuter { busy = nil }
        }
        let listing: Listing
        do {
            listing = try list(candidate)
        } catch {
            return settle(error, candidate, at: now)
        }
        candidate.missingSince = nil
        candidate.isLarge = listing.entries.count > Limits.shortLook
        defer { candidate.rest(from: now, until: Clock.sinceBoot()) }
        let watched = listing.entries.filter { $0.role != .litter && $0.role != .marker }
        let (changed, states) = candidate.read(watched, at: now)
        if candidate.batch.refused {
            let looksAgain = changed || candidate.isRetried
            candidate.keep(watched, states)
            guard looksAgain, reopen(candidate, at: now) else { return }
        }
        let sight = sight(of: candidate, listing, watched, states, at: now)
        let settling = BatchSettling(
            settings, staleness: connections.staleness(folder), doublings: batchDoublings)
        var verdict = settling.decide(sight, at: now)
        if verdict == .quiet {
            let report = probe(candidate, listing, watched, states, sight, at: now)
            if let failure = report.failure {
                verdict = .stalled(failure, until: nil, blockedBy: report.blockedBy)
            } else if let until = report.until {
                verdict = settling.unready(sight, at: now, until: until, blockedBy: report.blockedBy)
            } else {
                seal(candidate, listing, at: now)
                // What was given back starts with fresh readings.
                if candidates[candidate.key] === candidate, candidate.isKnown { candidate.keep(watched, states) }
                return
            }
        }
        candidate.keep(watched, states)
        act(on: verdict, candidate, listing, at: now)
    }

    private func list(_ candidate: Candidate) throws(Absence) -> Listing {
        do {
            if candidate.place == .work {
                let tree = try directories.tree(of: candidate.batch)
                return try walk(tree, of: candidate)
            }
            switch candidate.key {
            case .entry(let entry) where candidate.batch.source == .file:
                let status = try directories.inbox.status(entry)
                guard status.kind != .directory else { throw Absence.gone }
                let item = WalkEntry(path: entry.name, kind: status.kind, signature: status.signature, role: .item)
                let area = try inbox(of: entry.parent)
                let isEmpty = item.kind == .file && item.signature.size == 0
                return Listing(root: area, entries: [item] + (isEmpty ? transfers(of: entry.name, in: area) : []))
            case .entry(let entry):
                return try walk(try directories.inbox.directory(entry), of: candidate)
            case .group(let area):
                return try loose(in: try inbox(of: area))
            }
        } catch let absence as Absence {
            throw absence
        } catch let error as SystemError {
            throw error.isNotFound || error.isEscape ? .gone : .unreadable(error)
        } catch {
            throw .gone
        }
    }

    private func walk(_ tree: Directory, of candidate: Candidate) throws(Absence) -> Listing {
        var entries: [WalkEntry] = []
        entries.reserveCapacity(candidate.files.count)
        var walk = self.walk(of: candidate.batch)
        if interlude.isRunning { walk.patience = Limits.shortLook }
        do {
            try walk.run(tree) { entry in
                entries.append(entry)
                interlude.tick()
            }
        } catch {
            switch error {
            case .refused(let failure): throw .refused(failure)
            case .unreadable(let problem): throw .unreadable(problem)
            case .long: throw .large
            }
        }
        return Listing(root: tree, entries: entries)
    }

    /// The walk of a batch; steering files mean something in dropped directories only.
    func walk(of batch: Batch) -> Walk {
        let isTree = batch.source == .directory || batch.source == .inPlace
        return Walk(rules: rules, marker: isTree ? BytePath(settings.marker) : nil)
    }

    /// Partial names beside an empty file that say where its content is: browsers take the name with an empty file first.
    private func transfers(of name: BytePath, in area: Directory) -> [WalkEntry] {
        let dot = name.bytes.lastIndex(of: UInt8(ascii: ".")) ?? name.bytes.endIndex
        let stem = name.bytes[..<dot] + [UInt8(ascii: ".")]
        let names = (try? area.entries().map(\.name)) ?? []
        return names.compactMap { other in
            guard other.bytes.starts(with: stem), rules.classify(other) == .partial,
                let status = try? area.status(other)
            else { return nil }
            return WalkEntry(
                path: other, kind: status.kind, signature: status.signature, role: .partial(isPassing: false))
        }
    }

    private func loose(in area: Directory) throws -> Listing {
        let walk = Walk(rules: rules, marker: nil)
        var entries: [WalkEntry] = []
        for entry in try area.entries() where entry.name != BytePath(settings.marker) && !isArchiveName(entry.name) {
            guard let status = try? area.status(entry.name), status.kind != .directory else { continue }
            let role = walk.role(of: entry.name, kind: status.kind, depth: 0)
            entries.append(WalkEntry(path: entry.name, kind: status.kind, signature: status.signature, role: role))
        }
        guard entries.contains(where: { $0.role == .item }) else { throw Absence.gone }
        return Listing(root: area, entries: entries)
    }

    private func settle(_ absence: Absence, _ candidate: Candidate, at now: Duration) {
        switch absence {
        case .gone:
            // An inbox that is gone itself says nothing about what was in it.
            guard candidate.place == .inbox, (try? directories.inbox.status().links) ?? 0 > 0 else {
                return candidate.schedule(at: now + Limits.secondLook)
            }
            // It may have another name by now, and the event of that is still on its way.
            guard let missing = candidate.missingSince, now >= missing + Limits.readingGap else {
                candidate.missingSince = candidate.missingSince ?? now
                scanDue = max(now, scanRestsUntil)
                return candidate.schedule(at: now + Limits.readingGap)
            }
            withdraw(candidate, at: now)
            if case .entry(let entry) = candidate.key {
                arrivals[entry] = Arrival(due: now, isWhole: false)
            }
        case .large:
            candidate.isLarge = true
            candidate.schedule(at: now)
        case .refused(let failure):
            guard !candidate.batch.refused else { return }
            // Any tree that can be walked differs from this one.
            candidate.isKnown = true
            candidate.files = [:]
            refuse(candidate, failure, at: now)
        case .unreadable(let error):
            let failure =
                error.isDenied
                ? AccessProblem.failure(path: closedPath(of: candidate), error: error)
                : Failure(
                    .processingError, "The batch cannot be read: \(error)", stage: .intake,
                    resolution: "Check the disk; the agent looks again every minute.")
            show(candidate, .stalled, failure: failure, at: now)
            candidate.retry(at: now)
        }
    }

    /// The absolute path of a candidate's entry.
    func path(of candidate: Candidate) -> String {
        let path = candidate.key.path
        return path.isEmpty ? settings.inbox : settings.inbox + "/" + path.display
    }

    /// What must be opened to the agent so that it can read and take a batch: the directory it lies in where nothing
    /// can be taken out of that, else the batch itself.
    func closedPath(of candidate: Candidate) -> String {
        let own = path(of: candidate)
        guard case .entry(let entry) = candidate.key, let area = try? inbox(of: entry.parent), !area.takesEntries
        else { return own }
        return entry.parent.isEmpty ? settings.inbox : settings.inbox + "/" + entry.parent.display
    }

    private func sight(
        of candidate: Candidate, _ listing: Listing, _ watched: [WalkEntry], _ states: [FileSettling],
        at now: Duration
    ) -> BatchSight {
        var sight = BatchSight()
        sight.hasMarker = listing.entries.contains { $0.role == .marker }
        sight.grows = candidate.grows
        sight.takesMarker = candidate.batch.source == .directory || candidate.batch.source == .inPlace
        for (entry, state) in zip(watched, states) {
            switch entry.role {
            case .item, .steering(.manifest): sight.items += 1
            case .steering(let file): sight.hasJobFile = sight.hasJobFile || file.isJob
            case .partial(let isPassing):
                sight.partials.append(
                    BatchSight.PartialName(path: entry.path, since: state.since, isPassing: isPassing))
            case .litter, .marker: break
            }
        }
        // The clock of `max_wait` starts with the first content, and an empty directory is filled in place.
        if sight.items == 0, sight.partials.isEmpty {
            candidate.openSince = now
            if !sight.hasJobFile { candidate.isWhole = false }
        }
        sight.isWhole = candidate.isWhole
        sight.openSince = candidate.openSince
        sight.quietSince = candidate.quietSince
        if settings.seal == .manifest, sight.takesMarker, !sight.hasMarker {
            sight.manifest = manifestState(of: candidate, listing)
        }
        return sight
    }

    private func act(on verdict: BatchSettling.Verdict, _ candidate: Candidate, _ listing: Listing, at now: Duration) {
        let total = listing.entries.count { $0.role == .item }
        switch verdict {
        case .empty:
            show(candidate, .uploading, total: total, listing, at: now)
        case .wait(let until, let blockedBy):
            show(candidate, .uploading, total: total, listing, blockedBy: blockedBy, at: now)
            if let until { candidate.schedule(at: until) }
        case .stalled(let failure, let until, let blockedBy):
            show(candidate, .stalled, total: total, listing, blockedBy: blockedBy, failure: failure, at: now)
            candidate.schedule(at: until ?? now + Limits.secondLook)
        case .quiet: break
        }
    }

    /// Shows how a candidate stands; the live count of a growing one at most once a second.
    func show(
        _ candidate: Candidate, _ status: BatchStatus, total: Int? = nil, _ listing: Listing? = nil,
        blockedBy: [String] = [], failure: Failure? = nil, throttle: Batch.Throttle? = nil, at now: Duration
    ) {
        var shown = candidate.batch
        shown.status = status
        shown.failure = failure
        shown.throttle = throttle
        if let total { shown.counts.total = total }
        shown.intake.blockedBy = blockedBy
        if let listing { shown.intake.ignored = listing.ignored(partialsToo: false) }
        guard shown != candidate.batch else { return }
        let isUrgent = status != candidate.batch.status || failure != candidate.batch.failure
        if !isUrgent, let last = candidate.shownAt, now < last + Limits.countInterval {
            return candidate.schedule(at: last + Limits.countInterval)
        }
        write(shown, of: candidate, at: now)
    }
}
