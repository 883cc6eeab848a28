/// The blocks of one page in reading order.
public struct PageBlocks: Sendable, Equatable {
    /// 1-based.
    public var number: Int
    /// Points, as shown.
    public var width: Double
    public var height: Double
    /// Degrees clockwise by which the page is turned to be shown.
    public var rotation: Int
    public var blocks: [Block]

    public init(number: Int, width: Double, height: Double, rotation: Int = 0, blocks: [Block] = []) {
        self.number = number
        self.width = width
        self.height = height
        self.rotation = rotation
        self.blocks = blocks
    }
}

/// A title of the outline of a document and the page it leads to: tells what a heading is.
public struct OutlineHint: Sendable, Equatable {
    public var title: String
    /// 1 for the outermost.
    public var level: Int
    /// 1-based; nil when it leads nowhere.
    public var page: Int?

    public init(title: String, level: Int, page: Int?) {
        self.title = title
        self.level = level
        self.page = page
    }
}
