import Model

/// The search for tables on one page: what was found, and which words are taken.
struct TableSearch {
    let words: [TableWord]
    let text: PageWords
    private(set) var found: [FoundTable] = []
    private var isTaken: [Bool]
    /// Lines that were in no table yet.
    private var loose = Rules()

    init(words: [TableWord], text: PageWords) {
        self.words = words
        self.text = text
        isTaken = [Bool](repeating: false, count: words.count)
    }

    /// Finds tables whose cells are divided by lines that touch each other.
    mutating func findRuled(_ rules: Rules) {
        var looked = 0
        for region in RuledRegion.regions(of: rules) {
            let area = region.area
            guard region.rules.vertical.count > 1, region.rules.horizontal.count > 0, area.width > 20, area.height > 8,
                looked < Limits.tableRegions
            else { continue }
            looked += 1
            let members = members(in: area)
            let builder = TableBuilder(words: words, text: text)
            guard let draft = builder.draft(of: area, kind: .ruled, rules: region.rules, members: members) else {
                continue
            }
            accept(draft)
        }
    }

    private mutating func accept(_ draft: TableBuilder.Draft) {
        guard TableCheck(words: words, text: text).isTable(draft) else { return }
        for index in draft.members { isTaken[index] = true }
        let cellText = CellText(words: words, page: text)
        var rows: [[Table.Cell]] = [[Table.Cell]](repeating: [], count: draft.grid.rows)
        for cell in draft.cells {
            let area = Area(
                left: draft.grid.xs[cell.columns.lowerBound], top: draft.grid.ys[cell.rows.lowerBound],
                right: draft.grid.xs[cell.columns.upperBound], bottom: draft.grid.ys[cell.rows.upperBound])
            rows[cell.rows.lowerBound].append(
                Table.Cell(
                    cellText.text(of: cell.words), rowSpan: cell.rows.count, columnSpan: cell.columns.count,
                    box: area.pageBox))
        }
        found.append(
            FoundTable(
                area: draft.area, table: Table(rows: rows, headerRows: draft.headerRows),
                words: draft.members.map { words[$0].index }.sorted(), columnEdges: draft.grid.xs))
    }

    /// The words in an area that are in no table.
    private func members(in area: Area) -> [Int] {
        words.indices.filter { index in
            let word = words[index]
            return !isTaken[index] && word.center >= area.left - 2 && word.center <= area.right + 2
                && word.middle >= area.top && word.middle <= area.bottom
        }
    }
}
