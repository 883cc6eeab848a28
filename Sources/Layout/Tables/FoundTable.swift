/// A table of a page and the words that are in it.
public struct FoundTable: Sendable, Equatable {
    /// Where it stands on the page.
    public var area: Area
    public var table: Table
    /// Positions in `PageWords.words`, ascending.
    public var words: [Int]
    /// Where its columns begin and end, from left to right in the direction of its text; one more than there are columns.
    public var columnEdges: [Float]
    /// Lines divide its columns.
    public var isRuled = false
    /// Its first rows look unlike the others, so they name its columns.
    public var hasHead = false

    public init(area: Area, table: Table, words: [Int], columnEdges: [Float] = []) {
        self.area = area
        self.table = table
        self.words = words
        self.columnEdges = columnEdges
    }
}
