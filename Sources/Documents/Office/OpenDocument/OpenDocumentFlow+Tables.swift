import Layout
import Model

extension OpenDocumentFlow {
    /// The rows of a table while they are read.
    private struct Rows {
        var rows: [[Table.Cell]] = []
        var headers = 0
        var single: [FlowPiece] = []
    }

    /// Reads the table that begins here (clause 9); one with a single cell is a frame.
    mutating func table(_ xml: inout XMLPart, into pieces: inout [FlowPiece]) throws(Failure) {
        var rows = Rows()
        try readRows(&xml, &rows, isHeader: false)
        if rows.rows.count == 1, rows.rows[0].count == 1 {
            pieces += rows.single
        } else if rows.rows.contains(where: { $0.contains { !$0.text.isEmpty } }) {
            pieces.append(.block(.table(Table(rows: rows.rows, headerRows: max(1, rows.headers)))))
        }
    }

    private mutating func readRows(_ xml: inout XMLPart, _ rows: inout Rows, isHeader: Bool) throws(Failure) {
        let level = xml.depth
        while try xml.nextChild(of: level) {
            switch xml.element {
            case "table-header-rows": try readRows(&xml, &rows, isHeader: true)
            case "table-rows", "table-row-group": try readRows(&xml, &rows, isHeader: isHeader)
            case "table-row" where rows.rows.count < Limits.tableRows:
                rows.rows.append(try readCells(&xml, &rows))
                if isHeader { rows.headers = rows.rows.count }
            default: try xml.skip()
            }
        }
    }

    private mutating func readCells(_ xml: inout XMLPart, _ rows: inout Rows) throws(Failure) -> [Table.Cell] {
        let level = xml.depth
        var cells: [Table.Cell] = []
        while try xml.nextChild(of: level) {
            guard xml.element == "table-cell" else {
                try xml.skip()
                continue
            }
            let repeated = Self.count(xml["number-columns-repeated"])
            let (across, down) = (Self.count(xml["number-columns-spanned"]), Self.count(xml["number-rows-spanned"]))
            rows.single = try blocks(&xml)
            let cell = Table.Cell(FlowPiece.flattened(rows.single), rowSpan: down, columnSpan: across)
            for _ in 0..<min(repeated, Limits.spannedColumns - min(cells.count, Limits.spannedColumns - 1)) {
                cells.append(cell)
            }
        }
        return cells
    }

    private static func count(_ value: String?) -> Int {
        min(max(1, value.flatMap(Int.init) ?? 1), Limits.spannedColumns)
    }
}
