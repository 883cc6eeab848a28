/// Glyphs that stand together without a gap and look alike.
///
/// Holds no text itself: its bytes stand in the text of the page.
public struct Word: Sendable, Equatable {
    /// The way text runs on the page as shown.
    public enum Direction: UInt8, Sendable {
        case right, down, left, up
    }

    public var area: Area
    /// Where it stands on its line: y of text that runs to the right or left, x of text that runs up or down.
    public var baseline: Float
    /// Size of the font as shown.
    public var size: Float
    /// Offset and length of its bytes in `PageWords.text`.
    public var start: UInt32
    public var length: UInt32
    /// Position in the fonts of the document.
    public var font: UInt16
    public var direction: Direction
    public var style: StyledText.Style
    public var traits: Glyph.Traits
    /// It goes on where the word before it ends, without a blank.
    public var joinsPrevious: Bool
    /// 0xRRGGBB.
    public var color: UInt32
    /// Identifier of the marked content around it; -1 for none.
    public var content: Int32
    /// From 0 to 1; below 1 for recognised text.
    public var confidence: Float = 1
}

/// The words of a page in the order they are painted.
public struct PageWords: Sendable {
    /// UTF-8 of all words.
    public var text: [UInt8] = []
    public var words: [Word] = []
    /// Some word holds U+00AD, which shows only at the end of a line.
    var hasSoftHyphens = false

    public init() {}

    /// The bytes of a word.
    public func bytes(of word: Word) -> ArraySlice<UInt8> {
        text[Int(word.start)..<Int(word.start + word.length)]
    }
}
