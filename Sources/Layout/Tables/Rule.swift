/// A straight line along an axis: drawn, or the edge of a coloured field.
struct Rule: Equatable {
    /// y of a horizontal one, x of a vertical one.
    var position: Float
    var from: Float
    var to: Float
    /// Nothing is drawn: a coloured field ends here.
    var isEdge = false
    /// Where its pieces meet, as the borders of cells do.
    var joints: [Float] = []

    var length: Float { to - from }
}

/// The straight lines of a page.
struct Rules {
    var horizontal: [Rule] = []
    var vertical: [Rule] = []

    /// Without the edges of coloured fields.
    var drawn: Rules {
        Rules(horizontal: horizontal.filter { !$0.isEdge }, vertical: vertical.filter { !$0.isEdge })
    }
    var hasEdges: Bool { horizontal.contains(where: \.isEdge) || vertical.contains(where: \.isEdge) }
}
