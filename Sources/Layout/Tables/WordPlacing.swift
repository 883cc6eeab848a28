/// Puts the words of an area into the places of a grid.
struct WordPlacing {
    let words: [TableWord]
    let lines: [TextLine]
    /// Edges that nobody drew.
    let virtual: Set<Float>
    /// Points by which text may reach over an edge.
    private static let slack: Float = 1.5

    /// The words in each place, in reading order: `[row][column]`.
    typealias Places = [[[Int]]]

    /// The columns a segment stands in, by its words where lines are drawn and as a whole where not.
    func columns(of segment: TextSegment, in grid: TableGrid) -> Range<Int> {
        let inset = min(Self.slack, segment.area.width / 4)
        let first = grid.column(of: segment.area.left + inset) ?? 0
        let last = grid.column(of: segment.area.right - inset) ?? grid.columns - 1
        return first..<max(first, last) + 1
    }

    /// Where columns end: at drawn lines, or at the ends of their texts where nobody drew any.
    func extents(in grid: TableGrid) -> [ColumnExtent] {
        var extents = (0..<grid.columns).map { ColumnExtent(left: grid.xs[$0], right: grid.xs[$0 + 1]) }
        guard !virtual.isEmpty else { return extents }
        var texts = [ColumnExtent?](repeating: nil, count: grid.columns)
        for segment in lines.flatMap(\.segments) {
            let covered = columns(of: segment, in: grid)
            guard covered.count == 1, let column = covered.first else { continue }
            let known = texts[column]
            texts[column] = ColumnExtent(
                left: min(known?.left ?? .infinity, segment.area.left),
                right: max(known?.right ?? -.infinity, segment.area.right))
        }
        for column in extents.indices {
            guard let text = texts[column] else { continue }
            if column > 0, virtual.contains(grid.xs[column]) { extents[column].left = text.left }
            if column < grid.columns - 1, virtual.contains(grid.xs[column + 1]) { extents[column].right = text.right }
        }
        return extents
    }

    /// Opens the walls that text goes over, and those between columns that a bar below a head joins.
    func open(_ grid: inout TableGrid, bars: [Rule]) {
        for line in lines {
            guard let row = grid.row(of: line.baseline - 0.3 * line.size) else { continue }
            for segment in line.segments {
                for column in columns(of: segment, in: grid).dropLast() {
                    let edge = grid.xs[column + 1]
                    if virtual.contains(edge) || !grid.hasWallRight(row, column) {
                        grid.join(row, column)
                    }
                }
            }
        }
        guard !virtual.isEmpty else { return }
        for bar in bars { openAbove(bar, &grid) }
    }

    private func openAbove(_ bar: Rule, _ grid: inout TableGrid) {
        guard let edge = grid.ys.firstIndex(where: { abs($0 - bar.position) <= TableGrid.slack }), edge > 0,
            edge < grid.rows
        else {
            return
        }
        let covered = extents(in: grid).enumerated().filter { $1.covered(by: bar) >= 0.5 * $1.width }.map(\.offset)
        guard covered.count > 1, covered.count < grid.columns else { return }
        let above = lines.filter { grid.row(of: $0.baseline - 0.3 * $0.size) == edge - 1 }
        let heads = above.flatMap(\.segments).filter { $0.area.left >= bar.from - 3 && $0.area.right <= bar.to + 3 }
        let below = lines.filter { grid.row(of: $0.baseline - 0.3 * $0.size) == edge }
        let bodies = below.flatMap(\.segments).filter { $0.area.left >= bar.from - 3 && $0.area.right <= bar.to + 3 }
        guard let first = heads.first, bodies.count > 1,
            heads.allSatisfy({ $0.area.left < first.area.right && $0.area.right > first.area.left })
        else { return }
        for column in covered.dropLast() { grid.join(edge - 1, column) }
    }

    /// The words in their places.
    func places(in grid: TableGrid) -> Places {
        var places = Places(repeating: [[Int]](repeating: [], count: grid.columns), count: grid.rows)
        for line in lines {
            for segment in line.segments {
                let whole = columns(of: segment, in: grid)
                for word in segment.words {
                    guard let row = grid.row(of: words[word].middle) else { continue }
                    var column = grid.column(of: words[word].center) ?? 0
                    // A word over an undrawn edge stays with its segment.
                    if whole.count == 1 { column = whole.lowerBound }
                    places[row][column].append(word)
                }
            }
        }
        return places
    }
}

extension TableGrid {
    /// Makes one of two neighbours in a row.
    mutating func join(_ row: Int, _ column: Int) {
        setWallRight(row, column, false)
        joined.insert(row * 65536 + column)
    }

    /// True when text stands over the edge to the right of a place.
    func isJoined(_ row: Int, _ column: Int) -> Bool { joined.contains(row * 65536 + column) }
}
