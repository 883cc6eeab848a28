/// Puts the large letter a paragraph begins with in front of its first line.
enum DropCaps {
    /// The letter is larger than the text by this factor.
    private static let factor: Float = 1.7

    static func join(_ segments: inout [Segment], words: inout [Word]) {
        var index = 0
        while index + 1 < segments.count {
            if isDropCap(segments[index], segments[index + 1], words) {
                let cap = segments[index]
                let text = segments[index + 1]
                let isTight = text.area.left - cap.area.right < 0.3 * text.size
                words[text.words.lowerBound].joinsPrevious = isTight
                words[cap.words.lowerBound].baseline = text.baseline
                words[cap.words.lowerBound].size = text.size
                segments[index + 1].words = cap.words.lowerBound..<text.words.upperBound
                segments[index + 1].area = Area(
                    left: cap.area.left, top: text.area.top, right: text.area.right, bottom: text.area.bottom)
                segments.remove(at: index)
            }
            index += 1
        }
    }

    private static func isDropCap(_ cap: Segment, _ text: Segment, _ words: [Word]) -> Bool {
        guard cap.words.count == 1, cap.words.upperBound == text.words.lowerBound, cap.direction == text.direction,
            cap.size > factor * text.size, text.words.count > 1
        else { return false }
        let word = words[cap.words.lowerBound]
        guard word.length <= 2, text.baseline < cap.baseline - 0.5 * text.size else { return false }
        let gap = text.area.left - cap.area.right
        return gap > -0.3 * cap.size && gap < 0.5 * cap.size && text.baseline > cap.baseline - cap.size
    }
}
