import Model

/// Makes a table of the words in an area, with the lines drawn there and the strips between its columns.
struct TableBuilder {
    let words: [TableWord]
    let text: PageWords

    /// What an area is known to be before its words are read.
    enum Kind {
        /// Lines cross each other in it.
        case ruled
        /// It has lines from side to side only.
        case barred
        /// There are no lines, or none that matter.
        case aligned
    }

    /// A table as far as it is known.
    struct Draft {
        var area: Area
        var kind: Kind
        var grid: TableGrid
        var cells: [TableCell]
        var headerRows: Int
        /// A line divides the head from the rest.
        var hasBarBelowHead = false
        /// Lines are drawn in it, and not only fields painted.
        var isDrawn = false
        /// Positions in the array of words.
        var members: [Int]
    }

    /// A gap in a ruled column that may divide it: parts of the size, and lines with text on both sides.
    private static let innerGutter: (width: Float, lines: Int) = (0.8, 3)
    /// Parts of the size: a strip without any text that divides stubs from the heads of empty columns.
    private static let emptyGutter: Float = 1
    /// Parts of the text a bar goes under without being more than its underline.
    private static let thinRow: Float = 0.6

    /// The table of an area; nil when its words are in no columns or rows.
    func draft(of area: Area, kind: Kind, rules: Rules, members: [Int], hints: [Float] = []) -> Draft? {
        guard members.count > 1 else { return nil }
        var area = area
        if kind != .ruled {
            for index in members { area.formUnion(words[index].area) }
        }
        let lines = LineDivider().lines(of: words, among: members)
        var xs = TableGrid.edges(rules.vertical.map(\.position), from: area.left, to: area.right)
        let ruledColumns = xs.count - 1
        let plain = kind == .ruled ? lines : Self.withoutHeads(over: rules.horizontal, in: lines, area)
        let virtual = confirmed(hints, lines) ?? gutters(in: plain, within: xs, kind: kind)
        xs = (xs + virtual).sorted()
        let ys = TableGrid.edges(rules.horizontal.map(\.position), from: area.top, to: area.bottom)
        guard xs.count > 2, ys.count > 1, (xs.count - 1) * (ys.count - 1) <= Limits.tableGridPlaces else { return nil }
        var grid = TableGrid(xs: xs, ys: ys)
        let placing = WordPlacing(words: words, lines: lines, virtual: Set(virtual))
        grid.raiseWalls(along: rules, extents: placing.extents(in: grid))
        for x in virtual { grid.raiseWall(at: x) }
        let bands = grid.rows
        divideRows(&grid, lines, ruledColumns: ruledColumns, placing)
        dropEmpty(&grid, lines, kind)
        guard grid.rows > 0, grid.columns > 1 else { return nil }
        placing.open(&grid, bars: rules.horizontal)
        let cells = CellMerger(words: words, placed: placing.places(in: grid)).cells(of: grid)
        let header = HeaderFinder(words: words, text: text).rows(
            of: grid, cells, bars: bands > 1 ? rules.horizontal : [])
        var draft = Draft(
            area: area, kind: kind, grid: grid, cells: cells, headerRows: header, members: members)
        let divided = grid.ys[1..<grid.rows].filter { y in
            rules.horizontal.contains { abs($0.position - y) <= TableGrid.slack }
        }
        draft.hasBarBelowHead = divided.contains(grid.ys[header]) && divided.count < grid.rows - 1
        draft.isDrawn = rules.horizontal.contains { !$0.isEdge }
        return draft
    }

    /// The places where the borders of cells meet, unless text goes over them.
    private func confirmed(_ hints: [Float], _ lines: [TextLine]) -> [Float]? {
        guard !hints.isEmpty else { return nil }
        for hint in hints {
            let crossing = lines.count { line in
                line.segments.contains { $0.area.left < hint - 2 && $0.area.right > hint + 2 }
            }
            if 3 * crossing > lines.count { return nil }
        }
        return hints
    }

    /// The lines without the texts that a shorter bar below them shows to be heads over several columns.
    private static func withoutHeads(over bars: [Rule], in lines: [TextLine], _ area: Area) -> [TextLine] {
        var lines = lines
        for bar in bars where bar.length < area.width - 6 {
            let above = lines.lastIndex { $0.baseline < bar.position + 1 && bar.position - $0.baseline < 1.5 * $0.size }
            guard let line = above else { continue }
            let heads = lines[line].segments.indices.filter {
                lines[line].segments[$0].area.left < bar.to && lines[line].segments[$0].area.right > bar.from
            }
            if heads.count == 1, bar.length > headShare * lines[line].segments[heads[0]].area.width {
                lines[line].segments.remove(at: heads[0])
            }
        }
        return lines
    }
    /// Times its head that a bar over several columns is long at least.
    private static let headShare: Float = 1.5

    /// Where strips without text divide the columns that lines make.
    private func gutters(in lines: [TextLine], within xs: [Float], kind: Kind) -> [Float] {
        if xs.count == 2 {
            let finder = GutterFinder(leastEmptyWidth: kind == .aligned ? Self.emptyGutter : .infinity)
            return finder.gutters(in: lines, from: xs[0], to: xs[1]).map(\.middle)
        }
        guard xs.count <= 4 else { return [] }
        var found: [Float] = []
        for (left, right) in zip(xs, xs.dropFirst()) {
            let inside = lines.compactMap { $0.part(from: left, to: right) }
            let finder = GutterFinder(leastLines: Self.innerGutter.lines, leastWidth: Self.innerGutter.width)
            for gutter in finder.gutters(in: inside, from: left, to: right)
            where 10 * gutter.support >= 6 * inside.count && divides(gutter, inside) {
                found.append(gutter.middle)
            }
        }
        return found
    }

    /// True where at least half of the texts are numbers on the right side of a strip.
    private func divides(_ gutter: GutterFinder.Gutter, _ lines: [TextLine]) -> Bool {
        var (numbers, all) = (0, 0)
        for line in lines {
            for segment in line.segments where segment.area.left >= gutter.right - 1 {
                all += 1
                if content(of: segment.words).isNumber { numbers += 1 }
            }
        }
        return 2 * numbers >= all
    }

    /// Divides rows between drawn lines where the text in them makes several.
    private func divideRows(
        _ grid: inout TableGrid, _ lines: [TextLine], ruledColumns: Int, _ placing: WordPlacing
    ) {
        let bands = grid.rows
        let finder = RowFinder()
        let inside = (0..<bands).map { band in
            lines.filter { line in
                let middle = line.baseline - 0.3 * line.size
                return middle >= grid.ys[band] && (middle < grid.ys[band + 1] || band == bands - 1)
            }
        }
        let rowLines = inside.map { $0.map { rowLine($0, grid, placing) } }
        let hasWalls = ruledColumns > 1 || finder.isOneRowEach(rowLines)
        var divisions: [Float] = []
        for band in 0..<bands where inside[band].count > 1 {
            let rows: [Range<Int>]
            let isHead =
                band == 0 && bands > 1 && inside[band].count <= 8
                && rowLines[band].filter({ $0.numbers.count > 1 }).count < 2
            if ruledColumns <= 1, isHead {
                rows = finder.headRows(of: rowLines[band])
            } else if hasWalls {
                rows = finder.rowsWithinWalls(of: rowLines[band])
            } else {
                rows = finder.rows(of: rowLines[band])
            }
            let inside = inside[band]
            for (above, below) in zip(rows, rows.dropFirst()) {
                let last = inside[above].map(\.baseline).max() ?? 0
                let first = inside[below].map { $0.baseline - 0.6 * $0.size }.min() ?? last
                divisions.append((last + max(last, first)) / 2)
            }
        }
        for y in divisions { grid.divideRow(at: y) }
    }

    private func rowLine(_ line: TextLine, _ grid: TableGrid, _ placing: WordPlacing) -> RowFinder.Line {
        var columns: [Int: CellContent] = [:]
        var spans = false
        for segment in line.segments {
            let covered = placing.columns(of: segment, in: grid)
            if covered.count > 1 { spans = true }
            columns[covered.lowerBound, default: CellContent()] += content(of: segment.words)
        }
        let used = columns.keys.sorted()
        let first = line.segments.first.flatMap { $0.words.first }.map { text.bytes(of: text.words[words[$0].index]) }
        return RowFinder.Line(
            baseline: line.baseline, size: line.size, columns: used,
            numbers: used.filter { columns[$0]?.isNumber == true }, spans: spans,
            continues: first?.first.map { $0 >= 0x61 && $0 <= 0x7A || $0 == UInt8(ascii: "(") } ?? false)
    }

    /// Takes rows and columns away that are too thin for text and have none.
    private func dropEmpty(_ grid: inout TableGrid, _ lines: [TextLine], _ kind: Kind) {
        let size = lines.map(\.size).max() ?? 0
        var rowHasText = [Bool](repeating: false, count: grid.rows)
        var columnHasText = [Bool](repeating: false, count: grid.columns)
        for line in lines {
            for word in line.segments.flatMap(\.words) {
                if let row = grid.row(of: words[word].middle) { rowHasText[row] = true }
                if let column = grid.column(of: words[word].center) { columnHasText[column] = true }
            }
        }
        for row in rowHasText.indices.reversed() where !rowHasText[row] {
            if kind != .ruled || grid.ys[row + 1] - grid.ys[row] < Self.thinRow * size { grid.removeRow(row) }
        }
        for column in columnHasText.indices.reversed() where !columnHasText[column] {
            if kind != .ruled || grid.xs[column + 1] - grid.xs[column] < Self.thinRow * size {
                grid.removeColumn(column)
            }
        }
    }

    func content(of members: [Int]) -> CellContent {
        members.reduce(into: CellContent()) { $0 += words[$1].content }
    }
}

extension TextLine {
    /// What of the line stands between two places; nil for nothing.
    func part(from left: Float, to right: Float) -> TextLine? {
        let inside = segments.filter { $0.area.right > left && $0.area.left < right }
        return inside.isEmpty ? nil : TextLine(baseline: baseline, size: size, segments: inside)
    }
}

extension TableGrid {
    /// Raises walls from top to bottom at the edge next to `x`.
    mutating func raiseWall(at x: Float) {
        guard let edge = xs.firstIndex(of: x), edge > 0, edge < columns else { return }
        for row in 0..<rows { setWallRight(row, edge - 1, true) }
    }
}

extension TableBuilder.Draft {
    /// The table with the texts of its cells.
    func table(_ words: [TableWord], _ text: PageWords, hasHead: Bool) -> FoundTable {
        let cellText = CellText(words: words, page: text)
        var rows: [[Table.Cell]] = [[Table.Cell]](repeating: [], count: grid.rows)
        for cell in cells {
            let area = Area(
                left: grid.xs[cell.columns.lowerBound], top: grid.ys[cell.rows.lowerBound],
                right: grid.xs[cell.columns.upperBound], bottom: grid.ys[cell.rows.upperBound])
            rows[cell.rows.lowerBound].append(
                Table.Cell(
                    cellText.text(of: cell.words), rowSpan: cell.rows.count, columnSpan: cell.columns.count,
                    box: area.pageBox))
        }
        var table = Table(rows: rows, headerRows: headerRows)
        if kind == .aligned { table.concerns.append("columns were found by alignment only") }
        var found = FoundTable(
            area: area, table: table, words: members.map { words[$0].index }.sorted(), columnEdges: grid.xs)
        found.isRuled = kind == .ruled
        found.hasHead = hasHead
        return found
    }
}
