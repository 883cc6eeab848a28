/// The line or lines that name the columns of a table.
struct TableHead {
    /// A column: where its head stands, and the member it is of.
    struct Column {
        var extent: ClosedRange<Double>
        var member: Int?
    }

    /// The last line of the head.
    var line: Int
    var columns: [Column]
    /// How many members are named.
    var matched: Int { columns.count { $0.member != nil } }
}

/// Finds heads of tables whose columns are members of an array.
struct TableHeadFinder {
    let body: TextBody
    let members: RowMembers

    /// The heads of the document, in its order.
    func heads() -> [TableHead] {
        var heads: [TableHead] = []
        var number = 0
        while number < body.lines.count {
            let candidates = [1, 2, 3].compactMap { head(at: number, lines: $0) }
            if let best = candidates.max(by: { ($0.matched, $1.line) < ($1.matched, $0.line) }), best.matched >= 2 {
                heads.append(best)
                number = best.line + 1
            } else {
                number += 1
            }
        }
        return heads
    }

    private func isValue(_ word: SourceWord) -> Bool {
        word.text.contains(where: \.isNumber)
            && (body.numbers.read(word.text) != nil || body.dates.read(FormReader.bare(word.text)) != nil)
    }

    private func head(at start: Int, lines count: Int) -> TableHead? {
        guard start + count <= body.lines.count else { return nil }
        let lines = body.lines[start..<start + count]
        guard let first = lines.first, lines.allSatisfy({ $0.page == first.page }) else { return nil }
        var cells: [(extent: ClosedRange<Double>, text: String)] = []
        for line in lines {
            if line.top - (lines.first?.top ?? 0) > first.height * 1.7 * Double(count) { return nil }
            for range in line.cells {
                let text = line.text(range)
                // Numbers stand in rows, not over them.
                if line.words[range].contains(where: isValue) { return nil }
                let extent = line.extent(range)
                if let place = cells.firstIndex(where: { $0.extent.overlaps(extent) }), count > 1 {
                    cells[place].text += " " + text
                    let old = cells[place].extent
                    cells[place].extent =
                        min(old.lowerBound, extent.lowerBound)...max(old.upperBound, extent.upperBound)
                } else {
                    cells.append((extent, text))
                }
            }
        }
        cells.sort { $0.extent.lowerBound < $1.extent.lowerBound }
        guard cells.count >= 2, cells.count <= 30 else { return nil }
        let columns = members.columns(of: cells.map { Lexicon.terms($0.text) })
        return TableHead(
            line: start + count - 1,
            columns: cells.indices.map { TableHead.Column(extent: cells[$0].extent, member: columns[$0]) })
    }
}
