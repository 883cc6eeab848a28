import Layout
import Poppler

/// Takes what stands on the pages of a document over to the layout.
struct PDFMarks {
    /// The fonts met so far.
    private(set) var fonts: [FontFace] = []

    /// What stands on a page, but for its links.
    mutating func marks(
        of page: borrowing PDFPage, number: Int, in file: borrowing PDFFile
    ) throws(PDFError) -> PageMarks {
        var marks = PageMarks(number: number, width: page.width, height: page.height, rotation: page.rotation)
        var isEndless = false
        try page.withContent { content in
            isEndless = content.isEndless
            if isEndless { return }
            marks.text = Array(content.text)
            marks.glyphs = Glyph.copies(of: content.glyphs)
            marks.shapes = content.shapes.map(Shape.init)
            marks.images = content.images.map(ImageArea.init)
        }
        if isEndless { throw .damaged("there is more on it than a page can hold") }
        fonts += file.fonts(from: fonts.count).map(FontFace.init)
        return marks
    }
}

extension Glyph {
    /// True when both types lie in memory alike, so that glyphs, of which there are millions, are copied at once.
    private static let isLaidOutAlike =
        MemoryLayout<Glyph>.size == MemoryLayout<PDFGlyph>.size
        && MemoryLayout<Glyph>.stride == MemoryLayout<PDFGlyph>.stride
        && MemoryLayout<Glyph>.offset(of: \.x) == MemoryLayout<PDFGlyph>.offset(of: \.x)
        && MemoryLayout<Glyph>.offset(of: \.y) == MemoryLayout<PDFGlyph>.offset(of: \.y)
        && MemoryLayout<Glyph>.offset(of: \.dx) == MemoryLayout<PDFGlyph>.offset(of: \.dx)
        && MemoryLayout<Glyph>.offset(of: \.dy) == MemoryLayout<PDFGlyph>.offset(of: \.dy)
        && MemoryLayout<Glyph>.offset(of: \.size) == MemoryLayout<PDFGlyph>.offset(of: \.size)
        && MemoryLayout<Glyph>.offset(of: \.text) == MemoryLayout<PDFGlyph>.offset(of: \.text)
        && MemoryLayout<Glyph>.offset(of: \.color) == MemoryLayout<PDFGlyph>.offset(of: \.color)
        && MemoryLayout<Glyph>.offset(of: \.content) == MemoryLayout<PDFGlyph>.offset(of: \.content)
        && MemoryLayout<Glyph>.offset(of: \.font) == MemoryLayout<PDFGlyph>.offset(of: \.font)
        && MemoryLayout<Glyph>.offset(of: \.length) == MemoryLayout<PDFGlyph>.offset(of: \.length)
        && MemoryLayout<Glyph>.offset(of: \.traits) == MemoryLayout<PDFGlyph>.offset(of: \.flags)

    static func copies(of glyphs: UnsafeBufferPointer<PDFGlyph>) -> [Glyph] {
        guard isLaidOutAlike, let first = glyphs.baseAddress else { return glyphs.map(Glyph.init) }
        return [Glyph](unsafeUninitializedCapacity: glyphs.count) { buffer, count in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(
                from: UnsafeRawBufferPointer(start: first, count: glyphs.count * MemoryLayout<Glyph>.stride))
            count = glyphs.count
        }
    }

    init(_ glyph: PDFGlyph) {
        self.init(
            x: glyph.x, y: glyph.y, dx: glyph.dx, dy: glyph.dy, size: glyph.size, text: glyph.text,
            length: glyph.length, font: glyph.font, color: glyph.color, content: glyph.content,
            traits: Traits(rawValue: glyph.flags))
    }
}

extension LinkArea {
    /// The areas of a link that leads to an address; none for any other.
    static func areas(of link: PDFLink) -> [LinkArea] {
        guard case .address(let address) = link.target else { return [] }
        return (link.parts.isEmpty ? [link.box] : link.parts).map { box in
            LinkArea(
                area: Area(
                    left: Float(box.left), top: Float(box.top), right: Float(box.right), bottom: Float(box.bottom)),
                address: address)
        }
    }
}

extension Shape {
    init(_ shape: PDFShape) {
        self.init(
            area: Area(left: shape.left, top: shape.top, right: shape.right, bottom: shape.bottom),
            color: shape.color, strokeWidth: shape.width, isFilled: shape.is_filled, isDrawing: shape.is_drawing)
    }
}

extension ImageArea {
    init(_ image: PDFImage) {
        self.init(
            area: Area(left: image.left, top: image.top, right: image.right, bottom: image.bottom),
            pixelWidth: Int(image.width), pixelHeight: Int(image.height))
    }
}

extension FontFace {
    init(_ font: PDFFont) {
        self.init(name: font.name, ascent: font.ascent, descent: font.descent)
        isBold = font.isBold
        isItalic = font.isItalic
        isFixedWidth = font.isFixedWidth
        isSymbolic = font.isSymbolic
        hasUnicode = font.hasUnicode
    }
}
