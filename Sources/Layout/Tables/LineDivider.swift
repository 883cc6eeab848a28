/// Puts words together to lines and divides these at gaps that are wider than blanks.
struct LineDivider {
    /// Parts of the size: a wider gap divides.
    var gap: Float = 0.55
    /// Parts of the size by which words of one line may stand above each other.
    var slack: Float = 0.36

    /// The lines of these words from top to bottom.
    func lines(of words: [TableWord], among chosen: [Int]) -> [TextLine] {
        let sorted = chosen.sorted {
            words[$0].baseline != words[$1].baseline
                ? words[$0].baseline < words[$1].baseline : words[$0].area.left < words[$1].area.left
        }
        var lines: [TextLine] = []
        var start = 0
        while start < sorted.count {
            var end = start + 1
            var baseline = words[sorted[start]].baseline
            var size = words[sorted[start]].size
            while end < sorted.count {
                let next = words[sorted[end]]
                guard next.baseline - baseline <= slack * min(size, next.size) + 0.01 else { break }
                if next.size > size { (size, baseline) = (next.size, next.baseline) }
                end += 1
            }
            lines.append(line(of: words, sorted[start..<end], baseline, size))
            start = end
        }
        return lines
    }

    private func line(
        of words: [TableWord], _ members: ArraySlice<Int>, _ baseline: Float, _ size: Float
    ) -> TextLine {
        var segments: [TextSegment] = []
        let isSorted = zip(members, members.dropFirst()).allSatisfy { words[$0].area.left <= words[$1].area.left }
        let ordered = isSorted ? members : members.sorted { words[$0].area.left < words[$1].area.left }[...]
        for index in ordered {
            let word = words[index]
            if let last = segments.last, word.area.left - last.area.right <= gap * max(last.size, word.size) {
                segments[segments.count - 1].area.formUnion(word.area)
                segments[segments.count - 1].words.append(index)
                segments[segments.count - 1].size = max(last.size, word.size)
            } else {
                segments.append(TextSegment(area: word.area, size: word.size, words: [index]))
            }
        }
        return TextLine(baseline: baseline, size: size, segments: segments)
    }
}
