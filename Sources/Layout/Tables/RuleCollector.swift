import Model

/// Finds the straight lines among the shapes of a page: strokes, thin fields, sides of rectangles; pieces become one.
struct RuleCollector {
    /// What is filled and thicker is a field, not a line.
    private static let thickness: Float = 3
    /// Pieces this far apart are one line, as dashes are.
    private static let pieceGap: Float = 3
    /// Lines this close side by side are one.
    private static let slack: Float = 1.2
    /// Shorter lines divide nothing.
    private static let shortest: Float = 5
    private static let white: UInt32 = 0xFFFFFF

    /// Shorter pieces are dashes, not the borders of cells.
    private static let shortestPiece: Float = 8
    /// Fields painted before among which one of the same colour is looked for that hides an edge.
    private static let fieldsBefore = 8

    private var rules = Rules()
    private var fields: [Shape] = []

    /// The lines of these shapes; none where there are so many that they are a drawing.
    static func rules(of shapes: [Shape]) -> Rules {
        guard !shapes.isEmpty, shapes.count <= Limits.tableShapes else { return Rules() }
        var collector = RuleCollector()
        for shape in shapes where !shape.isDrawing && shape.color != white { collector.add(shape) }
        let rules = Rules(
            horizontal: joined(collector.rules.horizontal), vertical: joined(collector.rules.vertical))
        guard rules.horizontal.count + rules.vertical.count <= Limits.tableRules else { return Rules() }
        return rules
    }

    private mutating func add(_ shape: Shape) {
        let area = shape.area
        if area.height <= Self.thickness {
            guard area.width > area.height else { return }
            let middle = (area.top + area.bottom) / 2
            rules.horizontal.append(Rule(position: middle, from: area.left, to: area.right))
        } else if area.width <= Self.thickness {
            let middle = (area.left + area.right) / 2
            rules.vertical.append(Rule(position: middle, from: area.top, to: area.bottom))
        } else {
            let isEdge = shape.strokeWidth == 0
            if isEdge {
                let hidden = fields.suffix(Self.fieldsBefore).contains {
                    $0.color == shape.color && $0.area.holds(area)
                }
                if hidden { return }
                fields.append(shape)
            }
            for y in [area.top, area.bottom] {
                rules.horizontal.append(Rule(position: y, from: area.left, to: area.right, isEdge: isEdge))
            }
            for x in [area.left, area.right] {
                rules.vertical.append(Rule(position: x, from: area.top, to: area.bottom, isEdge: isEdge))
            }
        }
    }

    /// The pieces on one line put together.
    private static func joined(_ pieces: [Rule]) -> [Rule] {
        let sorted = pieces.sorted { ($0.position, $0.from, $0.to) < ($1.position, $1.from, $1.to) }
        var joined: [Rule] = []
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].position - sorted[start].position <= slack { end += 1 }
            join(sorted[start..<end], into: &joined)
            start = end
        }
        return joined
    }

    private static func join(_ pieces: ArraySlice<Rule>, into joined: inout [Rule]) {
        var current: Rule?
        for piece in pieces.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            if var line = current, piece.from - line.to <= pieceGap {
                if abs(piece.from - line.to) <= pieceGap, min(piece.length, line.length) >= shortestPiece {
                    line.joints.append((piece.from + line.to) / 2)
                }
                line.to = max(line.to, piece.to)
                line.isEdge = line.isEdge && piece.isEdge
                current = line
            } else {
                if let line = current, line.length >= shortest { joined.append(line) }
                current = piece
            }
        }
        if let line = current, line.length >= shortest { joined.append(line) }
    }
}

extension Area {
    /// True when the two have a place in common.
    func touches(_ other: Area) -> Bool {
        left < other.right && right > other.left && top < other.bottom && bottom > other.top
    }

    /// True when the other one stands inside.
    func holds(_ other: Area) -> Bool {
        left <= other.left + 0.5 && top <= other.top + 0.5 && right >= other.right - 0.5
            && bottom >= other.bottom - 0.5
    }
}
