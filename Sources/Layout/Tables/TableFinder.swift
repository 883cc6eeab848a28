import Model

/// Finds the tables of a page: by the lines drawn around their cells, by lines from side to side, by alignment alone.
public struct TableFinder: Sendable {
    /// Fewer words that run up or down are the heads of columns or the names of axes.
    private static let leastTurnedWords = 8

    public init() {}

    /// The tables of a page from top to bottom; `bodySize` is the commonest size of text, 0 when it is not known.
    public func tables(words: PageWords, marks: PageMarks, bodySize: Float) -> [FoundTable] {
        var counts = [Int](repeating: 0, count: 4)
        for word in words.words { counts[Int(word.direction.rawValue)] += 1 }
        var found: [FoundTable] = []
        for direction in [Word.Direction.right, .down, .left, .up] {
            let least = direction == .right ? 2 : Self.leastTurnedWords
            guard counts[Int(direction.rawValue)] >= least else { continue }
            let turn = Turn(direction: direction, width: Float(marks.width), height: Float(marks.height))
            let shapes = marks.shapes.compactMap { shape -> Shape? in
                guard shape.area.isOrdinary else { return nil }
                var shape = shape
                shape.area = turn.turned(shape.area)
                return shape
            }
            found += tables(words, shapes, bodySize, turn).map(turn.turnedBack)
        }
        return found
    }

    private func tables(_ page: PageWords, _ shapes: [Shape], _ bodySize: Float, _ turn: Turn) -> [FoundTable] {
        let rules = RuleCollector.rules(of: shapes)
        let mayBeRuled = !rules.vertical.isEmpty && !rules.horizontal.isEmpty || rules.horizontal.count > 1
        let mayBeAligned = turn.direction != .right || AlignedRegions.mayHaveColumns(page.words)
        guard mayBeRuled || mayBeAligned else { return [] }
        let drawings = shapes.filter(\.isDrawing).map(\.area)
        var search = TableSearch(
            words: Self.tableWords(page, turn), text: page, bodySize: bodySize, drawings: drawings)
        if mayBeRuled {
            search.findRuled(rules.drawn)
            if rules.hasEdges { search.findRuled(rules) }
            search.findBarred(rules)
        }
        if mayBeAligned { search.findAligned(rules) }
        return search.found
    }

    private static func tableWords(_ page: PageWords, _ turn: Turn) -> [TableWord] {
        var words: [TableWord] = []
        words.reserveCapacity(page.words.count)
        for (index, word) in page.words.enumerated() where word.direction == turn.direction {
            guard word.area.isOrdinary, abs(word.baseline) < Area.farthest, word.size > 0, word.size < Area.farthest
            else { continue }
            var baseline = turn.turned(baseline: word.baseline)
            // Marks above and below the line belong to the line.
            if word.joinsPrevious, let last = words.last, last.index == index - 1 { baseline = last.baseline }
            words.append(
                TableWord(
                    area: turn.turned(word.area), baseline: baseline, size: word.size, index: index,
                    joinsPrevious: word.joinsPrevious, content: CellContent(page.bytes(of: word))))
        }
        return words
    }
}

extension Area {
    /// Points from the corner of the page beyond which nothing is looked at.
    static let farthest: Float = 1e6

    /// False for places that only a damaged or hostile document has, and for what is no number.
    var isOrdinary: Bool {
        left >= -Self.farthest && top >= -Self.farthest && right <= Self.farthest && bottom <= Self.farthest
            && left <= right && top <= bottom
    }
}
