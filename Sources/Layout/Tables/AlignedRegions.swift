/// Finds where short texts stand below each other in columns: what may be a table without lines.
struct AlignedRegions {
    let words: [TableWord]
    /// The commonest size of text.
    let bodySize: Float

    /// A wider gap, in parts of the size, may be the strip between two columns.
    private static let gap: Float = 1
    /// Steps from line to line within a table, in parts of the size.
    private static let step: Float = 3.2
    /// Steps to a line that goes on a cell or is part of a head.
    private static let near: Float = 1.6
    /// Gaps below each other, seen in the order of painting, with fewer of which a page is not looked at.
    private static let leastPairs = 2
    /// Parts of the size by which the next cell begins above the end of one at most.
    private static let mostRise: Float = 20
    /// Gaps a next one is compared with.
    private static let keptGaps = 12
    /// Parts of the lines of either side that have text on both sides of a strip within a table.
    private static let shared: Float = 0.34

    /// Base lines of one row differ by no more, in parts of the size; those of neighbouring columns of prose do.
    private static let slack: Float = 0.1

    /// Lines of one column of the page, with what of them stands in it.
    private struct Run {
        var lines: [TextLine] = []
    }

    /// True when there may be columns: a glance at the words in the order they are painted, for gaps below each other.
    static func mayHaveColumns(_ words: [Word]) -> Bool {
        var seen: [(left: Float, right: Float, baseline: Float)] = []
        var next = 0
        var pairs = 0
        for index in words.indices.dropFirst() {
            let (before, word) = (words[index - 1], words[index])
            let size = word.size
            let rise = before.baseline - word.baseline
            guard rise > -0.1 * size, rise < mostRise * size, word.direction == .right,
                !word.style.contains(.code), !before.style.contains(.code)
            else { continue }
            if rise > 0.1 * size {
                // From the last line of a cell up to the first of the next one.
                if word.area.left - before.area.right > gap * size, rise > 0.9 * size,
                    abs(size - before.size) < 0.05 * size
                {
                    pairs += leastPairs
                }
                if pairs >= leastPairs { return true }
                continue
            }
            let (left, right) = (min(before.area.right, word.area.right), max(before.area.left, word.area.left))
            guard right - left > gap * size else { continue }
            let isBelow = seen.contains {
                $0.left < right && $0.right > left && $0.baseline != word.baseline
                    && abs(word.baseline - $0.baseline) < 2 * step * size
            }
            if isBelow {
                pairs += 1
                if pairs >= leastPairs { return true }
            }
            if seen.count < keptGaps {
                seen.append((left, right, word.baseline))
            } else {
                seen[next] = (left, right, word.baseline)
                next = (next + 1) % keptGaps
            }
        }
        return false
    }

    /// The words of each region.
    func regions(of members: [Int]) -> [[Int]] {
        let lines = LineDivider(gap: Self.gap, slack: Self.slack).lines(of: words, among: members)
        let prose = ProseFinder(bodySize: bodySize).prose(in: lines)
        var runs: [Run] = []
        for lane in -1...prose.gutters.count {
            var run = Run()
            for (number, line) in lines.enumerated() {
                let isFull = line.segments.contains { segment in
                    prose.gutters.contains { segment.area.left < $0 && segment.area.right > $0 }
                }
                guard isFull == (lane < 0) else { if isFull { close(&run, &runs) }; continue }
                var part = line
                part.segments = []
                var hasProse = false
                for (index, segment) in line.segments.enumerated()
                where lane < 0 || Self.lane(of: segment, prose.gutters) == lane {
                    if prose.isProse[number][index] { hasProse = true }
                    part.segments.append(segment)
                }
                if part.segments.isEmpty { continue }
                if hasProse { close(&run, &runs); continue }
                if let last = run.lines.last, line.baseline - last.baseline > Self.step * max(line.size, last.size) {
                    close(&run, &runs)
                }
                run.lines.append(part)
            }
            close(&run, &runs)
        }
        return runs.flatMap { split($0.lines) }.map { $0.flatMap(\.segments).flatMap(\.words) }
    }

    private static func lane(of segment: TextSegment, _ gutters: [Float]) -> Int {
        let center = (segment.area.left + segment.area.right) / 2
        return gutters.count { $0 < center }
    }

    private func close(_ run: inout Run, _ runs: inout [Run]) {
        let lines = trimmed(run.lines)
        if lines.count > 1, Self.inColumns(lines).count(where: { $0 }) > 1 { runs.append(Run(lines: lines)) }
        run = Run()
    }

    /// True for lines with several texts, or with texts of another line beside them.
    private static func inColumns(_ lines: [TextLine]) -> [Bool] {
        var result = lines.map { $0.segments.count > 1 }
        for index in lines.indices.dropFirst() where lines[index].stands(beside: lines[index - 1]) {
            result[index - 1] = true
            result[index] = true
        }
        return result
    }

    /// Without the lines at both ends that are no rows and no parts of one.
    private func trimmed(_ lines: [TextLine]) -> [TextLine] {
        let inColumns = Self.inColumns(lines)
        guard let first = inColumns.firstIndex(of: true), let last = inColumns.lastIndex(of: true) else { return [] }
        var start = first
        let stubEnd = lines[first...last].filter { $0.segments.count > 1 }.map { $0.segments[0].area.right }.max() ?? 0
        while start > 0, lines[start].baseline - lines[start - 1].baseline <= Self.near * lines[start].size,
            lines[start - 1].left > stubEnd
                || lines[start].stands(beside: lines[start - 1])
        { start -= 1 }
        var end = last
        while end + 1 < lines.count, lines[end + 1].baseline - lines[end].baseline <= Self.near * lines[end].size,
            isInOneColumn(lines[end + 1], lines[last])
        { end += 1 }
        while end + 1 < lines.count, isStub(lines[end + 1], below: lines[end], head: lines[first]) { end += 1 }
        return Array(lines[start...end])
    }

    /// True for small text alone to the left of heads, as in a table that somebody is to fill in.
    private func isStub(_ line: TextLine, below above: TextLine, head: TextLine) -> Bool {
        let small = ProseFinder.small * bodySize
        guard line.segments.count == 1, line.size < small, head.size < small, above.size < small,
            line.baseline - above.baseline <= Self.step * line.size
        else { return false }
        return line.right < head.left
    }

    /// True when a line with one text stands below one of the texts of another line.
    private func isInOneColumn(_ line: TextLine, _ row: TextLine) -> Bool {
        guard line.segments.count == 1 else { return true }
        let area = line.segments[0].area
        let touched = row.segments.filter { $0.area.left < area.right && $0.area.right > area.left }
        return touched.count == 0 && area.right < row.right
            || touched.count == 1 && touched[0].area.left <= area.left + 1
    }

    /// Divides lines at strips on both sides of which there are lines of their own.
    private func split(_ lines: [TextLine]) -> [[TextLine]] {
        guard let left = lines.map(\.left).min(), let right = lines.map(\.right).max() else { return [] }
        for gutter in GutterFinder().gutters(in: lines, from: left, to: right) {
            let before = lines.compactMap { $0.part(from: left - 1, to: gutter.middle) }
            let after = lines.compactMap { $0.part(from: gutter.middle, to: right + 1) }
            let both = Self.shared(before, after)
            let crossing = lines.contains { line in
                line.segments.contains { $0.area.left < gutter.middle && $0.area.right > gutter.middle }
            }
            if !crossing, min(before.count, after.count) > 2,
                Float(both) < Self.shared * Float(min(before.count, after.count))
            {
                return [before, after].flatMap { side in
                    Self.inColumns(side).count(where: { $0 }) > 1 ? split(trimmed(side)) : []
                }
            }
        }
        return [lines]
    }

    /// Lines on one side that stand level with a line of the other side, or with the middle of two.
    private static func shared(_ before: [TextLine], _ after: [TextLine]) -> Int {
        func levels(_ lines: [TextLine]) -> [Float] {
            lines.map(\.baseline) + zip(lines, lines.dropFirst()).map { ($0.baseline + $1.baseline) / 2 }
        }
        let (few, many) = before.count < after.count ? (before, after) : (after, before)
        let other = levels(many)
        let middles = levels(few)
        return few.indices.count { index in
            let slack = Self.slack * few[index].size
            return other.contains { abs($0 - few[index].baseline) <= slack }
                || index + 1 < few.count && many.contains { abs($0.baseline - middles[few.count + index]) <= slack }
        }
    }
}
