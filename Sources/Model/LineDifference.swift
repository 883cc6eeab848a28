/// How the lines of two texts differ.
public struct LineDifference: Sendable, Equatable {
    /// Lines next to each other that were replaced.
    public struct Hunk: Sendable, Equatable {
        /// 1-based line of the new text at which it stands.
        public let line: Int
        public let removed: [String]
        public let added: [String]

        public init(line: Int, removed: [String], added: [String]) {
            self.line = line
            self.removed = removed
            self.added = added
        }
    }

    /// Lines only the new text has.
    public let added: Int
    /// Lines only the old text has.
    public let removed: Int
    /// The first places, each with its first lines.
    public let hunks: [Hunk]

    /// Compares two texts; where the part in which they differ is too long to be compared line by line, only how often
    /// each line occurs is counted, and there are no hunks.
    public init(from old: [String], to new: [String]) {
        var start = 0
        while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
        var end = 0
        while end < min(old.count, new.count) - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
        let before = Array(old[start..<(old.count - end)])
        let after = Array(new[start..<(new.count - end)])
        guard max(before.count, after.count) <= Limits.comparedLines else {
            self.init(counting: before, after)
            return
        }
        let difference = after.difference(from: before)
        self.init(
            added: difference.insertions.count, removed: difference.removals.count,
            hunks: Self.hunks(of: difference, before, after, start: start))
    }

    private init(added: Int, removed: Int, hunks: [Hunk]) {
        self.added = added
        self.removed = removed
        self.hunks = hunks
    }

    private init(counting old: [String], _ new: [String]) {
        var counts: [String: Int] = [:]
        for line in new { counts[line, default: 0] += 1 }
        for line in old { counts[line, default: 0] -= 1 }
        self.init(
            added: counts.values.filter { $0 > 0 }.reduce(0, +), removed: -counts.values.filter { $0 < 0 }.reduce(0, +),
            hunks: [])
    }

    private static func hunks(
        of difference: CollectionDifference<String>, _ old: [String], _ new: [String], start: Int
    ) -> [Hunk] {
        let gone = offsets(difference.removals)
        let come = offsets(difference.insertions)
        var hunks: [Hunk] = []
        var (from, to) = (0, 0)
        while (from < old.count || to < new.count) && hunks.count < Limits.shownHunks {
            if !gone.contains(from), !come.contains(to) {
                from += 1
                to += 1
                continue
            }
            let line = start + to + 1
            var (removed, added): ([String], [String]) = ([], [])
            while gone.contains(from) || come.contains(to) {
                if gone.contains(from) {
                    removed.append(old[from])
                    from += 1
                } else {
                    added.append(new[to])
                    to += 1
                }
            }
            let shown = Limits.shownHunkLines
            hunks.append(Hunk(line: line, removed: Array(removed.prefix(shown)), added: Array(added.prefix(shown))))
        }
        return hunks
    }

    private static func offsets(_ changes: [CollectionDifference<String>.Change]) -> Set<Int> {
        Set(
            changes.map { change in
                switch change {
                case .insert(let offset, _, _), .remove(let offset, _, _): offset
                }
            })
    }
}

extension Limits {
    /// Lines in which two texts differ that are compared one by one.
    static let comparedLines = 3000
    /// Places shown of a difference between texts.
    static let shownHunks = 3
    /// Lines shown of each side of such a place.
    static let shownHunkLines = 5
}
