/// Tells which passages are entries of one list.
struct ListFinder {
    /// Entries of one level begin within this part of the size.
    private static let indentSlack: Float = 0.8

    let page: PageLines
    let bodySize: Float

    /// The positions behind the last entry of the list that begins at a passage, and the level of each entry; nil when
    /// it begins none.
    func list(at start: Int, in passages: [Passage], isHeading: [Bool]) -> (end: Int, levels: [Int])? {
        guard let first = passages[start].mark, !isHeading[start] else { return nil }
        var levels: [Int] = []
        var open: [ListMark] = []
        var end = start
        while end < passages.count, let mark = passages[end].mark, !isHeading[end], passages[end].table < 0 {
            if end > start, !belong(passages[end - 1], passages[end]) { break }
            guard let level = place(mark, &open, size: passages[end].size) else { break }
            levels.append(level)
            end += 1
        }
        if first.isBullet || end - start > 1 || isHanging(passages[start], first) { return (end, levels) }
        return nil
    }

    /// The level of an entry among those open, which it changes; nil when it does not go on with any of them.
    private func place(_ mark: ListMark, _ open: inout [ListMark], size: Float) -> Int? {
        let slack = Self.indentSlack * size
        if let same = open.lastIndex(where: { $0.isFollowed(by: mark) && abs($0.left - mark.left) < 3 * slack }) {
            if open[same].isBullet, mark.left > open[same].left + slack, same == open.count - 1 {
                open.append(mark)
                return open.count - 1
            }
            if let exact = open.lastIndex(where: { $0.isFollowed(by: mark) && abs($0.left - mark.left) <= slack }) {
                open.removeSubrange((exact + 1)...)
            } else {
                open.removeSubrange((same + 1)...)
            }
            open[open.count - 1] = mark
            return open.count - 1
        }
        guard let last = open.last else {
            open = [mark]
            return 0
        }
        if mark.left > last.left + 0.5 * slack, mark.isBullet || mark.value <= 1 {
            open.append(mark)
            return open.count - 1
        }
        return nil
    }

    private func belong(_ above: Passage, _ below: Passage) -> Bool {
        above.column == below.column ? below.spaceAbove < 2.5 * below.leading : true
    }

    /// Lines below the first one begin where its text begins.
    private func isHanging(_ passage: Passage, _ mark: ListMark) -> Bool {
        guard passage.lines.count > 1, mark.textLeft > mark.left + 0.5 * passage.size else { return false }
        let second = page.lines[passage.lines.lowerBound + 1]
        return abs(second.area.left - mark.textLeft) < 0.5 * passage.size
    }
}
