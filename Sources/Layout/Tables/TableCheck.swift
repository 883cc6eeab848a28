import Model

/// Tells tables from frames, charts, prose in columns, lists, contents, forms and code.
struct TableCheck {
    /// The commonest size of text.
    let bodySize: Float

    /// True when a draft is a table.
    func isTable(_ draft: TableBuilder.Draft, _ look: TableLook, hasCaption: () -> Bool) -> Bool {
        let grid = draft.grid
        let filled = draft.cells.filter { !$0.words.isEmpty }
        guard grid.columns > 1, grid.rows > 1, filled.count > 2,
            Set(filled.map(\.columns.lowerBound)).count > 1, Set(filled.map(\.rows.lowerBound)).count > 1
        else { return false }
        if look.isBlank, draft.kind == .aligned { return look.size < ProseFinder.small * bodySize || hasCaption() }
        let share = Float(filled.count) / Float(draft.cells.count)
        if draft.kind == .ruled { return share >= 0.25 }
        guard share >= 0.4, !look.isList, !look.isContents, !look.isForm, !look.isIndex, !look.isFormula else {
            return false
        }
        if look.isCode || look.hasOperators { return false }
        if draft.kind == .barred, draft.isDrawn {
            return look.numbers >= 0.3 || look.wordsPerCell < (grid.columns > 2 ? 9 : 6)
        }
        return isAligned(draft, look, share, hasCaption)
    }

    /// The marks of a table that alignment alone tells.
    private func isAligned(_ draft: TableBuilder.Draft, _ look: TableLook, _ share: Float, _ hasCaption: () -> Bool)
        -> Bool
    {
        let (rows, columns) = (draft.grid.rows, draft.grid.columns)
        guard share >= 0.5, look.emptiestColumn >= 0.3 else { return false }
        if look.numbers >= 0.5 {
            guard look.wordsPerCell < 6, look.hasHead || look.isSeries || hasCaption() else { return false }
            return columns > 2 ? rows > 2 || columns > 3 && rows > 1 : rows > 3
        }
        let isSmall = look.size < ProseFinder.small * bodySize
        let isNamed = hasCaption()
        if isSmall || isNamed {
            return look.aligned >= 0.7 && (columns > 2 ? look.wordsPerCell < 12 : look.wordsPerCell < 24)
                && (isSmall && isNamed || look.aligned >= 0.8 && rows > 1)
        }
        guard look.wordsPerCell < 5, look.hasHead, rows > 2, look.aligned >= 0.8 else { return false }
        return columns > 2 || rows > 3
    }
}
