import Model

/// A table as HTML sees it: rows of cells, some of which take several rows or columns.
public struct Table: Sendable, Equatable {
    /// One cell.
    public struct Cell: Sendable, Equatable {
        public var text: StyledText
        public var rowSpan = 1
        public var columnSpan = 1
        public var box: PageBox?

        public init(_ text: StyledText, rowSpan: Int = 1, columnSpan: Int = 1, box: PageBox? = nil) {
            self.text = text
            self.rowSpan = rowSpan
            self.columnSpan = columnSpan
            self.box = box
        }
    }

    /// From top to bottom; each has the cells that begin in it, from left to right.
    public var rows: [[Cell]]
    /// Rows at the top that name the columns.
    public var headerRows = 1
    /// The pages it goes over, when there are several.
    public var mergedFromPages: [Int] = []
    /// What may be wrong with it, in plain words.
    public var concerns: [String] = []

    public init(rows: [[Cell]], headerRows: Int = 1) {
        self.rows = rows
        self.headerRows = headerRows
    }

    /// A table of plain texts whose first row names the columns.
    public init(_ rows: [[String]]) {
        self.init(rows: rows.map { row in row.map { Cell(StyledText($0)) } })
    }

    /// True when every cell takes one row and one column.
    public var isPlain: Bool { rows.allSatisfy { $0.allSatisfy { $0.rowSpan == 1 && $0.columnSpan == 1 } } }

    /// The texts as a rectangle; where a cell takes several places, the first one has its text.
    public var grid: [[String]] {
        if isPlain {
            let width = rows.map(\.count).max() ?? 0
            return rows.map { $0.map(\.text.plain) + [String](repeating: "", count: width - $0.count) }
        }
        var grid: [[String]] = rows.map { _ in [] }
        var taken: [[Bool]] = rows.map { _ in [] }
        func occupy(_ row: Int, _ column: Int) {
            while taken[row].count <= column {
                taken[row].append(false)
                grid[row].append("")
            }
            taken[row][column] = true
        }
        for (index, row) in rows.enumerated() {
            var column = 0
            for cell in row {
                while column < taken[index].count, taken[index][column] { column += 1 }
                for below in index..<min(index + max(1, cell.rowSpan), rows.count) {
                    for right in column..<column + min(max(1, cell.columnSpan), Limits.tableColumns) {
                        occupy(below, right)
                    }
                }
                grid[index][column] = cell.text.plain
                column += max(1, cell.columnSpan)
            }
        }
        let width = grid.map(\.count).max() ?? 0
        return grid.map { $0 + [String](repeating: "", count: width - $0.count) }
    }
}
