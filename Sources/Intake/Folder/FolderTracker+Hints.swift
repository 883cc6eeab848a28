import Linux
import Model

extension FolderTracker {
    /// Takes a hint of the watch stage; nothing is looked at before `work`.
    func note(_ look: LookHere, at now: Duration) {
        switch look.change {
        case .rescan: rescan(at: now)
        case .lost: isLost = true
        case .arrived: note(look.path, isWhole: true, at: now)
        case .closed, .changed: note(look.path, isWhole: false, at: now)
        case .renamed(let from): noteRename(from, to: look.path, at: now)
        }
    }

    /// Asks for a list of the whole inbox.
    func rescan(at now: Duration) {
        isLost = false
        scanDue = max(now, scanRestsUntil)
    }

    private func note(_ path: BytePath, isWhole: Bool, at now: Duration) {
        guard !path.isEmpty else { return rescan(at: now) }
        guard let entry = entry(of: path) else { return rescan(at: now) }
        if let candidate = candidate(of: entry) {
            if isWhole { candidate.noteWhole(relative(path, to: candidate), isEntry: path == entry) }
            candidate.touch(at: now)
        } else {
            let known = arrivals[entry]
            arrivals[entry] = Arrival(
                due: min(known?.due ?? now, now), isWhole: (known?.isWhole ?? false) || (isWhole && path == entry))
        }
    }

    private func noteRename(_ from: BytePath, to path: BytePath, at now: Duration) {
        guard let entry = entry(of: path) else { return rescan(at: now) }
        let wasPartial = [.partial, .passing].contains(rules.classify(from.name))
        if path == entry, let old = candidates[.entry(from)] {
            if candidates[.entry(path)] == nil, rules.classify(path.name) == .plain {
                return follow(old, to: path, at: now)
            }
            old.touch(at: now)
        } else if let old = self.entry(of: from).flatMap(candidate(of:)) {
            old.touch(at: now)
        }
        if let candidate = candidate(of: entry) {
            if wasPartial { candidate.noteWhole(relative(path, to: candidate), isEntry: path == entry) }
            candidate.touch(at: now)
        } else {
            arrivals[entry] = Arrival(due: now, isWhole: wasPartial && path == entry)
        }
    }

    /// The part of a path that names a batch; nil for a permanent inbox itself.
    private func entry(of path: BytePath) -> BytePath? {
        guard settings.subfolders == .inboxes else { return path.first }
        let inner = path.droppingFirst
        if inner.isEmpty { return isArea(path) ? nil : path }
        return path.first.appending(inner.first)
    }

    /// The candidate an entry belongs to: its own, or the group of its inbox.
    private func candidate(of entry: BytePath) -> Candidate? {
        if let own = candidates[.entry(entry)] { return own }
        guard settings.looseFiles == .group, let group = candidates[.group(entry.parent)] else { return nil }
        // A name nobody has seen may as well be a new directory.
        return group.files[entry.name] == nil ? nil : group
    }

    private func relative(_ path: BytePath, to candidate: Candidate) -> BytePath {
        var rest = path
        for _ in candidate.key.path.components { rest = rest.droppingFirst }
        return rest.isEmpty ? path.name : rest
    }

    /// The batch of a renamed entry stays the same; its outbox directory follows.
    func follow(_ candidate: Candidate, to entry: BytePath, at now: Duration) {
        candidates[candidate.key] = nil
        candidate.key = .entry(entry)
        candidates[candidate.key] = candidate
        if let identity = candidate.identity { identities[identity] = candidate.key }
        // A single file is its own only reading.
        if candidate.batch.source == .file { candidate.files = [:] }
        candidate.touch(at: now)
        var shown = candidate.batch
        shown.entry = entry
        let name = batchName(of: entry, isFile: shown.source == .file)
        shown.name = name.display
        do {
            shown.outboxName = try reservation.rename(candidate.batch.outboxName, to: name)
        } catch {
            logger.error("an outbox directory cannot follow its batch: \(error)")
        }
        write(shown, of: candidate, at: now)
    }
}
