import Model

/// One page that was read, as it is published.
public struct PageContent: Sendable {
    /// Where the text of a page comes from.
    public enum Origin: String, Sendable {
        case text, ocr, mixed, native
    }

    /// 1-based.
    public var number: Int
    /// Points; nil for a format without pages of a size.
    public var size: (width: Double, height: Double)?
    /// Degrees clockwise.
    public var rotation = 0
    public var origin = Origin.native
    /// From 0 to 1: how sure the text is.
    public var confidence = 1.0
    /// UTF-8 without form feeds.
    public var text: [UInt8]
    /// UTF-8.
    public var markdown: [UInt8]
    public var items: [PageItem] = []
    /// What the speaker of a slide reads from; UTF-8.
    public var speakerNotes: String?
    /// What is said in a recording, in its order.
    public var segments: [Segment] = []

    /// A passage of a recording.
    public struct Segment: Sendable, Equatable {
        /// Seconds from the beginning of the recording.
        public var start: Double
        /// nil where nobody knows.
        public var end: Double?
        public var text: String

        public init(start: Double, end: Double?, text: String) {
            self.start = start
            self.end = end
            self.text = text
        }
    }

    public init(
        number: Int, size: (width: Double, height: Double)? = nil, rotation: Int = 0, origin: Origin = .native,
        text: [UInt8], markdown: [UInt8], items: [PageItem] = []
    ) {
        self.number = number
        self.size = size
        self.rotation = rotation
        self.origin = origin
        self.text = text
        self.markdown = markdown
        self.items = items
    }
}

/// A piece of a page: a paragraph, heading, table or block of code.
public struct PageItem: Sendable {
    /// What the piece is, with what only that kind has.
    public enum Kind: Sendable {
        case text
        case heading(level: Int)
        case list(ordered: Bool, items: [String])
        case table(Table)
        case code(language: String?)
        case image
        case link
        case header
        case footer
    }

    /// Where the Markdown of the piece stands.
    public enum Source: Sendable {
        /// These bytes of the page's Markdown.
        case page(Range<Int>)
        /// It is left out of the page's Markdown, as running headers are.
        case apart([UInt8])
    }

    public var kind: Kind
    public var markdown: Source
    public var box: PageBox?
    /// From 0 to 1.
    public var confidence = 1.0

    public init(kind: Kind, markdown: Range<Int>, box: PageBox? = nil) {
        self.kind = kind
        self.markdown = .page(markdown)
        self.box = box
    }

    public init(kind: Kind, apart markdown: [UInt8], box: PageBox? = nil) {
        self.kind = kind
        self.markdown = .apart(markdown)
        self.box = box
    }
}

/// A rectangle in points, origin at the top left.
public struct PageBox: Equatable, Sendable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The smallest rectangle around two.
    public func union(_ other: PageBox) -> PageBox {
        let left = min(x, other.x)
        let top = min(y, other.y)
        return PageBox(
            x: left, y: top, width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top)
    }
}
