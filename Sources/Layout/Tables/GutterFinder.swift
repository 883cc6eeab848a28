/// Finds the empty strips from top to bottom that divide lines of text into columns.
struct GutterFinder {
    /// Points a step goes.
    private static let step: Float = 0.5
    /// Parts of the lines with text on both sides of a strip that may cross it, as heads over several columns do.
    private static let crossing: Float = 0.34
    /// Lines that must have text on both sides of a strip.
    var leastLines = 2
    /// Parts of the size that a strip is wide at least.
    var leastWidth: Float = 0.25

    /// Strips this wide, in parts of the size, divide also where no line has text on both sides.
    var leastEmptyWidth = Float.infinity

    /// Where a strip begins and ends.
    struct Gutter {
        var left: Float
        var right: Float
        /// Lines with text on both sides.
        var support: Int

        var middle: Float { (left + right) / 2 }
    }

    /// The strips between the columns of these lines, from left to right.
    func gutters(in lines: [TextLine], from left: Float, to right: Float) -> [Gutter] {
        let lines = Self.interleaved(lines)
        guard right > left, lines.count >= leastLines else { return [] }
        let count = min(Int((right - left) / Self.step) + 1, 20_000)
        let size = lines.map(\.size).reduce(0, +) / Float(max(1, lines.count))
        // First those that some segments may cross, then without the segments that cross one.
        let rough = strips(count, left, size, lines) { support, crossing in
            Float(crossing) <= Self.crossing * Float(support)
        }
        guard !rough.isEmpty else { return [] }
        let crossers = lines.map { line in
            line.segments.map { segment in rough.contains { Self.crosses(segment.area, $0) } }
        }
        return strips(count, left, size, lines, without: crossers) { _, crossing in crossing == 0 }
    }

    /// Lines between the base lines of which others stand beside them, as in cells centred from top to bottom, as one.
    private static func interleaved(_ lines: [TextLine]) -> [TextLine] {
        var merged: [TextLine] = []
        for line in lines {
            guard let last = merged.last, line.stands(beside: last) else {
                merged.append(line)
                continue
            }
            merged[merged.count - 1].segments.append(contentsOf: line.segments)
            merged[merged.count - 1].segments.sort { $0.area.left < $1.area.left }
        }
        return merged
    }

    private static func crosses(_ area: Area, _ gutter: Gutter) -> Bool {
        area.left < gutter.left && area.right > gutter.right
    }

    private func strips(
        _ count: Int, _ left: Float, _ size: Float, _ lines: [TextLine], without: [[Bool]] = [],
        where isOpen: (_ support: Int, _ crossing: Int) -> Bool
    ) -> [Gutter] {
        var support = [Int32](repeating: 0, count: count + 1)
        var crossing = support
        func place(_ x: Float) -> Int { min(count, max(0, Int((x - left) / Self.step))) }
        for (number, line) in lines.enumerated() {
            var end: Float?
            for (index, segment) in line.segments.enumerated() {
                if let end {
                    support[place(end)] += 1
                    support[place(segment.area.left)] -= 1
                }
                end = segment.area.right
                if !without.isEmpty, without[number][index] { continue }
                crossing[place(segment.area.left)] += 1
                crossing[min(count, place(segment.area.right) + 1)] -= 1
            }
        }
        return runs(count, left, size, support, crossing, where: isOpen)
    }

    private func runs(
        _ count: Int, _ left: Float, _ size: Float, _ support: [Int32], _ crossing: [Int32],
        where isOpen: (_ support: Int, _ crossing: Int) -> Bool
    ) -> [Gutter] {
        var gutters: [Gutter] = []
        var start: Int?
        var (supported, crossed, best): (Int32, Int32, Int32) = (0, 0, 0)
        for index in 0...count {
            if index < count {
                supported += support[index]
                crossed += crossing[index]
            }
            if index < count, supported > 0 || leastEmptyWidth < .infinity, isOpen(Int(supported), Int(crossed)) {
                if start == nil { (start, best) = (index, 0) }
                best = max(best, supported)
            } else if let first = start {
                let width = Float(index - first) * Self.step
                let isInside = first > 0 && index < count
                if width >= leastWidth * size, Int(best) >= leastLines || isInside && width >= leastEmptyWidth * size {
                    let begin = left + Float(first) * Self.step
                    gutters.append(Gutter(left: begin, right: begin + width, support: Int(best)))
                }
                start = nil
            }
        }
        return gutters
    }
}
