import Model

/// A piece of a document in reading order, whatever the format it comes from.
public struct Block: Sendable, Equatable {
    /// What the piece is, with what only that kind has.
    public enum Kind: Sendable, Equatable {
        case paragraph(StyledText)
        /// `level` is 1 to 6.
        case heading(StyledText, level: Int)
        case list([ListEntry])
        case table(Table)
        /// Text whose line breaks and blanks count.
        case code([UInt8], language: String?)
        case quote(StyledText)
        /// A picture with its description; empty when it has none.
        case image(StyledText)
        /// A running header, which is left out of the Markdown.
        case header(StyledText)
        /// A running footer, which is left out of the Markdown.
        case footer(StyledText)
        /// A note with its mark, such as `1`.
        case footnote(StyledText, mark: String)
        case rule
    }

    public var kind: Kind
    public var box: PageBox?
    /// From 0 to 1.
    public var confidence: Double

    public init(_ kind: Kind, box: PageBox? = nil, confidence: Double = 1) {
        self.kind = kind
        self.box = box
        self.confidence = confidence
    }
}

/// One entry of a list.
public struct ListEntry: Sendable, Equatable {
    public var text: StyledText
    /// Depth, 0 for the outermost.
    public var level: Int
    /// The number of the entry, as `3` of `3.`; nil for a bullet.
    public var number: Int?
    /// The mark as the document shows it, such as `(a)` or `IV.`, where it is neither a bullet nor a plain number.
    public var label: String?

    public init(_ text: StyledText, level: Int = 0, number: Int? = nil, label: String? = nil) {
        self.text = text
        self.level = level
        self.number = number
        self.label = label
    }
}
