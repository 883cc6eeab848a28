import Layout
import Model

extension Search {
    /// Rows of the tables that the layout found, for pages without places.
    func tableRows(_ members: RowMembers, _ document: SourceDocument) -> [FoundRow] {
        var best: [FoundRow] = []
        for page in document.pages where page.words.isEmpty {
            for table in page.tables {
                let rows = rows(of: table.table, page: page.number, members)
                if rows.count * members.members.count > best.count * members.members.count { best = rows }
            }
        }
        return best
    }

    private func rows(of table: Table, page: Int, _ members: RowMembers) -> [FoundRow] {
        let grid = table.grid
        for (index, head) in grid.prefix(Limits.ruleHeadRows).enumerated() {
            let columns = members.columns(of: head.map { Lexicon.terms($0) })
            guard columns.count >= 2 else { continue }
            return grid.dropFirst(index + 1).prefix(Limits.ruleRows).compactMap {
                row($0, columns, page: page, members)
            }
        }
        return []
    }

    private func row(_ cells: [String], _ columns: [Int: Int], page: Int, _ members: RowMembers) -> FoundRow? {
        var found = FoundRow(line: 0)
        guard let line = body.lines.firstIndex(where: { $0.page == page }) else { return nil }
        for (column, member) in columns where column < cells.count {
            let reader = FormReader(members.members[member], body)
            let text = FormReader.trimmed(cells[column].split(whereSeparator: \.isWhitespace).joined(separator: " "))
            guard !text.isEmpty, let (value, quality, amount) = reader.value(text, words: 1) else { continue }
            let place = self.place(of: text, page: page) ?? Reading.Place(line: line, words: 0..<1)
            found.values[member] = Reading(
                value: value, text: text, line: place.line, words: place.words, quality: quality, amount: amount)
        }
        return found.values.count >= 2 ? found : nil
    }

    /// Where the first words of a text stand on a page.
    private func place(of text: String, page: Int) -> Reading.Place? {
        let words = text.split(separator: " ").map(String.init)
        for (number, line) in body.lines.enumerated() where line.page == page {
            for start in line.words.indices where line.words[start].text == words[0] {
                let end = start + words.count
                if end <= line.words.count, line.words[start..<end].map(\.text) == words {
                    return Reading.Place(line: number, words: start..<end)
                }
            }
        }
        return nil
    }
}
