/// Tells lines of running text from the short texts of tables, and finds the strips between columns of running text.
struct ProseFinder {
    /// The commonest size of text.
    let bodySize: Float

    /// Texts below each other that look like one column.
    fileprivate struct Chain {
        var members: [(line: Int, segment: Int)] = []
        var area: Area
        var last: Area
        var size: Float
        var baseline: Float
        var words = 0
        /// Where each of its lines ends.
        var ends: [Float] = []
    }

    /// Steps to the line below, in parts of the size.
    private static let step: Float = 1.75
    /// Words a line of running text has on average.
    private static let words: Float = 4
    /// Widths of running text with one, two and more lines, in parts of the size.
    private static let widths: (one: Float, two: Float, more: Float) = (26, 20, 14)
    /// Parts of the size of the body below which text is small, as that of tables and notes is.
    static let small: Float = 0.92
    /// Parts of the width at which a line is full.
    private static let full: Float = 0.86
    /// Lines of a column of running text that tells where the columns of the page are.
    private static let columnLines = 2

    /// What the lines of a page are.
    struct Result {
        /// True for running text, by line and segment.
        var isProse: [[Bool]]
        /// Strips between columns of running text, from left to right.
        var gutters: [Float]
    }

    func prose(in lines: [TextLine]) -> Result {
        let chains = chains(of: lines)
        var result = Result(isProse: lines.map { [Bool](repeating: false, count: $0.segments.count) }, gutters: [])
        var columns: [Area] = []
        for chain in chains where isProse(chain) {
            for (line, segment) in chain.members { result.isProse[line][segment] = true }
            if chain.members.count >= Self.columnLines { columns.append(chain.area) }
        }
        result.gutters = gutters(between: columns)
        return result
    }

    private func chains(of lines: [TextLine]) -> [Chain] {
        var done: [Chain] = []
        var open: [Chain] = []
        for (number, line) in lines.enumerated() {
            var kept = 0
            for index in open.indices {
                if line.baseline - open[index].baseline > Self.step * max(open[index].size, line.size) {
                    done.append(open[index])
                } else {
                    if kept < index { open.swapAt(kept, index) }
                    kept += 1
                }
            }
            open.removeLast(open.count - kept)
            for (index, segment) in line.segments.enumerated() {
                let first = open.firstIndex { $0.goesOn(to: segment, line.baseline) }
                let last = first == nil ? nil : open.lastIndex { $0.goesOn(to: segment, line.baseline) }
                if let first, first == last {
                    open[first].add(segment, number, index, line.baseline)
                } else {
                    for chain in open.indices.reversed()
                    where first != nil && open[chain].goesOn(to: segment, line.baseline) {
                        done.append(open.remove(at: chain))
                    }
                    open.append(Chain(segment, number, index, line.baseline))
                }
            }
        }
        return done + open
    }

    private func isProse(_ chain: Chain) -> Bool {
        let count = chain.members.count
        guard Float(chain.words) >= Self.words * Float(count) else { return false }
        let width = chain.area.width
        if chain.size < Self.small * bodySize, width < Self.widths.one * chain.size { return false }
        let full = chain.ends.dropLast().filter { $0 - chain.area.left >= Self.full * width }.count
        switch count {
        case 1: return width >= Self.widths.one * chain.size
        case 2: return width >= Self.widths.two * chain.size && full == 1
        default: return width >= Self.widths.more * chain.size && 10 * full >= 6 * (count - 1)
        }
    }

    /// The strips that no narrow column stands in.
    private func gutters(between columns: [Area]) -> [Float] {
        let left = columns.map(\.left).min() ?? 0
        let right = columns.map(\.right).max() ?? 0
        let narrow = columns.filter { $0.width < 0.6 * (right - left) }.sorted { $0.left < $1.left }
        var gutters: [Float] = []
        var end: Float?
        for column in narrow {
            if let end, column.left > end { gutters.append((end + column.left) / 2) }
            end = max(end ?? column.right, column.right)
        }
        return gutters
    }
}

extension ProseFinder.Chain {
    init(_ segment: TextSegment, _ line: Int, _ index: Int, _ baseline: Float) {
        self.init(area: segment.area, last: segment.area, size: segment.size, baseline: baseline)
        members = [(line, index)]
        words = segment.words.count
        ends = [segment.area.right]
    }

    func goesOn(to segment: TextSegment, _ baseline: Float) -> Bool {
        let overlap = min(last.right, segment.area.right) - max(last.left, segment.area.left)
        return overlap >= 0.4 * min(last.width, segment.area.width) && abs(size - segment.size) <= 0.2 * size
            && baseline > self.baseline
    }

    mutating func add(_ segment: TextSegment, _ line: Int, _ index: Int, _ baseline: Float) {
        members.append((line, index))
        area.formUnion(segment.area)
        last = segment.area
        self.baseline = baseline
        words += segment.words.count
        ends.append(segment.area.right)
    }
}
