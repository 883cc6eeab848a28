import Layout
import Model

/// The cells of a sheet or of a part of it, and the tables and texts a reader sees in them.
struct SheetGrid {
    /// One cell with something in it.
    struct Cell {
        let column: Int
        var text: StyledText
    }

    /// A rectangle of cells that are shown as one.
    struct Merge {
        var rows: ClosedRange<Int>
        var columns: ClosedRange<Int>
    }

    private(set) var rows: [(row: Int, cells: [Cell])] = []
    /// Bytes of all texts.
    private(set) var byteCount = 0
    var merges: [Merge] = []

    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row below the others; cells stand from left to right.
    mutating func add(row: Int, _ cells: [Cell]) {
        guard !cells.isEmpty else { return }
        for cell in cells { byteCount += cell.text.bytes.count }
        rows.append((row, cells))
    }

    /// Makes a cell lead somewhere.
    mutating func link(row: Int, column: Int, to address: String) {
        guard let place = place(of: row), let cell = rows[place].cells.firstIndex(where: { $0.column == column }) else {
            return
        }
        var text = StyledText()
        text.append(rows[place].cells[cell].text.bytes, link: address)
        rows[place].cells[cell].text = text
    }

    /// Where a row stands; rows are in ascending order.
    private func place(of row: Int) -> Int? {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].row < row { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && rows[low].row == row ? low : nil
    }

    /// Neighbouring rows without an empty one between them, by their places.
    private struct Region {
        var rows: Range<Int>
        var columns: ClosedRange<Int>
    }

    /// What stands in the cells: tables, and texts that stand alone above or between them.
    func blocks() -> [Block.Kind] {
        var blocks: [Block.Kind] = []
        for region in regions() {
            var rows = region.rows
            // Lines with a single text above a table are its title, not its first row.
            while rows.count > 1, region.columns.count > 1, self.rows[rows.lowerBound].cells.count == 1,
                !isMergedDown(self.rows[rows.lowerBound])
            {
                blocks.append(.paragraph(self.rows[rows.lowerBound].cells[0].text))
                rows = rows.lowerBound + 1..<rows.upperBound
            }
            if rows.count == 1, self.rows[rows.lowerBound].cells.count == 1 {
                blocks.append(.paragraph(self.rows[rows.lowerBound].cells[0].text))
            } else {
                blocks.append(.table(table(rows)))
            }
        }
        return blocks
    }

    private func isMergedDown(_ row: (row: Int, cells: [Cell])) -> Bool {
        merges.contains { $0.rows.contains(row.row) && $0.rows.count > 1 }
    }

    /// Regions that an empty row divides; those of equal width are one table with a gap.
    private func regions() -> [Region] {
        var regions: [Region] = []
        for (place, row) in rows.enumerated() {
            guard let first = row.cells.first?.column, let last = row.cells.last?.column else { continue }
            if let open = regions.last, rows[place - 1].row + 1 >= row.row {
                let columns = min(open.columns.lowerBound, first)...max(open.columns.upperBound, last)
                regions[regions.count - 1] = Region(rows: open.rows.lowerBound..<place + 1, columns: columns)
            } else {
                regions.append(Region(rows: place..<place + 1, columns: first...last))
            }
        }
        return regions.reduce(into: []) { joined, region in
            if let last = joined.last, last.columns == region.columns, last.columns.count > 1 {
                joined[joined.count - 1].rows = last.rows.lowerBound..<region.rows.upperBound
            } else {
                joined.append(region)
            }
        }
    }

    /// The table of some rows; columns without anything in them are left out.
    private func table(_ range: Range<Int>) -> Table {
        let rows = self.rows[range]
        var used: Set<Int> = []
        for row in rows { for cell in row.cells { used.insert(cell.column) } }
        let columns = used.sorted()
        let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        var table: [[Table.Cell?]] = rows.map { row in
            var line = [Table.Cell?](repeating: Table.Cell(StyledText()), count: columns.count)
            for cell in row.cells { if let place = places[cell.column] { line[place] = Table.Cell(cell.text) } }
            return line
        }
        let numbers = (rows.first?.row ?? 0)...(rows.last?.row ?? 0)
        for merge in merges where merge.rows.overlaps(numbers) {
            apply(merge, to: &table, rowNumbers: rows.map(\.row), columns: columns)
        }
        return Table(rows: table.map { $0.compactMap { $0 } })
    }

    /// Lets the first cell of a merged rectangle take the places of the others.
    private func apply(_ merge: Merge, to table: inout [[Table.Cell?]], rowNumbers: [Int], columns: [Int]) {
        let rows = Self.covered(merge.rows, rowNumbers)
        let across = Self.covered(merge.columns, columns)
        guard !rows.isEmpty, !across.isEmpty, rows.count > 1 || across.count > 1,
            rowNumbers[rows.lowerBound] == merge.rows.lowerBound,
            table[rows.lowerBound][across.lowerBound] != nil
        else { return }
        for row in rows {
            for column in across {
                if row != rows.lowerBound || column != across.lowerBound { table[row][column] = nil }
            }
        }
        table[rows.lowerBound][across.lowerBound]?.rowSpan = rows.count
        table[rows.lowerBound][across.lowerBound]?.columnSpan = across.count
    }

    /// The places of sorted numbers that lie in a range.
    private static func covered(_ range: ClosedRange<Int>, _ numbers: [Int]) -> Range<Int> {
        func place(_ number: Int) -> Int {
            var (low, high) = (0, numbers.count)
            while low < high {
                let middle = (low + high) / 2
                if numbers[middle] < number { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let start = place(range.lowerBound)
        return start..<max(start, place(range.upperBound + 1))
    }
}

/// Names of cells such as `AB12`.
enum CellName {
    /// 0-based column and row; nil for what is no name of a cell.
    static func parse(_ name: some StringProtocol) -> (column: Int, row: Int)? {
        var column = 0
        var row = 0
        var hasRow = false
        for byte in name.utf8 where byte != UInt8(ascii: "$") {
            if ASCII.isLetter(byte), !hasRow {
                column = column * 26 + Int(byte | 0x20) - 0x60
            } else if ASCII.isDigit(byte) {
                hasRow = true
                row = row * 10 + Int(byte - 0x30)
            } else {
                return nil
            }
            if column > Limits.tableColumns || row > Limits.sheetRows { return nil }
        }
        return column > 0 && row > 0 ? (column - 1, row - 1) : nil
    }

    /// The rectangle of a reference such as `A1:B3`.
    static func range(_ reference: String) -> SheetGrid.Merge? {
        let ends = reference.split(separator: ":").prefix(2).compactMap { parse($0) }
        guard let first = ends.first, let last = ends.last, first.row <= last.row, first.column <= last.column else {
            return nil
        }
        return SheetGrid.Merge(rows: first.row...last.row, columns: first.column...last.column)
    }
}
