import Glibc
import Linux
import Model

/// Where a walk stands.
struct WalkStep {
    let path: BytePath
    /// Watch of the containing directory; nil for the root of the place.
    let parent: Int32?
    /// Device of the containing directory.
    let device: UInt64
    /// True to go on below directories that are watched already.
    var isFull = true
    var depth = 0

    func below(_ name: BytePath, watch: Int32, device: UInt64) -> WalkStep {
        WalkStep(path: path.appending(name), parent: watch, device: device, isFull: isFull, depth: depth + 1)
    }
}

extension Lookout {
    /// Watches a directory, then lists it, and does the same below: in this order nothing is lost in a race.
    ///
    /// With `reports`, every entry of a directory that was not watched before is hinted at as changed.
    func watchTree(_ directory: Directory, _ step: WalkStep, of watch: PlaceWatch, reports: Bool) {
        let device: UInt64
        let entry: WatchTable.Entry
        let number: Int32
        do throws(SystemError) {
            device = try directory.status().signature.device
            if device != step.device, !watch.watches(try MountKind.of(directory)) {
                return try pollSubtree(step.path, of: watch, reports: reports)
            }
            number = try addWatch(of: directory, at: step.path)
            entry = table.enter(number, of: watch.place, parent: step.parent, name: step.path.name, walk: walks)
        } catch {
            return cannotWatch(directory, step, of: watch, error, reports: reports)
        }
        if case .taken(let other) = entry {
            logger.notice("\(directory.label) is watched for \(other.folder) already and is polled for this folder")
            if step.path.isEmpty { watch.fallback = .taken(by: other) }
            try? pollSubtree(step.path, of: watch, reports: reports)
            return
        }
        watch.scanners[step.path] = nil
        if step.parent == nil { watch.rootWatch = number }
        if case .known = entry, !step.isFull { return }
        guard watch.isInbox, step.depth < Limits.treeDepth else { return }
        var isNew = false
        if case .new = entry { isNew = true }
        walkEntries(of: directory, number, device, step, of: watch, reports: reports, isNew: isNew)
    }

    private func walkEntries(
        of directory: Directory, _ number: Int32, _ device: UInt64, _ step: WalkStep, of watch: PlaceWatch,
        reports: Bool, isNew: Bool
    ) {
        guard let entries = try? directory.entries() else { return }
        for entry in entries where !isCanary(step.path.appending(entry.name)) {
            if reports, isNew { hint(watch, step.path.appending(entry.name), .changed) }
            let kind = entry.kind ?? (try? directory.status(entry.name))?.kind
            guard kind == .directory, let child = try? directory.directory(entry.name) else { continue }
            watchTree(child, step.below(entry.name, watch: number, device: device), of: watch, reports: reports)
        }
    }

    /// Watches a directory that appeared below a watched one.
    func watchNew(_ name: BytePath, in parent: Int32, of watch: PlaceWatch, isFull: Bool, reports: Bool) {
        guard watch.isInbox, let parentPath = table.path(of: parent) else { return }
        let path = parentPath.appending(name)
        let depth = path.components.count
        guard depth <= Limits.treeDepth else { return }
        // Gone again, or unreadable until a change of its mode is reported.
        guard let above = try? watch.directory().directory(parentPath), let directory = try? above.directory(name),
            let device = try? above.status().signature.device
        else { return }
        walks += 1
        let step = WalkStep(
            path: path, parent: parent, device: device, isFull: isFull, depth: depth)
        watchTree(directory, step, of: watch, reports: reports)
    }

    /// Walks a whole inbox: adds what is missing, forgets what is no more.
    func rewatch(_ watch: PlaceWatch, reports: Bool) throws(SystemError) {
        let root = try watch.directory()
        walks += 1
        let walk = walks
        let step = WalkStep(path: .here, parent: nil, device: watch.identity?.device ?? 0)
        watchTree(root, step, of: watch, reports: reports)
        end(table.removeAll(of: watch.place, unseenSince: walk))
    }

    private func addWatch(of directory: Directory, at path: BytePath) throws(SystemError) -> Int32 {
        if let code = seams.refusal(path) {
            throw SystemError(code: code, call: "inotify_add_watch", subject: directory.label)
        }
        guard let reader else { throw SystemError(code: EMFILE, call: "inotify_init1", subject: directory.label) }
        return try reader.inotify.add(directory)
    }

    private func cannotWatch(
        _ directory: Directory, _ step: WalkStep, of watch: PlaceWatch, _ error: SystemError, reports: Bool
    ) {
        // Anything else means that the directory went away or is not ours to read; a change of that is reported.
        guard [ENOSPC, EMFILE, ENOMEM].contains(error.code) else { return }
        lackWatches(watch, error)
        try? pollSubtree(step.path, of: watch, reports: reports)
    }

    /// Notes that the kernel refuses watches, and says once what helps.
    func lackWatches(_ watch: PlaceWatch, _ error: SystemError) {
        if !watch.hasSaidLimit {
            logger.error("\(watch.path) is polled in part or whole, \(PlaceWatch.limitAdvice(error))")
        }
        watch.hasSaidLimit = true
        watch.lacksWatches = true
        if watch.rootWatch == nil { watch.fallback = .limit(error) }
    }
}
