/// A piece of a page that reading order is found for.
struct Atom {
    enum Kind: UInt8 {
        case segment, table, box
    }

    var kind: Kind
    /// Position among the segments, tables or boxes.
    var index: Int
    var area: Area
    /// What it takes from top to bottom, without what neighbouring lines share.
    var core: Area
    var baseline: Float
    var size: Float
    /// When it is painted.
    var painted: Int
    /// Lines in it.
    var lines = 1

    /// A bullet or number, which some programs paint after all the text.
    var isTiny: Bool { kind == .segment && area.width < 2.2 * size }

    init(_ segment: Segment, index: Int) {
        kind = .segment
        self.index = index
        area = segment.area
        core = segment.core
        baseline = segment.baseline
        size = segment.size
        painted = segment.words.lowerBound
    }

    init(_ kind: Kind, index: Int, area: Area, size: Float, painted: Int, lines: Int) {
        self.kind = kind
        self.index = index
        self.area = area
        core = area
        baseline = area.bottom
        self.size = size
        self.painted = painted
        self.lines = lines
    }
}

/// A stretch of white between pieces, from left to right; may reach to infinity.
struct Gap {
    var left: Float
    var right: Float

    var width: Float { right - left }
}

extension [Atom] {
    /// From top to bottom; mostly they are painted in that order.
    var fromTop: [Atom] {
        func isBefore(_ one: Atom, _ other: Atom) -> Bool {
            one.core.top == other.core.top ? one.painted < other.painted : one.core.top < other.core.top
        }
        for index in indices.dropFirst() where !isBefore(self[index - 1], self[index]) {
            return sorted(by: isBefore)
        }
        return self
    }
}
