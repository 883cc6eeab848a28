import Model

/// One page that was read.
struct PageContent {
    /// Where the text of a page comes from.
    enum Origin: String {
        case text, ocr, mixed, native
    }

    /// 1-based.
    var number: Int
    /// Points; nil for a format without pages of a size.
    var size: (width: Double, height: Double)?
    /// Degrees clockwise.
    var rotation = 0
    var origin = Origin.native
    /// UTF-8 without form feeds.
    var text: [UInt8]
    /// UTF-8.
    var markdown: [UInt8]
    var items: [PageItem] = []
}

/// A piece of a page: a paragraph, heading, table or block of code.
struct PageItem {
    /// What the piece is, with what only that kind has.
    enum Kind {
        case text
        case heading(level: Int)
        case list(ordered: Bool, items: [String])
        case table(rows: [[String]])
        case code(language: String?)
    }

    var kind: Kind
    /// The bytes of the page's Markdown that are this piece.
    var markdown: Range<Int>
    var box: PageBox?
}

/// A rectangle in points, origin at the top left.
struct PageBox: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
}
