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
    /// What runs from page to page.
    var running = RunningPlace.none

    var isText: Bool { table < 0 }
    var isBold: Bool { boldBytes * 10 >= bytes * 9 && bytes > 0 }
    var isItalic: Bool { italicBytes * 10 >= bytes * 9 && bytes > 0 }
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

/// A page as lines in reading order.
struct PageLines {
    var number: Int
    var width: Double
    var height: Double
    var rotation: Int
    /// Areas and base lines stand in the frame of the direction of each word.
    var words = PageWords()
    /// Positions in `words.words`, line by line.
    var order: [Int32] = []
    var lines: [Line] = []
    var columns: [Column] = []
    var tables: [FoundTable] = []
    /// Thin horizontal shapes: rules above footnotes and lines through words.
    var rules: [Area] = []
    /// Position in `links` of each word; empty when the page has no links.
    var linkOfWord: [Int32] = []
    var links: [LinkArea] = []

    /// The words of a line.
    func words(of line: Line) -> LazyMapSequence<ArraySlice<Int32>, Word> {
        order[line.words].lazy.map { words.words[Int($0)] }
    }

    func firstWord(of line: Line) -> Word { words.words[Int(order[line.words.lowerBound])] }
    func lastWord(of line: Line) -> Word { words.words[Int(order[line.words.upperBound - 1])] }

    /// Where the lines of a direction stand on the page.
    func frame(_ direction: Word.Direction) -> Frame {
        Frame(direction: direction, width: Float(width), height: Float(height))
    }
}
