import Model

/// Finds the tables of a page: by the lines drawn around their cells, by lines from side to side, by alignment alone.
public struct TableFinder: Sendable {
    public init() {}

    /// The tables of a page from top to bottom; `bodySize` is the commonest size of text, 0 when it is not known.
    public func tables(words: PageWords, marks: PageMarks, bodySize: Float) -> [FoundTable] {
        let rules = RuleCollector.rules(of: marks.shapes)
        let mayBeRuled = !rules.vertical.isEmpty && !rules.horizontal.isEmpty || rules.horizontal.count > 1
        let mayBeAligned = AlignedRegions.mayHaveColumns(words.words)
        guard mayBeRuled || mayBeAligned else { return [] }
        let drawings = mayBeRuled ? marks.shapes.filter(\.isDrawing).map(\.area) : []
        var search = TableSearch(
            words: Self.tableWords(words), text: words, bodySize: bodySize, drawings: drawings)
        if mayBeRuled {
            let drawn = rules.drawn
            search.findRuled(drawn)
            if rules.hasEdges { search.findRuled(rules) }
            search.findBarred(rules)
        }
        if mayBeAligned { search.findAligned(rules) }
        return search.found
    }

    private static func tableWords(_ page: PageWords) -> [TableWord] {
        var words: [TableWord] = []
        words.reserveCapacity(page.words.count)
        for (index, word) in page.words.enumerated() where word.direction == .right {
            var baseline = word.baseline
            // Marks above and below the line belong to the line.
            if word.joinsPrevious, let last = words.last, last.index == index - 1 { baseline = last.baseline }
            words.append(
                TableWord(
                    area: word.area, baseline: baseline, size: word.size, index: index,
                    joinsPrevious: word.joinsPrevious, content: CellContent(page.bytes(of: word))))
        }
        return words
    }
}
