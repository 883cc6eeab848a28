/// A cell of a grid with its words.
struct TableCell {
    var rows: Range<Int>
    var columns: Range<Int>
    /// Positions in the array of words, line by line.
    var words: [Int]
}

/// Makes cells of places: those without a wall between them are one.
struct CellMerger {
    let words: [TableWord]
    let placed: WordPlacing.Places
    /// Parts of the rows that have a wall at an edge where a missing one means something.
    private static let usual: Float = 0.5

    /// The cells from top to bottom and left to right; each place is in one of them.
    func cells(of grid: TableGrid) -> [TableCell] {
        var taken = [[Bool]](repeating: [Bool](repeating: false, count: grid.columns), count: grid.rows)
        let isUsual = (0..<grid.columns).map { grid.wallShare(rightOf: $0) >= Self.usual }
        var cells: [TableCell] = []
        for row in 0..<grid.rows {
            for column in 0..<grid.columns where !taken[row][column] {
                var right = column + 1
                while right < grid.columns, !taken[row][right], joins(grid, row, right - 1, isUsual, from: column) {
                    right += 1
                }
                var bottom = row + 1
                while bottom < grid.rows, goesDown(grid, bottom - 1, column..<right, taken, from: row) { bottom += 1 }
                var members: [Int] = []
                for y in row..<bottom {
                    for x in column..<right {
                        taken[y][x] = true
                        members += placed[y][x]
                    }
                }
                cells.append(TableCell(rows: row..<bottom, columns: column..<right, words: members))
            }
        }
        return cells
    }

    private func joins(_ grid: TableGrid, _ row: Int, _ column: Int, _ isUsual: [Bool], from first: Int) -> Bool {
        if grid.hasWallRight(row, column) { return false }
        if grid.isJoined(row, column) { return true }
        let hasLeft = (first...column).contains { !placed[row][$0].isEmpty }
        return isUsual[column] && !(hasLeft && !placed[row][column + 1].isEmpty)
    }

    private func goesDown(
        _ grid: TableGrid, _ row: Int, _ columns: Range<Int>, _ taken: [[Bool]], from first: Int
    ) -> Bool {
        for column in columns {
            if grid.hasWallBelow(row, column) || taken[row + 1][column] { return false }
            if column < columns.upperBound - 1, grid.hasWallRight(row + 1, column) { return false }
        }
        if columns.lowerBound > 0, !grid.hasWallRight(row + 1, columns.lowerBound - 1) { return false }
        if !grid.hasWallRight(row + 1, columns.upperBound - 1) { return false }
        return true
    }
}
