/// Decides how many rows at the top of a table name its columns.
struct HeaderFinder {
    let words: [TableWord]
    let text: PageWords
    /// More rows than these are no head.
    private static let most = 4

    /// Number of head rows, at least one.
    func rows(of grid: TableGrid, _ cells: [TableCell], bars: [Rule]) -> Int {
        guard grid.rows > 1 else { return 1 }
        var header = 1
        // Cells that go down into the next row take it along.
        var grows = true
        while grows {
            grows = false
            for cell in cells where cell.rows.lowerBound < header && cell.rows.upperBound > header {
                if cell.rows.upperBound <= Self.most, cell.rows.upperBound < grid.rows,
                    cell.columns.count < grid.columns
                {
                    header = cell.rows.upperBound
                    grows = true
                }
            }
            // Below a text over several columns stand their heads.
            let last = cells.filter { $0.rows.upperBound == header && $0.columns.count > 1 && !$0.words.isEmpty }
            if !last.isEmpty, !last.contains(where: { $0.columns.count == grid.columns }) || header == 1,
                header < min(Self.most, grid.rows - 1), isText(cells, row: header)
            {
                header += 1
                grows = true
            }
        }
        return header
    }

    /// True for a row without numbers apart from its first column.
    private func isText(_ cells: [TableCell], row: Int) -> Bool {
        let others = cells.filter { $0.rows.lowerBound == row && $0.columns.lowerBound > 0 && !$0.words.isEmpty }
        let numbers = others.filter { cell in
            cell.words.reduce(into: CellContent()) { $0 += words[$1].content }.isNumber
        }
        return !others.isEmpty && 2 * numbers.count <= others.count
    }
}
