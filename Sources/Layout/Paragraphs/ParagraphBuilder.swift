/// Joins the lines of a column to passages.
struct ParagraphBuilder {
    /// Lines further apart than this many times the usual distance do not belong together.
    private static let widestLeading: Float = 1.28
    /// Sizes that differ by more than this part are not of one passage.
    private static let sizeStep: Float = 0.09
    /// An indent is at least this part of the size.
    private static let indent: Float = 0.7
    /// Usual distance of base lines where a column has too few lines to tell, in sizes.
    private static let usualLeading: Float = 1.25

    private let page: PageLines
    private let bodySize: Float
    private let column: Column
    private let leading: Float
    /// Fixed-width type is code, where not all of the document has it.
    private let findsCode: Bool

    private init(_ page: PageLines, column: Column, lines: [Int], bodySize: Float, findsCode: Bool) {
        self.findsCode = findsCode
        self.page = page
        self.bodySize = bodySize
        self.column = column
        leading = Self.leading(of: lines, page)
    }

    /// The passages of a page in reading order, without running headers and footers.
    static func passages(
        of page: PageLines, bodySize: Float, bodyStyle: StyledText.Style, running: [RunningPlace]
    ) -> [Passage] {
        let findsCode = !bodyStyle.contains(.code)
        var passages: [Passage] = []
        for (index, column) in page.columns.enumerated() {
            let lines = column.lines.filter { running[$0] == .none }
            guard !lines.isEmpty else { continue }
            let bounds = Self.bounds(of: lines, column, page)
            ParagraphBuilder(page, column: bounds, lines: lines, bodySize: bodySize, findsCode: findsCode)
                .add(lines, index, to: &passages)
        }
        return passages
    }

    /// The column without what runs from page to page.
    private static func bounds(of lines: [Int], _ column: Column, _ page: PageLines) -> Column {
        guard lines.count < column.lines.count else { return column }
        var bounds = Column(lines: column.lines, left: .greatestFiniteMagnitude, right: -.greatestFiniteMagnitude)
        for line in lines {
            bounds.left = min(bounds.left, page.lines[line].area.left)
            bounds.right = max(bounds.right, page.lines[line].area.right)
        }
        return bounds
    }

    /// The usual distance of base lines in sizes: the lower third of those there are.
    private static func leading(of lines: [Int], _ page: PageLines) -> Float {
        var steps: [Float] = []
        for (one, other) in zip(lines, lines.dropFirst()) {
            let above = page.lines[one]
            let below = page.lines[other]
            guard above.isText, below.isText, abs(above.size - below.size) < 0.1 * above.size else { continue }
            let step = (below.baseline - above.baseline) / max(1, below.size)
            if step > 0.8, step < 2.6 { steps.append(step) }
        }
        guard steps.count >= 3 else { return steps.min().map { min($0, 1.5) } ?? usualLeading }
        steps.sort()
        return max(0.9, steps[steps.count / 3])
    }

    private func add(_ lines: [Int], _ index: Int, to passages: inout [Passage]) {
        let first = passages.count
        var open = passage(lines[0], index)
        for position in 1..<max(1, lines.count) {
            let line = lines[position]
            let next = position + 1 < lines.count ? lines[position + 1] : nil
            if line == open.lines.upperBound, goesOn(open, line, next) {
                append(line, to: &open)
            } else {
                close(&open, &passages, from: first)
                open = passage(line, index)
            }
        }
        close(&open, &passages, from: first)
    }

    private func passage(_ index: Int, _ column: Int) -> Passage {
        let line = page.lines[index]
        var passage = Passage(
            lines: index..<index + 1, column: column, area: line.area, size: line.size, leading: leading * line.size)
        passage.table = line.table
        passage.bytes = line.bytes
        passage.isBold = line.isBold
        passage.isItalic = line.isItalic
        passage.isCode = findsCode && line.isCode
        if line.isText { passage.mark = ListMark(of: line, on: page) }
        return passage
    }

    private func append(_ index: Int, to passage: inout Passage) {
        let line = page.lines[index]
        passage.lines = passage.lines.lowerBound..<index + 1
        passage.area.formUnion(line.area)
        if line.bytes > passage.bytes { passage.size = line.size }
        passage.bytes += line.bytes
        passage.isBold = passage.isBold && line.isBold
        passage.isItalic = passage.isItalic && line.isItalic
        passage.isCode = passage.isCode && line.isCode
    }

    private func close(_ passage: inout Passage, _ passages: inout [Passage], from first: Int) {
        if passages.count > first {
            let space = passage.area.top - passages[passages.count - 1].area.bottom
            passages[passages.count - 1].spaceBelow = space
            passage.spaceAbove = space
        }
        passages.append(passage)
    }

    // MARK: - Does a line go on with the passage above it?

    private func goesOn(_ passage: Passage, _ index: Int, _ next: Int?) -> Bool {
        let line = page.lines[index]
        let last = page.lines[passage.lines.upperBound - 1]
        guard line.isText, last.isText, line.direction == last.direction else { return false }
        // Names with their values, or what is left of a table.
        if line.hasGap, last.hasGap { return false }
        let size = max(line.size, last.size)
        let isScrap = min(line.bytes, last.bytes) <= 2
        if abs(line.size - last.size) > Self.sizeStep * size, !isScrap { return false }
        let step = line.baseline - last.baseline
        guard step > 0, step <= leading * size * Self.widestLeading else { return false }
        if findsCode, line.isCode || passage.isCode, isCodeApart(passage, last, line, next) { return false }
        if passage.isCode, line.isCode { return true }
        if LineEnd.isHyphenated(last, line, page) { return true }
        if changesWeight(passage, last, line) { return false }
        if let mark = ListMark(of: line, on: page), beginsEntry(mark, passage, last, line) { return false }
        if line.size < 0.95 * bodySize, NoteMark(of: line, on: page) != nil { return false }
        if Leaders.endsEntry(last, page) { return false }
        if isCentred(last, line) { return passage.isBold == line.isBold }
        return fitsIndent(passage, last, line, next.map { page.lines[$0] }) && !isShort(last, line)
    }

    /// A line of fixed-width type inside a paragraph is part of its text; two of them, or one that is indented, are code.
    private func isCodeApart(_ passage: Passage, _ last: Line, _ line: Line, _ next: Int?) -> Bool {
        if line.isCode == passage.isCode { return false }
        if passage.isCode { return true }
        if abs(line.area.left - last.area.left) > Self.indent * line.size { return true }
        if isShort(last, line) || line.baseline - last.baseline > 1.1 * leading * line.size { return true }
        return next.map { page.lines[$0].isCode } ?? false
    }

    /// A bold line above plain ones, or below them, is a passage of its own.
    private func changesWeight(_ passage: Passage, _ last: Line, _ line: Line) -> Bool {
        if passage.isBold, line.boldBytes * 2 < line.bytes { return true }
        if line.isBold, last.boldBytes * 2 < last.bytes { return !LineEnd.beginsLowerCase(line, page) }
        return false
    }

    /// A number at the start of a line may be part of the sentence.
    private func beginsEntry(_ mark: ListMark, _ passage: Passage, _ last: Line, _ line: Line) -> Bool {
        if mark.isBullet || mark.isEnclosed { return true }
        if passage.mark != nil, line.area.left < page.lines[passage.lines.lowerBound].area.left + line.size {
            return true
        }
        return LineEnd.endsSentence(last, page) || isShort(last, line) || line.area.left < last.area.left - line.size
    }

    private func isCentred(_ last: Line, _ line: Line) -> Bool {
        let middle = (last.area.left + last.area.right) / 2
        let other = (line.area.left + line.area.right) / 2
        return abs(middle - other) < 0.35 * line.size && abs(last.area.left - line.area.left) > 0.8 * line.size
    }

    private func fitsIndent(_ passage: Passage, _ last: Line, _ line: Line, _ next: Line?) -> Bool {
        let step = line.area.left - last.area.left
        let indent = Self.indent * line.size
        if step > indent {
            guard passage.lines.count == 1 else { return false }
            if passage.mark != nil { return true }
            if let next, next.isText, next.baseline - line.baseline < leading * line.size * Self.widestLeading {
                // Hanging lines go on at the same indent; the first line of a paragraph does not.
                return abs(next.area.left - line.area.left) < indent && !LineEnd.endsSentence(last, page)
            }
            return !LineEnd.endsSentence(last, page)
        }
        if step < -indent { return passage.lines.count == 1 && passage.mark == nil }
        return true
    }

    /// True when the first word of the next line would have had room in a line: its author ended it there.
    private func isShort(_ last: Line, _ line: Line) -> Bool {
        let word = page.firstWord(of: line).area
        let room = column.right - last.area.right
        let needed = word.width + 0.3 * line.size
        guard room > needed + 0.04 * (column.right - column.left) else { return false }
        if LineEnd.beginsLowerCase(line, page), !LineEnd.endsSentence(last, page) { return false }
        return LineEnd.endsSentence(last, page) || room > 0.25 * (column.right - column.left)
    }
}
