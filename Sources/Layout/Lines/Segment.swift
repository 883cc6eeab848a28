/// Words painted one after the other on one line without a wide gap: what reading order is found for.
struct Segment {
    /// Positions in `PageWords.words`, without holes.
    var words: Range<Int>
    var area: Area
    /// Of its largest word.
    var baseline: Float
    var size: Float
    var direction: Word.Direction
    /// It runs along neither axis.
    var isSlanted = false

    /// The part between base line and the top of small letters, which lines next to each other do not share.
    var core: Area {
        Area(left: area.left, top: baseline - 0.62 * size, right: area.right, bottom: baseline + 0.05 * size)
    }
}

/// Puts words together to segments, in the order they are painted.
struct SegmentBuilder {
    /// A gap above this part of the size ends a segment.
    private static let widestGap: Float = 0.9
    /// A step back above this part of the size ends a segment.
    private static let stepBack: Float = 0.3
    /// Base lines that differ by less than this part of the size are one.
    private static let baselineSlack: Float = 0.1
    /// A raised or lowered word stands at most this part of the size off the base line.
    private static let scriptStep: Float = 0.6
    /// A raised or lowered word is smaller than this part of the size.
    private static let scriptSize: Float = 0.86

    /// The segments of the words that are not taken.
    static func segments(of words: [Word], taken: [Bool]) -> [Segment] {
        var segments: [Segment] = []
        segments.reserveCapacity(words.count / 6 + 4)
        var isOpen = false
        for index in words.indices {
            if !taken.isEmpty, taken[index] {
                isOpen = false
                continue
            }
            let word = words[index]
            if isOpen, goesOn(segments[segments.count - 1], words[index - 1], word) {
                segments[segments.count - 1].append(word)
            } else {
                segments.append(
                    Segment(
                        words: index..<index + 1, area: word.area, baseline: word.baseline, size: word.size,
                        direction: word.direction, isSlanted: word.traits.contains(.slanted)))
                isOpen = true
            }
        }
        return segments
    }

    private static func goesOn(_ segment: Segment, _ last: Word, _ word: Word) -> Bool {
        guard word.direction == last.direction, !word.traits.contains(.slanted) || last.traits.contains(.slanted) else {
            return false
        }
        let size = max(segment.size, word.size)
        let gap = word.area.left - last.area.right
        guard gap <= widestGap * size, gap >= -stepBack * size else { return false }
        let step = abs(word.baseline - last.baseline)
        if step <= baselineSlack * size { return true }
        if abs(word.baseline - segment.baseline) <= baselineSlack * size { return true }
        let isScript = min(word.size, last.size) < scriptSize * size || word.joinsPrevious
        return isScript && step <= scriptStep * size && abs(word.baseline - segment.baseline) <= scriptStep * size
    }
}

extension Segment {
    fileprivate mutating func append(_ word: Word) {
        words = words.lowerBound..<words.upperBound + 1
        area.formUnion(word.area)
        if word.size > size * 1.05 {
            size = word.size
            baseline = word.baseline
        }
    }
}
