import Layout

/// A page drawn line by line for a test: text at a place, in a size and font.
struct PageSketch {
    /// Fonts of all sketches.
    enum Font: UInt16, CaseIterable {
        case plain, bold, italic, fixed
    }

    static let fonts: [FontFace] = Font.allCases.map { font in
        var face = FontFace(name: "Test")
        face.isBold = font == .bold
        face.isItalic = font == .italic
        face.isFixedWidth = font == .fixed
        return face
    }

    /// Width of a letter and of a blank in parts of the size.
    static let letter: Float = 0.5
    static let blank: Float = 0.28

    private(set) var marks: PageMarks

    init(number: Int = 1, width: Double = 612, height: Double = 792) {
        marks = PageMarks(number: number, width: width, height: height)
    }

    /// Writes a line of text with its base line at `y`; letters stand `spacing` sizes apart.
    mutating func text(
        _ text: String, x: Float, y: Float, size: Float = 10, font: Font = .plain, blanks: Bool = true,
        spacing: Float = 0, traits: Glyph.Traits = []
    ) {
        var x = x
        for character in text {
            let width = (character == " " ? Self.blank : Self.letter) * size
            if character != " " || blanks {
                add(String(character), x: x, y: y, dx: width, size: size, font: font, traits: traits)
            }
            x += width + spacing * size
        }
    }

    /// Writes lines below each other.
    mutating func lines(
        _ lines: [String], x: Float, y: Float, size: Float = 10, leading: Float = 12, font: Font = .plain
    ) {
        for (index, line) in lines.enumerated() {
            text(line, x: x, y: y + Float(index) * leading, size: size, font: font)
        }
    }

    /// Writes text that runs up the page from `y`.
    mutating func upward(_ text: String, x: Float, y: Float, size: Float = 10) {
        var y = y
        for character in text {
            let width = (character == " " ? Self.blank : Self.letter) * size
            add(String(character), x: x, y: y, dx: 0, dy: -width, size: size, font: .plain)
            y -= width
        }
    }

    /// Paints one glyph.
    mutating func add(
        _ text: String, x: Float, y: Float, dx: Float, dy: Float = 0, size: Float = 10, font: Font = .plain,
        traits: Glyph.Traits = []
    ) {
        let start = UInt32(marks.text.count)
        marks.text += Array(text.utf8)
        marks.glyphs.append(
            Glyph(
                x: x, y: y, dx: dx, dy: dy, size: size, text: start, length: UInt8(text.utf8.count),
                font: font.rawValue, traits: traits))
    }

    /// Draws a rectangle.
    mutating func box(left: Float, top: Float, right: Float, bottom: Float, color: UInt32 = 0xDDDDDD) {
        marks.shapes.append(
            Shape(area: Area(left: left, top: top, right: right, bottom: bottom), color: color, isFilled: true))
    }

    mutating func link(_ address: String, left: Float, top: Float, right: Float, bottom: Float) {
        marks.links.append(
            LinkArea(area: Area(left: left, top: top, right: right, bottom: bottom), address: address))
    }

    /// The blocks of the page alone.
    func blocks(outline: [OutlineHint] = []) -> [Block] { Self.pages([self], outline: outline)[0].blocks }

    /// The Markdown of the page alone.
    var markdown: String { Self.markdown(Self.pages([self])[0].blocks) }

    /// The pages of a document.
    static func pages(_ sketches: [PageSketch], outline: [OutlineHint] = []) -> [PageBlocks] {
        var layout = DocumentLayout()
        layout.outline = outline
        var pages: [PageBlocks] = []
        for sketch in sketches { pages += layout.add(sketch.marks, fonts: fonts) }
        return pages + layout.finish()
    }

    static func markdown(_ blocks: [Block]) -> String {
        var composer = PageComposer()
        for block in blocks { composer.add(block) }
        return String(decoding: composer.finish(number: 1).markdown, as: UTF8.self)
    }
}

/// Lines of prose that are recognised again.
enum Prose {
    /// `count` lines of about `width` characters; all but the last are full and none ends a sentence.
    static func lines(_ name: String, _ count: Int, width: Int = 40) -> [String] {
        (0..<count).map { index in
            var line = "\(name)\(letters(index))"
            while line.count < width - 8 { line += " lorem" }
            while line.count < width { line += "m" }
            return index == count - 1 ? "\(name)\(letters(index)) ends here." : line
        }
    }

    private static func letters(_ index: Int) -> String {
        String(UnicodeScalar(UInt8(97 + index / 26 % 26))) + String(UnicodeScalar(UInt8(97 + index % 26)))
    }
}
