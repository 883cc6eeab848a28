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

    /// A word that was recognised in a picture and of which no more is known.
    public init(
        area: Area, baseline: Float, size: Float, start: UInt32, length: UInt32, confidence: Float
    ) {
        self.init(
            area: area, baseline: baseline, size: size, start: start, length: length, font: 0, direction: .right,
            style: [], traits: [], joinsPrevious: false, color: 0, content: -1)
        self.confidence = confidence
    }

    init(
        area: Area, baseline: Float, size: Float, start: UInt32, length: UInt32, font: UInt16, direction: Direction,
        style: StyledText.Style, traits: Glyph.Traits, joinsPrevious: Bool, color: UInt32, content: Int32
    ) {
        self.area = area
        self.baseline = baseline
        self.size = size
        self.start = start
        self.length = length
        self.font = font
        self.direction = direction
        self.style = style
        self.traits = traits
        self.joinsPrevious = joinsPrevious
        self.color = color
        self.content = content
    }
}

/// The words of a page in the order they are painted.
public struct PageWords: Sendable {
    /// UTF-8 of all words.
    public var text: [UInt8] = []
    public var words: [Word] = []
    /// Some word holds U+00AD, which shows only at the end of a line.
    var hasSoftHyphens = false

    public init() {}

    /// The words the glyphs of a page make; `fonts` are those of the document met so far.
    public init(_ marks: PageMarks, fonts: [FontFace]) { self = WordBuilder.words(of: marks, fonts: fonts) }

    /// Adds words that were recognised where no others stand.
    mutating func add(_ recognized: PageWords) {
        let own = words
        for var word in recognized.words {
            let x = (word.area.left + word.area.right) / 2
            let y = (word.area.top + word.area.bottom) / 2
            let isThere = own.contains {
                $0.area.left <= x && x <= $0.area.right && $0.area.top <= y && y <= $0.area.bottom
            }
            if isThere { continue }
            let start = text.count
            text += recognized.bytes(of: word)
            word.start = UInt32(start)
            words.append(word)
        }
    }

    /// The bytes of a word.
    public func bytes(of word: Word) -> ArraySlice<UInt8> {
        text[Int(word.start)..<Int(word.start + word.length)]
    }
}
