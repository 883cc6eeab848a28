import Model

/// Says whether the text of a page is what a person sees on it.
public struct TextQuality: Sendable, Equatable {
    /// Why a page should be read from its picture.
    public enum Flaw: Sendable, Equatable {
        /// There are images or drawings and no text.
        case noText
        /// The page is a picture with a little text, as a stamp or a page number, over it.
        case picture
        /// The fonts do not say which characters their glyphs are, or say it wrongly.
        case garbage
    }

    /// Characters other than blanks.
    public private(set) var characters = 0
    /// Those of which nothing says what they are.
    public private(set) var unknown = 0
    /// Those in fonts that do not say what they are, a run of the same one counted once.
    private var guessed = 0
    /// Letters and digits among the guessed ones.
    private var guessedLetters = 0
    /// Part of the page that images cover.
    private var pictured: Float = 0
    private var hasMarks = false

    /// Looks at the text of a page.
    public init(_ marks: PageMarks, fonts: [FontFace]) {
        count(marks, fonts)
        let size = max(1, Float(marks.width) * Float(marks.height))
        for image in marks.images { pictured += max(0, image.area.width) * max(0, image.area.height) / size }
        hasMarks = !marks.images.isEmpty || !marks.shapes.isEmpty
    }

    /// Unknown characters above this part of a page make it garbage.
    private static let mostUnknown = 0.3
    /// Letters and digits below this part of the guessed characters make them garbage.
    private static let fewestLetters = 0.3
    /// Guessed characters of which fewer prove nothing.
    private static let fewestGuessed = 40
    /// A page of which images cover more than this part is a picture.
    private static let mostPictured: Float = 0.8
    /// Characters up to which the text over a picture is no text of its own.
    private static let mostOverPicture = 80

    /// What is wrong with the text; nil when nothing is.
    public var flaw: Flaw? {
        if characters == 0 { return hasMarks ? .noText : nil }
        if Double(unknown) > Self.mostUnknown * Double(characters) { return .garbage }
        if guessed * 2 > characters, guessed >= Self.fewestGuessed,
            Double(guessedLetters) < Self.fewestLetters * Double(guessed)
        {
            return .garbage
        }
        return pictured > Self.mostPictured && characters <= Self.mostOverPicture ? .picture : nil
    }

    private mutating func count(_ marks: PageMarks, _ fonts: [FontFace]) {
        marks.text.withUnsafeBufferPointer { text in
            var previous: UInt8 = 0
            for glyph in marks.glyphs where glyph.length > 0 && Int(glyph.text) < text.count {
                let first = text[Int(glyph.text)]
                if first <= ASCII.space { continue }
                characters += 1
                if glyph.traits.contains(.unknown) {
                    unknown += 1
                } else if first != previous, Int(glyph.font) < fonts.count, !fonts[Int(glyph.font)].hasUnicode {
                    guessed += 1
                    // What is not ASCII is taken for a letter: whole alphabets are.
                    if first >= 0x80 || ASCII.isLetter(first) || ASCII.isDigit(first) { guessedLetters += 1 }
                }
                previous = first
            }
        }
    }
}
