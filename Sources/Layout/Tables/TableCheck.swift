/// Tells tables from frames, charts, prose in columns and lists.
struct TableCheck {
    let words: [TableWord]
    let text: PageWords

    /// True when a draft is a table.
    func isTable(_ draft: TableBuilder.Draft) -> Bool {
        let grid = draft.grid
        guard grid.columns > 1 else { return false }
        let filled = draft.cells.filter { !$0.words.isEmpty }
        guard filled.count > 2 else { return false }
        let places = draft.cells.count
        switch draft.kind {
        case .ruled:
            guard grid.rows > 1, 4 * filled.count >= places else { return false }
            let columns = Set(filled.map(\.columns.lowerBound))
            let rows = Set(filled.map(\.rows.lowerBound))
            return columns.count > 1 && rows.count > 1
        case .barred, .aligned:
            return grid.rows > 1 && 2 * filled.count >= places
        }
    }
}
