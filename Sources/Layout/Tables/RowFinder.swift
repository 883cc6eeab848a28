/// Decides which lines of text make a row of a table, where no drawn line does.
struct RowFinder {
    /// A line of text as it stands in the columns.
    struct Line {
        var baseline: Float
        var size: Float
        /// Columns with text, ascending.
        var columns: [Int]
        /// Those of them with a number.
        var numbers: [Int]
        /// Some of its text goes over several columns.
        var spans: Bool
        /// Its first text goes on a sentence: a small letter or a bracket.
        var continues: Bool
    }

    /// Lines that stand between each other's base lines, as of cells centred from top to bottom.
    private struct Cluster {
        var lines: Range<Int>
        var columns: Set<Int>
        var numbers: Set<Int>
        var first: Line
        var last: Line
    }

    /// Parts of the size: closer lines are not below each other.
    private static let interleaved: Float = 0.75
    /// Steps of lines in one cell are of one size; a step this many times larger divides rows.
    private static let jump: Float = 1.2
    /// The least of such a difference, in parts of the size.
    private static let leastJump: Float = 0.18
    /// Parts of the size: a line that goes on the one above is not further away.
    private static let leading: Float = 1.6

    /// The rows of lines that no drawn line divides.
    func rows(of lines: [Line]) -> [Range<Int>] {
        let clusters = clusters(of: lines)
        guard clusters.count > 1 else { return clusters.map(\.lines) }
        let steps = steps(of: clusters)
        if let limit = limit(of: steps) {
            var groups: [Range<Int>] = []
            for index in clusters.indices {
                if index > 0, steps[index - 1] < limit {
                    groups[groups.count - 1] = groups[groups.count - 1].lowerBound..<index + 1
                } else {
                    groups.append(index..<index + 1)
                }
            }
            if isPlausible(groups, clusters) { return groups.map { extent($0, clusters) } }
        }
        return continued(clusters, steps).map { extent($0, clusters) }
    }

    /// The rows of a head that a drawn line ends: texts over several columns, and below them the heads of columns.
    func headRows(of lines: [Line]) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        var before: Cluster?
        for cluster in clusters(of: lines) {
            let spans = lines[cluster.lines].contains(where: \.spans)
            if let last = before, lines[last.lines].contains(where: \.spans) == spans,
                !spans || last.columns == cluster.columns
            {
                rows[rows.count - 1] = rows[rows.count - 1].lowerBound..<cluster.lines.upperBound
            } else {
                rows.append(cluster.lines)
            }
            before = cluster
        }
        return rows
    }

    /// The rows of a place that drawn lines end on all sides: one, unless several full rows of numbers stand in it.
    func rowsWithinWalls(of lines: [Line]) -> [Range<Int>] {
        guard let end = lines.indices.last else { return [] }
        let whole = [0..<end + 1]
        let clusters = clusters(of: lines)
        let used = clusters.reduce(into: Set<Int>()) { $0.formUnion($1.columns) }.count
        let full = clusters.filter { 10 * $0.columns.count >= 7 * used }
        guard used >= 2, full.count >= 3, 4 * full.count >= 3 * clusters.count else { return whole }
        let withNumbers = full.filter { !$0.numbers.isEmpty }.count
        guard 3 * withNumbers >= 2 * full.count || used >= 3 && full.count == clusters.count && full.count >= 4 else {
            return whole
        }
        return rows(of: lines)
    }

    /// True when drawn lines divide every row, as far as the texts tell.
    func isOneRowEach(_ bands: [[Line]]) -> Bool {
        let used = bands.filter { !$0.isEmpty }
        guard used.count > 3 else { return false }
        let several = used.filter { lines in
            clusters(of: lines).count { $0.columns.count > 1 && ($0.columns.contains(0) || !$0.numbers.isEmpty) } > 1
        }
        return 5 * several.count <= used.count
    }

    private func clusters(of lines: [Line]) -> [Cluster] {
        var clusters: [Cluster] = []
        for (index, line) in lines.enumerated() {
            if let cluster = clusters.last,
                line.baseline - cluster.last.baseline < Self.interleaved * min(line.size, cluster.last.size),
                Set(cluster.last.columns).isDisjoint(with: line.columns)
            {
                clusters[clusters.count - 1].lines = cluster.lines.lowerBound..<index + 1
                clusters[clusters.count - 1].columns.formUnion(line.columns)
                clusters[clusters.count - 1].numbers.formUnion(line.numbers)
                clusters[clusters.count - 1].last = line
            } else {
                clusters.append(
                    Cluster(
                        lines: index..<index + 1, columns: Set(line.columns), numbers: Set(line.numbers), first: line,
                        last: line))
            }
        }
        return clusters
    }

    private func steps(of clusters: [Cluster]) -> [Float] {
        (1..<clusters.count).map { index in
            let (above, below) = (clusters[index - 1].last, clusters[index].first)
            return (below.baseline - above.baseline) / max(1, max(above.size, below.size))
        }
    }

    /// The step from which on rows are divided, where there are clearly two sizes of steps.
    private func limit(of steps: [Float]) -> Float? {
        let sorted = steps.sorted()
        var best: (ratio: Float, limit: Float)?
        for index in 1..<max(1, sorted.count) {
            let (small, large) = (sorted[index - 1], sorted[index])
            guard large - small >= Self.leastJump, large >= Self.jump * small, small <= 1.3 * sorted[0] else {
                continue
            }
            let ratio = large / max(0.1, small)
            if ratio > best?.ratio ?? 0 { best = (ratio, (small + large) / 2) }
        }
        return best?.limit
    }

    /// False where lines that would be one row have numbers below each other, as rows in groups do.
    private func isPlausible(_ groups: [Range<Int>], _ clusters: [Cluster]) -> Bool {
        let several = groups.filter { $0.count > 1 }
        guard groups.count > 1, !several.isEmpty else { return groups.count > 1 }
        let used = clusters.reduce(into: Set<Int>()) { $0.formUnion($1.columns) }.count
        var wrong = 0
        for group in several {
            var numbers: [Int: Int] = [:]
            for index in group { for column in clusters[index].numbers { numbers[column, default: 0] += 1 } }
            let full = group.filter { 4 * clusters[$0].columns.count >= 3 * max(2, used) }.count
            if numbers.values.contains(where: { $0 > 1 }) || full > 2 { wrong += 1 }
        }
        return 5 * wrong <= several.count
    }

    /// Rows by what the lines hold: a line goes on the one above when it only adds words to some of its texts.
    private func continued(_ clusters: [Cluster], _ steps: [Float]) -> [Range<Int>] {
        var rows: [Range<Int>] = []
        for (index, cluster) in clusters.enumerated() {
            if index > 0, steps[index - 1] <= Self.leading, goesOn(cluster, clusters[index - 1]) {
                rows[rows.count - 1] = rows[rows.count - 1].lowerBound..<index + 1
            } else {
                rows.append(index..<index + 1)
            }
        }
        return rows
    }

    private func goesOn(_ cluster: Cluster, _ above: Cluster) -> Bool {
        if cluster.columns.contains(0) {
            if cluster.columns.count == 1 { return cluster.first.continues && above.columns.contains(0) }
            return above.columns == [0] && cluster.first.continues
        }
        return cluster.numbers.isEmpty && cluster.columns.isSubset(of: above.columns)
            && cluster.columns.count < above.columns.count
    }

    private func extent(_ group: Range<Int>, _ clusters: [Cluster]) -> Range<Int> {
        clusters[group.lowerBound].lines.lowerBound..<clusters[group.upperBound - 1].lines.upperBound
    }
}
