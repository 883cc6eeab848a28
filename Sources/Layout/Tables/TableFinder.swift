/// A table and the words that stand in it.
struct FoundTable {
    var area: Area
    var table: Table
    /// Positions in `PageWords.words`.
    var words: [Int]
}

/// Finds the tables of a page.
struct TableFinder {
    /// The tables of a page, from top to bottom.
    func tables(words: PageWords, marks: PageMarks, bodySize: Float) -> [FoundTable] { [] }
}
