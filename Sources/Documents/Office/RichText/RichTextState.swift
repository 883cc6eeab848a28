import Layout
import Model

/// What holds inside a group of RTF and is put back at its end.
struct RichTextState {
    /// Where text goes.
    enum Destination: Equatable {
        case text
        /// The text is none of the document's.
        case ignored
        case fontTable
        case styleSheet
        /// The label of a list entry, as shown.
        case label
        case fieldInstruction
        /// A property of the document, by its name.
        case property(String)
    }

    var destination = Destination.text
    var format = WordFormat()
    var font = 0
    /// Characters that stand for `\u` in programs that know no Unicode.
    var fallbackLength = 1
    var link: String?
    /// The group is a field and gets its address when its instruction ends.
    var isField = false
    var isNote = false

    // Paragraph.
    var style = 0
    var outline: Int?
    var indent = 0
    var firstIndent = 0
    var listLevel: Int?
    var isInTable = false

    /// Back to the defaults of paragraphs (`\pard`).
    mutating func resetParagraph() {
        style = 0
        outline = nil
        indent = 0
        firstIndent = 0
        listLevel = nil
        isInTable = false
    }
}

/// The cells of a table row as RTF defines them (specification, "Table Definitions").
struct RichTextRow {
    /// One cell.
    struct Cell {
        var pieces: [FlowPiece] = []
    }

    /// The right edge of a cell in twips and how it is merged.
    struct Edge: Equatable {
        var place: Int
        var goesOnFromLeft = false
        var startsBelow = false
        var goesOnFromAbove = false
    }

    var cells: [Cell] = []
    var edges: [Edge] = []
    var isHeader = false
}

/// Puts rows together to a table.
enum RichTextTable {
    /// Edges that are this near, in twips, are one.
    private static let tolerance = 60

    static func table(of rows: [RichTextRow]) -> Table {
        let grid = grid(rows)
        var table: [[Table.Cell]] = []
        var open: [Int: (row: Int, cell: Int)] = [:]
        for row in rows {
            var line: [Table.Cell] = []
            var column = 0
            for (index, cell) in row.cells.enumerated() {
                let edge = index < row.edges.count ? row.edges[index] : nil
                let end = edge.map { max(column + 1, place(of: $0.place, in: grid) + 1) } ?? column + 1
                let width = min(end - column, Limits.spannedColumns)
                if edge?.goesOnFromLeft == true, !line.isEmpty {
                    line[line.count - 1].columnSpan += width
                } else if edge?.goesOnFromAbove == true, let above = open[column] {
                    table[above.row][above.cell].rowSpan = table.count - above.row + 1
                } else {
                    open[column] = edge?.startsBelow == true ? (table.count, line.count) : nil
                    line.append(Table.Cell(FlowPiece.flattened(cell.pieces).trimmed, columnSpan: width))
                }
                column += width
            }
            table.append(line)
        }
        return Table(rows: table, headerRows: max(1, rows.prefix { $0.isHeader }.count))
    }

    private static func grid(_ rows: [RichTextRow]) -> [Int] {
        let places = Set(rows.flatMap { $0.edges.map(\.place) }).sorted()
        return places.reduce(into: []) { grid, place in
            if let last = grid.last, place - last <= tolerance { return }
            grid.append(place)
        }
    }

    private static func place(of edge: Int, in grid: [Int]) -> Int {
        var (low, high) = (0, grid.count)
        while low < high {
            let middle = (low + high) / 2
            if grid[middle] < edge - tolerance { low = middle + 1 } else { high = middle }
        }
        return min(low, max(0, grid.count - 1))
    }
}
