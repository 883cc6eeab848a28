import Model

extension TaggedPage {
    /// The rows of a table that stand on this page; nil when none does.
    mutating func table(_ element: Int, _ contents: [StructureHints.Content]) -> Block? {
        var byCell: [Int: [StructureHints.Content]] = [:]
        var shownRows: Set<Int> = []
        for content in contents {
            if let cell = hints.ancestor(of: content.element, where: Self.isCell) {
                byCell[cell, default: []].append(content)
            }
            if let row = hints.ancestor(of: content.element, where: { $0 == .row }) { shownRows.insert(row) }
        }
        var rows: [[Table.Cell]] = []
        var headerRows = 0
        var area: Area?
        for row in hints.inside(element) where shownRows.contains(row) && rows.count < Limits.tableRows {
            var cells: [Table.Cell] = []
            var isHeader = true
            for cell in hints.inside(row)
            where Self.isCell(hints.elements[cell].role) && hints.elements[cell].parent == row {
                let (text, cellArea) = text.text(of: byCell[cell] ?? [], hints)
                if let cellArea { area.formUnion(cellArea) }
                if hints.elements[cell].role != .cell(isHeader: true) { isHeader = false }
                cells.append(
                    Table.Cell(
                        text, rowSpan: hints.elements[cell].rowSpan, columnSpan: hints.elements[cell].columnSpan,
                        box: cellArea?.pageBox))
            }
            if isHeader, headerRows == rows.count { headerRows += 1 }
            if !cells.isEmpty { rows.append(cells) }
        }
        guard !rows.isEmpty else { return list(contents) }
        // A table of headers only is one whose author marked every cell so.
        return Block(
            .table(Table(rows: rows, headerRows: headerRows < rows.count ? headerRows : 1)), box: area?.pageBox)
    }

    private static func isCell(_ role: StructureHints.Role) -> Bool {
        if case .cell = role { true } else { false }
    }
}
