import Model

extension TableGrid {
    /// Edges this close are one, as double lines are.
    static let slack: Float = 3.5
    /// Lines that go on this far beyond the last line across leave a side open.
    private static let openSide: Float = 6
    /// Parts of the side of a place that a line covers to be its wall.
    private static let coverage: Float = 0.5

    /// The places that lines divide an extent into; the ends are edges where lines go on beyond the last position.
    static func edges(_ positions: [Float], from first: Float, to last: Float) -> [Float] {
        var edges: [Float] = []
        var start: Float = 0
        var count: Float = 0
        for position in positions.sorted() {
            if let edge = edges.last, position - start <= slack {
                count += 1
                edges[edges.count - 1] = edge + (position - edge) / count
            } else {
                edges.append(position)
                (start, count) = (position, 1)
            }
        }
        if edges.isEmpty || edges[0] - first > openSide { edges.insert(first, at: 0) }
        if last - edges[edges.count - 1] > openSide { edges.append(last) }
        return edges
    }

    /// Raises walls where lines stand on edges; `extents` are where the columns have text or end.
    mutating func raiseWalls(along rules: Rules, extents: [ColumnExtent]) {
        var covered = [Float](repeating: 0, count: rows * columns)
        for rule in rules.vertical {
            guard let edge = Self.nearest(rule.position, in: xs), edge > 0, edge < columns else { continue }
            for row in Self.crossed(rule, ys) {
                covered[row * columns + edge - 1] += min(rule.to, ys[row + 1]) - max(rule.from, ys[row])
            }
        }
        for row in 0..<rows {
            let least = Self.coverage * (ys[row + 1] - ys[row])
            for column in 0..<columns where covered[row * columns + column] >= least {
                setWallRight(row, column, true)
            }
        }
        covered = [Float](repeating: 0, count: rows * columns)
        for rule in rules.horizontal {
            guard let edge = Self.nearest(rule.position, in: ys), edge > 0, edge < rows else { continue }
            for column in 0..<columns {
                covered[(edge - 1) * columns + column] += extents[column].covered(by: rule)
            }
        }
        for row in 0..<rows {
            for column in 0..<columns where covered[row * columns + column] >= Self.coverage * extents[column].width {
                setWallBelow(row, column, true)
            }
        }
    }

    private static func nearest(_ position: Float, in edges: [Float]) -> Int? {
        var best = 0
        for index in edges.indices where abs(edges[index] - position) < abs(edges[best] - position) { best = index }
        return abs(edges[best] - position) <= slack ? best : nil
    }

    /// The places between edges that a line goes along.
    private static func crossed(_ rule: Rule, _ edges: [Float]) -> Range<Int> {
        var first = 0
        while first < edges.count - 1, edges[first + 1] <= rule.from { first += 1 }
        var end = first
        while end < edges.count - 1, edges[end] < rule.to { end += 1 }
        return first..<end
    }
}

/// Where a column begins and ends for a line that goes along it.
struct ColumnExtent {
    var left: Float
    var right: Float

    var width: Float { right - left }

    /// How much of it a line goes along.
    func covered(by rule: Rule) -> Float { max(0, min(rule.to, right) - max(rule.from, left)) }
}
