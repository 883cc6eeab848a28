import Layout
import Poppler

/// Takes what stands on the pages of a document over to the layout.
struct PDFMarks {
    /// The fonts met so far.
    private(set) var fonts: [FontFace] = []

    /// What stands on a page, with its links.
    mutating func marks(
        of page: borrowing PDFPage, number: Int, in file: borrowing PDFFile
    ) throws(PDFError) -> PageMarks {
        var marks = PageMarks(number: number, width: page.width, height: page.height, rotation: page.rotation)
        try page.withContent { content in
            marks.text = Array(content.text)
            marks.glyphs = content.glyphs.map(Glyph.init)
            marks.shapes = content.shapes.map(Shape.init)
            marks.images = content.images.map(ImageArea.init)
        }
        fonts += file.fonts(from: fonts.count).map(FontFace.init)
        return marks
    }
}

extension Glyph {
    init(_ glyph: PDFGlyph) {
        self.init(
            x: glyph.x, y: glyph.y, dx: glyph.dx, dy: glyph.dy, size: glyph.size, text: glyph.text,
            length: glyph.length, font: glyph.font, color: glyph.color, content: glyph.content,
            traits: Traits(rawValue: glyph.flags))
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
