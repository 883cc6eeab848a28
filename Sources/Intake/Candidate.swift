import Model

/// What a candidate is to the folder: one entry, or the loose files of one inbox together.
enum CandidateKey: Hashable, Sendable {
    /// An entry, relative to the inbox of the folder.
    case entry(BytePath)
    /// The loose files directly in an inbox.
    case group(BytePath)

    /// The entry or the inbox.
    var path: BytePath {
        switch self {
        case .entry(let path), .group(let path): path
        }
    }
}

/// What tells a directory or file from another one of the same name.
struct Identity: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64

    init(_ signature: FileSignature) {
        device = signature.device
        inode = signature.inode
    }
}

/// One batch that is not sealed, as its folder remembers it between looks; owned by the thread of the intake.
final class Candidate {
    /// Where the files of the batch are.
    enum Place { case inbox, work }

    var key: CandidateKey
    /// The row of the store as last written.
    var batch: Batch
    /// Of the entry; nil for a group.
    var identity: Identity?
    var place = Place.inbox
    /// True when the whole entry was renamed in and nothing changed since.
    var isWhole: Bool
    /// What the last look found, by path.
    var files: [BytePath: FileSettling] = [:]
    /// Files that came by rename, below the entry, since the last look.
    var wholeFiles: Set<BytePath> = []
    /// When something was first in it.
    var openSince: Duration
    /// When the last change was seen or reported.
    var quietSince: Duration
    /// The last event since the last look.
    var touched: Duration?
    /// When it is to be looked at again; nil: when an event says so.
    var due: Duration?
    /// Before this moment no look is allowed: walking must not take all the time.
    var restsUntil = Duration.zero
    /// When the store last got the live count.
    var shownAt: Duration?
    /// True once a look was taken.
    var isKnown = false
    /// True when a person asked for another look at a refused batch.
    var isRetried = false
    /// True while a look is taken: breaks of it leave the batch alone.
    var isBusy = false
    /// True when a look takes long.
    var isLarge = false
    /// True once two looks differed.
    var hasChanged = false
    /// How often the claim was given back.
    var putBacks = 0
    /// How often in a row something outside of the batch stood in its way.
    var failures = 0
    /// Whether the file is an archive, as far as known.
    var unpacking = UnpackState.unknown
    /// What the manifest asked for when it was last read.
    var manifestCheck: ManifestCheck?
    /// When a look first found nothing; the entry may have been renamed.
    var missingSince: Duration?

    init(key: CandidateKey, batch: Batch, identity: Identity?, isWhole: Bool, at now: Duration) {
        self.key = key
        self.batch = batch
        self.identity = identity
        self.isWhole = isWhole
        openSince = now
        quietSince = now
        due = now
    }

    /// True when it is a batch that may get more entries.
    var grows: Bool { batch.source != .file }

    /// Asks for a look no later than `time`.
    func schedule(at time: Duration) {
        let earliest = max(time, restsUntil)
        due = min(due ?? earliest, earliest)
    }

    /// Asks for another look after something outside of the batch failed: soon, then ever later.
    func retry(at now: Duration) {
        failures += 1
        schedule(at: now + Limits.intakeRetry(failures))
    }

    /// An event says that a file, or the whole entry, came by rename.
    func noteWhole(_ path: BytePath, isEntry: Bool) {
        // Our own giving back is a rename as well.
        guard putBacks == 0 else { return }
        if isEntry, batch.source == .directory || batch.source == .inPlace {
            isWhole = !hasChanged
        } else {
            wholeFiles.insert(path)
        }
    }

    /// Walking must not take more than a fifth of the time: no look before that.
    func rest(from start: Duration, until end: Duration) {
        restsUntil = end + max(Limits.readingGap, (end - start) * Limits.walkRest)
        due = due.map { max($0, restsUntil) }
    }

    /// An event says that something changed.
    func touch(at now: Duration) {
        touched = now
        schedule(at: now)
    }

    /// Takes the readings of a look; true when anything differs from the last one.
    ///
    /// The time of a change is that of the event that told of it, or the look's where none did.
    func read(_ entries: [WalkEntry], at now: Duration) -> (changed: Bool, states: [FileSettling]) {
        let moment = touched ?? now
        var changed = isKnown && entries.count != files.count
        var states: [FileSettling] = []
        states.reserveCapacity(entries.count)
        for entry in entries {
            if var state = files[entry.path], state.kind == entry.kind {
                if state.read(entry.signature, at: moment) { changed = true }
                if wholeFiles.contains(entry.path) || (isWhole && !changed) { state.isWhole = true }
                states.append(state)
            } else {
                changed = changed || isKnown
                let isWhole = isWhole || wholeFiles.contains(entry.path)
                states.append(FileSettling(entry.signature, kind: entry.kind, seen: moment, isWhole: isWhole))
            }
        }
        wholeFiles = []
        if changed {
            isWhole = false
            hasChanged = true
        }
        if changed || touched != nil { quietSince = max(quietSince, moment) }
        // A single file was touched by whatever the event was about; in a tree the tree's own quiet time covers it.
        if !grows, let touched, !isWhole {
            for index in states.indices where !states[index].isWhole { states[index].touch(at: touched) }
        }
        touched = nil
        isKnown = true
        return (changed, states)
    }

    /// Keeps the readings for the next look.
    func keep(_ entries: [WalkEntry], _ states: [FileSettling]) {
        files = Dictionary(zip(entries.map(\.path), states)) { first, _ in first }
    }
}
