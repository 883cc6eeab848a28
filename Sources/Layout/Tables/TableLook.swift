import Model

/// Measures of what a table might be, taken from its cells.
struct TableLook {
    /// Parts of the cells right of the first column that are numbers.
    let numbers: Float
    let wordsPerCell: Float
    /// The size of most of its text.
    let size: Float
    /// Parts of the rows in which the emptiest column has text.
    let emptiestColumn: Float
    /// Parts of the cells that begin, end or are centred where most of their column do.
    let aligned: Float
    /// The first row looks unlike the others or is divided from them.
    let hasHead: Bool
    /// Heads and stubs only: a table that somebody is to fill in.
    let isBlank: Bool
    /// Names with numbers to their right, in every row.
    let isSeries: Bool
    /// The first column has nothing but bullets and numbers of entries.
    let isList: Bool
    /// Titles with the numbers of their pages.
    let isContents: Bool
    /// Names that end with a colon.
    let isForm: Bool
    /// Words with the numbers of their pages.
    let isIndex: Bool
    /// Signs more than words and numbers.
    let isFormula: Bool
    let isCode: Bool
    /// A column of signs between two sides, as equations below each other have.
    let hasOperators: Bool

    init(_ draft: TableBuilder.Draft, _ filled: [TableCell], _ words: [TableWord], _ text: PageWords) {
        let grid = draft.grid
        func content(_ cell: TableCell) -> CellContent {
            cell.words.reduce(into: CellContent()) { $0 += words[$1].content }
        }
        func bytes(_ cell: TableCell) -> [UInt8] { cell.words.flatMap { text.bytes(of: text.words[words[$0].index]) } }
        let others = filled.filter { $0.columns.lowerBound > 0 }
        let body = others.filter { $0.rows.lowerBound > 0 }
        numbers = Float(body.count { content($0).isNumber }) / Float(max(1, body.count))
        wordsPerCell = Float(filled.reduce(0) { $0 + $1.words.count }) / Float(max(1, filled.count))
        let sizes = draft.members.map { words[$0].size }.sorted()
        size = sizes.isEmpty ? 0 : sizes[sizes.count / 2]
        var uses = [Int](repeating: 0, count: grid.columns)
        for cell in filled { for column in cell.columns { uses[column] += cell.rows.count } }
        emptiestColumn = Float(uses.min() ?? 0) / Float(max(1, grid.rows))
        aligned = Self.aligned(filled, words, columns: grid.columns)
        let firsts = filled.filter { $0.columns.lowerBound == 0 }.map(bytes)
        let isWordy = wordsPerCell > 3
        let marks = firsts.count { Self.isMark($0) || isWordy && $0.count < 4 && $0.allSatisfy(ASCII.isDigit) }
        isList = grid.columns == 2 && 3 * marks >= 2 * firsts.count
        isForm = 2 * firsts.count { $0.last == UInt8(ascii: ":") } >= firsts.count && grid.columns == 2
        let lasts = filled.filter { $0.columns.upperBound == grid.columns && $0.columns.count == 1 }
        let signs = WordSigns(draft.members.map { text.bytes(of: text.words[words[$0].index]) })
        isContents = signs.leaders > 0.08 || Self.isContents(lasts.map(bytes), rows: grid.rows)
        isIndex = signs.pages > 0.15 || 2 * filled.count { Self.endsWithPage(bytes($0)) } >= filled.count
        let total = filled.reduce(into: CellContent()) { $0 += content($1) }
        isFormula = total.others > total.letters + total.digits || signs.operators > 0.06
        let styles = draft.members.map { text.words[words[$0].index].style }
        hasOperators = (1..<max(2, grid.columns - 1)).contains { column in
            let cells = filled.filter { $0.columns == column..<column + 1 }.map(bytes)
            return cells.count > 1 && 2 * cells.count(where: Self.isOperator) > cells.count
        }
        isCode = 2 * styles.count { $0.contains(.code) } > styles.count
        let firstRow = filled.filter { $0.rows.lowerBound == 0 }
        let bold = firstRow.flatMap(\.words).filter { text.words[words[$0].index].style.contains(.bold) }.count
        let boldAll = styles.count { $0.contains(.bold) }
        let firstWords = firstRow.reduce(0) { $0 + $1.words.count }
        let isBoldHead = 2 * bold > firstWords && 2 * boldAll < styles.count
        hasHead =
            isBoldHead || draft.hasBarBelowHead
            || Self.namesNumbers(filled, columns: grid.columns) { (content($0), bytes($0)) }
        isBlank =
            grid.columns > 2 && grid.rows > 2
            && filled.allSatisfy { ($0.rows.lowerBound == 0) != ($0.columns.lowerBound == 0) }
            && uses.allSatisfy { $0 > 0 } && uses[0] == grid.rows - 1
        isSeries = Self.isSeries(filled, grid) { content($0).isNumber }
    }

    private static func aligned(_ cells: [TableCell], _ words: [TableWord], columns: Int) -> Float {
        var (kept, all) = (0, 0)
        for column in 0..<columns {
            let areas = cells.filter { $0.columns == column..<column + 1 }.map { cell in
                cell.words.dropFirst().reduce(into: words[cell.words[0]].area) { $0.formUnion(words[$1].area) }
            }
            let most = [areas.map(\.left), areas.map(\.right), areas.map { ($0.left + $0.right) / 2 }].map(mode).max()
            kept += most ?? 0
            all += areas.count
        }
        return Float(kept) / Float(max(1, all))
    }

    /// How many of the values are within a point and a half of the commonest.
    private static func mode(_ values: [Float]) -> Int {
        let sorted = values.sorted()
        var best = 0
        var start = 0
        for end in sorted.indices {
            while sorted[end] - sorted[start] > 1.5 { start += 1 }
            best = max(best, end - start + 1)
        }
        return best
    }

    /// A bullet, a number with a point or bracket, a letter in brackets.
    private static func isMark(_ text: [UInt8]) -> Bool {
        guard let last = text.last, text.count <= 6 else { return false }
        let isClosed = last == UInt8(ascii: ".") || last == UInt8(ascii: ")") || last == UInt8(ascii: "]")
        let hasWord = text.contains { ASCII.isLetter($0) || ASCII.isDigit($0) }
        return isClosed || !hasWord
    }

    private static func isContents(_ lasts: [[UInt8]], rows: Int) -> Bool {
        let pages = lasts.compactMap { text in Int(String(decoding: text, as: UTF8.self)) }
        guard pages.count >= 3, pages.count * 10 >= lasts.count * 9, pages.count * 10 >= rows * 8 else { return false }
        return pages.allSatisfy { $0 > 0 && $0 < 3000 } && zip(pages, pages.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// One of the signs that stand between two sides: `=`, `<`, `>`, `::=`, `:=`, those of U+2190 to U+22FF.
    static func isOperator(_ text: [UInt8]) -> Bool {
        guard text.count <= 3, let first = text.first else { return false }
        return first == 0xE2 && text.count == 3 && text[1] >= 0x86 && text[1] <= 0x8B
            || text.allSatisfy {
                [UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: ":")].contains($0)
            }
    }

    private static func endsWithPage(_ text: [UInt8]) -> Bool {
        guard let last = text.last, ASCII.isDigit(last), let first = text.first, ASCII.isLetter(first) else {
            return false
        }
        let kept = text.reversed().drop { ASCII.isDigit($0) }
        return kept.first == UInt8(ascii: ",")
    }

    /// True when the first texts of most columns of numbers are words or years.
    private static func namesNumbers(
        _ cells: [TableCell], columns: Int, _ read: (TableCell) -> (content: CellContent, bytes: [UInt8])
    ) -> Bool {
        var (named, all) = (0, 0)
        for column in 1..<max(2, columns) {
            let texts = cells.filter { $0.columns.contains(column) }.map { (row: $0.rows.lowerBound, read: read($0)) }
            guard let head = texts.first, texts.count > 2 else { continue }
            let body = texts.dropFirst()
            guard 10 * body.count(where: { $0.read.content.isNumber }) >= 6 * body.count else { continue }
            all += 1
            let isNamedByYear = isYear(head.read.bytes) && 2 * body.count { isYear($0.read.bytes) } < body.count
            if head.row < 2, !head.read.content.isNumber || isNamedByYear { named += 1 }
        }
        return all > 0 && 3 * named >= 2 * all
    }

    private static func isYear(_ text: [UInt8]) -> Bool {
        text.count == 4 && (text.starts(with: [0x31, 0x39]) || text.starts(with: [0x32, 0x30]))
            && text.allSatisfy(ASCII.isDigit)
    }

    private static func isSeries(_ cells: [TableCell], _ grid: TableGrid, _ isNumber: (TableCell) -> Bool) -> Bool {
        grid.columns > 3
            && (0..<grid.rows).allSatisfy { row in
                let own = cells.filter { $0.rows.lowerBound == row }
                return own.count == grid.columns && own.allSatisfy { ($0.columns.lowerBound == 0) != isNumber($0) }
            }
    }
}

/// Parts of the words that tell contents, indexes and formulas.
struct WordSigns {
    /// Dots that lead to a number.
    let leaders: Float
    /// Numbers before a comma.
    let pages: Float
    /// Signs between the sides of an equation.
    let operators: Float

    init(_ words: [ArraySlice<UInt8>]) {
        let all = Float(max(1, words.count))
        leaders = Float(words.count { $0.allSatisfy { $0 == UInt8(ascii: ".") } }) / all
        pages =
            Float(
                words.count { $0.last == UInt8(ascii: ",") && $0.count > 1 && $0.dropLast().allSatisfy(ASCII.isDigit) })
            / all
        operators = Float(words.count { TableLook.isOperator(Array($0)) }) / all
    }
}
