/// A line of text, or a table that stands in the place of one.
struct Line {
    /// Positions in `PageLines.order`.
    var words: Range<Int>
    var area: Area
    var baseline: Float
    /// Size of most of its text.
    var size: Float
    var direction = Word.Direction.right
    /// Position in `PageLines.tables`; -1 for text.
    var table = -1
    /// Bytes of its words, and how many of them look like that.
    var bytes = 0
    var boldBytes = 0
    var italicBytes = 0
    var codeBytes = 0
    var artifactBytes = 0
    var confidence: Float = 1
    /// A gap of several sizes stands behind the first word, or between others.
    var hasFirstGap = false
    var hasLaterGap = false

    var isText: Bool { table < 0 }
    var isBold: Bool { boldBytes * 10 >= bytes * 9 && bytes > 0 }
    var isItalic: Bool { italicBytes * 10 >= bytes * 9 && bytes > 0 }
    /// Names and values, or cells, stand apart in it.
    var hasGap: Bool { hasFirstGap || hasLaterGap }
    var isCode: Bool { codeBytes * 10 >= bytes * 8 && bytes > 0 }
}

/// Whether a line runs from page to page, and where.
enum RunningPlace: UInt8 {
    case none, header, footer
}

/// Lines that stand below each other, between two gutters or margins.
struct Column {
    /// Positions in `PageLines.lines`.
    var lines: Range<Int>
    var left: Float
    var right: Float
}
