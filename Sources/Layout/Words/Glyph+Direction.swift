import Model

extension Glyph {
    /// Sine and cosine above which text runs along neither axis.
    private static let slant: Float = 0.2

    /// False for a glyph of no size, or so far off or so large that numbers end.
    var isSane: Bool {
        let far = Float(Limits.pageSide)
        return size > 0 && size < far && abs(x) < far && abs(y) < far && abs(dx) < far && abs(dy) < far
    }

    /// The way its line runs, along the nearest axis.
    var direction: Word.Direction {
        if abs(dx) >= abs(dy) { return dx >= 0 ? .right : .left }
        return dy >= 0 ? .down : .up
    }

    /// True where its line runs along neither axis.
    var isSlanted: Bool {
        let least = min(abs(dx), abs(dy))
        return least > 0 && least > Self.slant * max(abs(dx), abs(dy))
    }

    /// Where it stands on a line of a direction.
    func baseline(_ direction: Word.Direction) -> Float { direction == .right || direction == .left ? y : x }
}
