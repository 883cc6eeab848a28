import Linux
import Model
import Store

extension FolderTracker {
    /// Meets a name for the first time: a new batch, a known one under a new name, or nothing.
    func meet(_ entry: BytePath, isWhole: Bool, at now: Duration) {
        guard candidates[.entry(entry)] == nil, rules.classify(entry.name) == .plain else { return }
        let status: FileStatus
        do throws(SystemError) {
            status = try directories.inbox.status(entry)
        } catch {
            if !error.isNotFound, !error.isEscape { meetAgain(entry, isWhole: isWhole, at: now) }
            return
        }
        if status.kind == .directory {
            if entry.parent.isEmpty, settings.subfolders == .inboxes { return rescan(at: now) }
        } else {
            // Without a directory there is nothing a marker could be about.
            if entry.name == BytePath(settings.marker) || settings.inPlace { return }
            if settings.looseFiles == .group, !isArchiveName(entry.name) {
                return meetLoose(entry, isWhole: isWhole, at: now)
            }
        }
        let identity = Identity(status.signature)
        if let known = identities[identity], let candidate = candidates[known],
            !directories.inbox.contains(known.path)
        {
            // Its look goes on; what it is called now is found out after that.
            if candidate.isBusy {
                return arrivals[entry] = Arrival(due: now + Limits.readingGap, isWhole: isWhole)
            }
            return follow(candidate, to: entry, at: now)
        }
        if settings.inPlace, isSettledInPlace(entry) { return }
        let source: Batch.Source = status.kind == .directory ? (settings.inPlace ? .inPlace : .directory) : .file
        let name = batchName(of: entry, isFile: source == .file)
        open(
            .entry(entry), source: source, name: name.display, diskName: name, identity: identity,
            isWhole: isWhole && !putBacks.contains(identity), at: now)
    }

    private func meetLoose(_ entry: BytePath, isWhole: Bool, at now: Duration) {
        let key = CandidateKey.group(entry.parent)
        if candidates[key] == nil {
            let name = "Batch \(Clock.local(Clock.now()).toMinute())"
            open(
                key, source: .group, name: name, diskName: Supplement.diskName(name), identity: nil, isWhole: false,
                at: now)
        }
        guard let group = candidates[key] else { return }
        if isWhole { group.wholeFiles.insert(entry.name) }
        group.touch(at: now)
    }

    /// Records a batch at first sight: its row and its outbox directory.
    private func open(
        _ key: CandidateKey, source: Batch.Source, name: String, diskName: BytePath, identity: Identity?,
        isWhole: Bool, at now: Duration
    ) {
        let time = Clock.now()
        do {
            let outboxName = try reservation.make(diskName)
            var batch = Batch(
                id: Identifier.make(.batch, at: time), folder: folder, source: source, name: name, entry: key.path,
                outboxName: outboxName, job: settings.job,
                sourceDirectoryID: Identifier.make(.directory, at: time), createdAt: time)
            batch.intake.backend = connections.backend(folder)
            batch.projectID = settings.projectID
            do {
                try store.reserve(batch)
            } catch {
                try? reservation.remove(outboxName)
                throw error
            }
            let candidate = Candidate(key: key, batch: batch, identity: identity, isWhole: isWhole, at: now)
            unmet[key.path] = nil
            add(candidate)
            refresh(candidate)
        } catch {
            // Most likely a full disk: the entry stays where it is and is met again.
            logger.error("a batch cannot be opened: \(error)", metadata: ["name": "\(printable(name))"])
            // A directory that was reserved for it may be left in the outbox.
            recoveryDue = recoveryDue ?? now + Limits.readingGap
            // A group is met again by the next rescan.
            if case .entry(let entry) = key { meetAgain(entry, isWhole: isWhole, at: now) }
        }
    }

    /// An entry that could not be looked at or recorded stays where it is and is met again, soon, then ever later.
    private func meetAgain(_ entry: BytePath, isWhole: Bool, at now: Duration) {
        _ = try? directories.refresh()
        if unmet.count >= Limits.listedNames { unmet = [:] }
        let failures = unmet[entry, default: 0] + 1
        unmet[entry] = failures
        arrivals[entry] = Arrival(due: now + Limits.intakeRetry(failures), isWhole: isWhole)
    }

    func add(_ candidate: Candidate) {
        candidates[candidate.key] = candidate
        if let identity = candidate.identity { identities[identity] = candidate.key }
    }

    func drop(_ candidate: Candidate) {
        candidates[candidate.key] = nil
        if let identity = candidate.identity, identities[identity] == candidate.key { identities[identity] = nil }
    }

    /// The entry went before it was sealed: the batch is forgotten.
    func withdraw(_ candidate: Candidate, at now: Duration) {
        let id = candidate.batch.id
        do {
            if try store.batch(id)?.refused == true { try store.reopen(id, at: Clock.now()) }
            try store.withdraw(id, at: Clock.now())
        } catch {
            logger.error("a batch that went cannot be withdrawn: \(error)", metadata: ["batch": "\(id)"])
            return candidate.retry(at: now)
        }
        drop(candidate)
        discardUnpacked(of: candidate)
        do {
            try reservation.remove(candidate.batch.outboxName)
            if let batch = try store.batch(id) { connections.changed(batch) }
        } catch {
            logger.error("the results directory of a batch that went stays: \(error)", metadata: ["batch": "\(id)"])
        }
    }

    /// Reads the row again, because the store counts events, and tells it on.
    func refresh(_ candidate: Candidate) {
        do {
            if let batch = try store.batch(candidate.batch.id) { candidate.batch = batch }
            connections.changed(candidate.batch)
        } catch {
            logger.error("a batch cannot be read: \(error)", metadata: ["batch": "\(candidate.batch.id)"])
        }
    }

    /// Records how an open batch is shown now.
    func write(_ shown: Batch, of candidate: Candidate, at now: Duration) {
        do {
            guard try store.updateOpen(shown, at: Clock.now()) else { return }
            candidate.shownAt = now
            refresh(candidate)
        } catch {
            logger.error("a batch cannot be updated: \(error)", metadata: ["batch": "\(shown.id)"])
            candidate.schedule(at: now + Limits.busyLook)
        }
    }
}
