import Linux
import Model

/// Compares directory listings of one tree: what polling knows of it.
///
/// A directory whose own times did not change is not listed again, except every tenth round. It must have been listed
/// once after its times were first seen, because a coarse clock hides a change right after a listing.
struct PollScanner {
    private struct Listing {
        let signature: FileSignature
        let isConfirmed: Bool
        let entries: [BytePath: EntryState]
    }

    private struct EntryState: Equatable {
        let kind: EntryKind
        let signature: FileSignature
    }

    /// The directory the tree starts at, relative to the place.
    let top: BytePath
    private let isDeep: Bool
    private var known: [BytePath: Listing] = [:]
    private var round = 0

    /// `isDeep` false looks at the one directory alone.
    init(top: BytePath, isDeep: Bool) {
        self.top = top
        self.isDeep = isDeep
    }

    /// Looks at the tree and returns the paths that changed since the last time, relative to the place.
    ///
    /// Throws when the tree itself cannot be opened; what cannot be opened below is tried again the next time.
    mutating func scan(_ root: Directory) throws(SystemError) -> [BytePath] {
        let start = top.isEmpty ? root : try root.directory(top)
        var scan = Round(
            known: known, isDeep: isDeep, listsAll: round % Limits.pollRoundsBetweenListings == 0)
        try scan.look(at: start, path: top, depth: 0)
        known = scan.found
        round += 1
        return scan.changed
    }

    /// One look at the whole tree.
    private struct Round {
        let known: [BytePath: Listing]
        let isDeep: Bool
        let listsAll: Bool
        var found: [BytePath: Listing] = [:]
        var changed: [BytePath] = []

        mutating func look(at directory: Directory, path: BytePath, depth: Int) throws(SystemError) {
            let signature = try directory.status().signature
            let former = known[path]
            let isSame = former?.signature == signature
            let listing: Listing
            if let former, isSame, former.isConfirmed, !listsAll {
                listing = former
            } else {
                let entries = try states(in: directory)
                report(entries, former?.entries ?? [:], below: path)
                listing = Listing(signature: signature, isConfirmed: isSame, entries: entries)
            }
            found[path] = listing
            guard isDeep, depth < Limits.treeDepth else { return }
            for (name, state) in listing.entries where state.kind == .directory {
                guard let child = try? directory.directory(name) else { continue }
                try? look(at: child, path: path.appending(name), depth: depth + 1)
            }
        }

        private func states(in directory: Directory) throws(SystemError) -> [BytePath: EntryState] {
            var states: [BytePath: EntryState] = [:]
            for entry in try directory.entries() {
                guard let status = try? directory.status(entry.name) else { continue }
                var signature = status.signature
                if status.kind == .directory {
                    // Its times and size change with its entries, which are reported themselves.
                    signature.size = 0
                    signature.modified = 0
                    signature.changed = 0
                }
                states[entry.name] = EntryState(kind: status.kind, signature: signature)
            }
            return states
        }

        private mutating func report(
            _ entries: [BytePath: EntryState], _ former: [BytePath: EntryState], below path: BytePath
        ) {
            for (name, state) in entries where former[name] != state { changed.append(path.appending(name)) }
            for name in former.keys where entries[name] == nil { changed.append(path.appending(name)) }
        }
    }
}

/// Decides when to poll next: often while something is unsettled, ever less where nothing changes.
struct PollPace {
    private let timings: WatchTimings
    private var quiet: Duration

    init(_ timings: WatchTimings) {
        self.timings = timings
        quiet = timings.pollIdle
    }

    /// The wait after a round.
    mutating func wait(changed: Bool, isBusy: Bool) -> Duration {
        if changed || isBusy {
            quiet = timings.pollIdle
            return isBusy ? timings.pollBusy : timings.pollIdle
        }
        defer { quiet = min(quiet * 2, timings.pollLongest) }
        return quiet
    }
}
