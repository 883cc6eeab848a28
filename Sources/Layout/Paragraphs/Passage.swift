/// Lines that belong together: a paragraph, heading, entry of a list or note, before it is known which.
struct Passage {
    /// Positions in `PageLines.lines`.
    var lines: Range<Int>
    var column: Int
    var area: Area
    /// Size of most of its text.
    var size: Float
    var bytes = 0
    var isBold = false
    var isItalic = false
    var isCode = false
    /// White above and below it in its column; infinite at the ends.
    var spaceAbove = Float.infinity
    var spaceBelow = Float.infinity
    /// Distance of base lines usual in its column.
    var leading: Float
    var mark: ListMark?
    /// Position in `PageLines.tables`; -1 for text.
    var table = -1
}
