import CPopplerPages

/// A glyph of a page; see CPopplerPages.h for its members.
public typealias PDFGlyph = cpoppler_glyph
/// A line, a rectangle or the box around a drawing; see CPopplerPages.h for its members.
public typealias PDFShape = cpoppler_shape
/// The place of an image; see CPopplerPages.h for its members.
public typealias PDFImage = cpoppler_image

/// What stands on a page, as long as the closure runs that gets it.
public struct PDFContent {
    /// UTF-8 of all glyphs.
    public let text: UnsafeRawBufferPointer
    /// In the order they are painted.
    public let glyphs: UnsafeBufferPointer<PDFGlyph>
    public let shapes: UnsafeBufferPointer<PDFShape>
    public let images: UnsafeBufferPointer<PDFImage>
    /// Shapes were left out because there are too many.
    public let isCut: Bool
    /// The page has more glyphs or operators than are read of one; the rest was left out.
    public let isEndless: Bool

    init(_ content: cpoppler_content) {
        text = UnsafeRawBufferPointer(start: content.utf8, count: content.length)
        glyphs = UnsafeBufferPointer(start: content.glyphs, count: content.glyph_count)
        shapes = UnsafeBufferPointer(start: content.shapes, count: content.shape_count)
        images = UnsafeBufferPointer(start: content.images, count: content.image_count)
        isCut = content.is_cut
        isEndless = content.is_endless
    }
}

/// What a font of a document looks like.
public struct PDFFont: Sendable, Equatable {
    /// Without the prefix of a subset.
    public let name: String
    /// Parts of the size above and below (negative) the base line.
    public let ascent: Float
    public let descent: Float
    /// 100 to 900; 0 when not said.
    public let weight: Int
    public let isBold: Bool
    public let isItalic: Bool
    public let isFixedWidth: Bool
    public let isSymbolic: Bool
    public let isType3: Bool
    /// The font says which characters its glyphs are.
    public let hasUnicode: Bool

    init(_ font: cpoppler_font) {
        name = String(cString: font.name)
        ascent = font.ascent
        descent = font.descent
        weight = Int(font.weight)
        isBold = font.is_bold
        isItalic = font.is_italic
        isFixedWidth = font.is_fixed
        isSymbolic = font.is_symbolic
        isType3 = font.is_type3
        hasUnicode = font.has_unicode
    }
}
