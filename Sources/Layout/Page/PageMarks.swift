/// What stands on a page, as the layout gets it: glyphs, shapes and images, in points from the upper left corner of the
/// page as shown.
public struct PageMarks: Sendable {
    /// 1-based.
    public var number: Int
    public var width: Double
    public var height: Double
    /// Degrees clockwise by which the page is turned to be shown: 0, 90, 180 or 270.
    public var rotation = 0
    /// UTF-8 of all glyphs.
    public var text: [UInt8] = []
    /// In the order they are painted.
    public var glyphs: [Glyph] = []
    public var shapes: [Shape] = []
    public var images: [ImageArea] = []
    public var links: [LinkArea] = []

    public init(number: Int, width: Double, height: Double, rotation: Int = 0) {
        self.number = number
        self.width = width
        self.height = height
        self.rotation = rotation
    }
}

/// A glyph, or several that stand for one text.
public struct Glyph: Sendable, Equatable {
    /// What is special about a glyph.
    public struct Traits: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Not painted, as the text below a scan.
        public static let hidden = Traits(rawValue: 1)
        /// Nothing says which character it is.
        public static let unknown = Traits(rawValue: 2)
        /// Filled and stroked, which looks bold.
        public static let outlined = Traits(rawValue: 4)
        /// Its text was given for the whole of several glyphs.
        public static let replaced = Traits(rawValue: 8)
        /// Marked as no part of the content, as running headers are.
        public static let artifact = Traits(rawValue: 16)
        /// Its font runs from top to bottom.
        public static let vertical = Traits(rawValue: 32)
        /// Runs along neither axis, as a stamp across the page does.
        public static let slanted = Traits(rawValue: 64)
        /// Of a script that runs from right to left.
        public static let rightToLeft = Traits(rawValue: 128)
    }

    /// Where it starts on its base line.
    public var x: Float
    public var y: Float
    /// The way to where the next one would start.
    public var dx: Float
    public var dy: Float
    /// Size of the font as shown.
    public var size: Float
    /// Offset of its text in the page's.
    public var text: UInt32
    /// 0xRRGGBB.
    public var color: UInt32
    /// Identifier of the marked content around it; -1 for none.
    public var content: Int32
    /// Position in the fonts of the document.
    public var font: UInt16
    /// Bytes of its text.
    public var length: UInt8
    public var traits: Traits

    public init(
        x: Float, y: Float, dx: Float, dy: Float = 0, size: Float, text: UInt32, length: UInt8, font: UInt16 = 0,
        color: UInt32 = 0, content: Int32 = -1, traits: Traits = []
    ) {
        self.x = x
        self.y = y
        self.dx = dx
        self.dy = dy
        self.size = size
        self.text = text
        self.color = color
        self.content = content
        self.font = font
        self.length = length
        self.traits = traits
    }
}

/// A rectangle in points, origin at the top left, in the numbers glyphs are measured in.
public struct Area: Sendable, Equatable {
    public var left: Float
    public var top: Float
    public var right: Float
    public var bottom: Float

    public init(left: Float, top: Float, right: Float, bottom: Float) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    public var width: Float { right - left }
    public var height: Float { bottom - top }

    /// Grows to hold the other one too.
    public mutating func formUnion(_ other: Area) {
        left = min(left, other.left)
        top = min(top, other.top)
        right = max(right, other.right)
        bottom = max(bottom, other.bottom)
    }

    /// The part of it on the page.
    func clipped(width: Float, height: Float) -> Area {
        Area(
            left: min(max(0, left), width), top: min(max(0, top), height), right: min(max(0, right), width),
            bottom: min(max(0, bottom), height))
    }

    /// The same rectangle for publication.
    public var pageBox: PageBox {
        PageBox(x: Double(left), y: Double(top), width: Double(width), height: Double(height))
    }
}

/// A straight line along an axis, a rectangle, or the box around any other drawing.
public struct Shape: Sendable, Equatable {
    public var area: Area
    /// 0xRRGGBB.
    public var color: UInt32
    /// Of the stroke; 0 for what is filled.
    public var strokeWidth: Float
    public var isFilled: Bool
    /// Neither a line nor a rectangle.
    public var isDrawing: Bool

    public init(area: Area, color: UInt32 = 0, strokeWidth: Float = 0, isFilled: Bool = false, isDrawing: Bool = false)
    {
        self.area = area
        self.color = color
        self.strokeWidth = strokeWidth
        self.isFilled = isFilled
        self.isDrawing = isDrawing
    }
}

/// Where an image stands.
public struct ImageArea: Sendable, Equatable {
    public var area: Area
    /// Size in pixels.
    public var pixelWidth: Int
    public var pixelHeight: Int

    public init(area: Area, pixelWidth: Int, pixelHeight: Int) {
        self.area = area
        self.pixelWidth = pixelWidth
        self.pixelHeight = pixelHeight
    }
}

/// An area that leads to an address.
public struct LinkArea: Sendable, Equatable {
    public var area: Area
    public var address: String

    public init(area: Area, address: String) {
        self.area = area
        self.address = address
    }
}
