import Layout
import Model

extension WordFlow {
    /// A row while its cells are read.
    private struct Row {
        var cells: [Cell] = []
        var isHeader = false
        var skippedBefore = 0
    }

    private struct Cell {
        var pieces: [FlowPiece] = []
        var columns = 1
        /// Nil for a cell of its own; false where it goes on from the row above.
        var startsMerge: Bool?
    }

    /// Reads the table that begins here. One with a single cell is a frame: what stands in it becomes part of the text.
    mutating func table(_ xml: inout XMLPart, into pieces: inout [FlowPiece]) throws(Failure) {
        var rows: [Row] = []
        try readRows(&xml, &rows, into: &pieces)
        if rows.count == 1, rows[0].cells.count == 1 {
            pieces += rows[0].cells[0].pieces
        } else {
            append(rows, into: &pieces)
        }
    }

    private mutating func readRows(
        _ xml: inout XMLPart, _ rows: inout [Row], into pieces: inout [FlowPiece]
    ) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "tr":
                rows.append(try readRow(&xml))
                // A table without end goes on in a second one.
                if rows.count >= Limits.tableRows {
                    append(rows, into: &pieces)
                    pieces.append(.pageBreak)
                    rows = []
                }
            case "sdt", "sdtContent", "ins", "customXml", "moveTo": try readRows(&xml, &rows, into: &pieces)
            default: try xml.skip()
            }
        }
    }

    private mutating func readRow(_ xml: inout XMLPart) throws(Failure) -> Row {
        var row = Row()
        try readCells(&xml, &row)
        return row
    }

    private mutating func readCells(_ xml: inout XMLPart, _ row: inout Row) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "tc": row.cells.append(try readCell(&xml))
            case "trPr": try readProperties(&xml, &row)
            case "sdt", "sdtContent", "ins", "customXml", "moveTo": try readCells(&xml, &row)
            default: try xml.skip()
            }
        }
    }

    private func readProperties(_ xml: inout XMLPart, _ row: inout Row) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "tblHeader": row.isHeader = xml["val"].map(WordFormat.isOn) ?? true
            case "gridBefore": row.skippedBefore = Self.span(xml["val"], from: 0)
            default: break
            }
            try xml.skip()
        }
    }

    private mutating func readCell(_ xml: inout XMLPart) throws(Failure) -> Cell {
        let level = xml.depth
        var cell = Cell()
        while try xml.nextChild(of: level) {
            if xml.element == "tcPr" {
                try Self.readProperties(&xml, &cell)
            } else {
                try block(&xml, into: &cell.pieces)
            }
        }
        return cell
    }

    private static func readProperties(_ xml: inout XMLPart, _ cell: inout Cell) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "gridSpan": cell.columns = span(xml["val"], from: 1)
            case "vMerge": cell.startsMerge = xml["val"] == "restart"
            default: break
            }
            try xml.skip()
        }
    }

    private static func span(_ value: String?, from least: Int) -> Int {
        min(max(value.flatMap(Int.init) ?? least, least), Limits.spannedColumns)
    }

    private func append(_ rows: [Row], into pieces: inout [FlowPiece]) {
        let table = Self.table(of: rows)
        if table.rows.contains(where: { $0.contains { !$0.text.isEmpty } }) { pieces.append(.block(.table(table))) }
    }

    /// The table of rows whose merged cells are written once for every row they take.
    private static func table(of rows: [Row]) -> Table {
        var cells: [[Table.Cell]] = []
        // Where the merged cell above each column stands.
        var open: [Int: (row: Int, cell: Int)] = [:]
        for (index, row) in rows.enumerated() {
            var line: [Table.Cell] = []
            var column = row.skippedBefore
            if row.skippedBefore > 0 { line.append(Table.Cell(StyledText(), columnSpan: row.skippedBefore)) }
            for cell in row.cells {
                if cell.startsMerge == false, let above = open[column] {
                    cells[above.row][above.cell].rowSpan = index - above.row + 1
                } else {
                    open[column] = cell.startsMerge == true ? (index, line.count) : nil
                    line.append(Table.Cell(FlowPiece.flattened(cell.pieces), columnSpan: cell.columns))
                }
                column += cell.columns
            }
            cells.append(line)
        }
        let headers = rows.prefix { $0.isHeader }.count
        return Table(rows: cells, headerRows: max(1, headers))
    }
}
