import Model

/// Reads the rows below the head of a table.
struct RowReader {
    let body: TextBody
    let labels: [[LabelMatch]]
    let members: RowMembers
    private let readers: [FormReader]

    init(body: TextBody, labels: [[LabelMatch]], members: RowMembers) {
        self.body = body
        self.labels = labels
        self.members = members
        readers = members.members.map { FormReader($0, body) }
    }

    /// The rows from below a head up to the totals, another table or the next head.
    func rows(below head: TableHead, upTo end: Int) -> [FoundRow] {
        var rows: [FoundRow] = []
        var last = body.lines[head.line]
        for number in head.line + 1..<max(head.line + 1, end) {
            let line = body.lines[number]
            guard rows.count < Limits.ruleRows else { break }
            if line.page != last.page {
                // A table goes on where the next page has rows of the same form.
                guard line.page == last.page + 1, !rows.isEmpty else { break }
                last = line
            }
            if isTotal(number) {
                if isSubtotal(number) { continue }
                break
            }
            let cells = cells(of: number, head)
            let values = values(in: cells, line: number)
            let typed = values.filter { !readers[$0.key].isFree }
            if !rows.isEmpty, line.page == body.lines[rows[rows.count - 1].line].page {
                let gap = line.top - last.bottom
                if gap > max(line.height, last.height) * 8 { break }
                if typed.isEmpty {
                    if gap < line.height * 0.9 { extend(&rows[rows.count - 1], by: values, in: number) }
                    last = line
                    continue
                }
                if isSameRow(typed, rows[rows.count - 1], gap: gap, line) {
                    for (member, reading) in values { merge(reading, into: &rows[rows.count - 1], member) }
                    last = line
                    continue
                }
            }
            if !rows.isEmpty { last = line }
            guard typed.count >= 1, values.count >= min(2, head.matched), fits(values, rows) else { continue }
            rows.append(FoundRow(values: values, line: number))
            last = line
        }
        return rows
    }

    /// Figures that stand a little higher or lower than the rest of their row.
    private func isSameRow(_ typed: [Int: Reading], _ row: FoundRow, gap: Double, _ line: TextLine) -> Bool {
        let isNumberOfRow = typed.keys.allSatisfy { members.members[$0].concept == .linePosition }
        return gap < line.height * (isNumberOfRow ? 1.2 : 0.6) && typed.keys.allSatisfy { row.values[$0] == nil }
    }

    /// A row has at least half of the columns that those before it have.
    private func fits(_ values: [Int: Reading], _ rows: [FoundRow]) -> Bool {
        guard let first = rows.first else { return true }
        return values.count * 2 >= first.values.count
    }

    private func extend(_ row: inout FoundRow, by values: [Int: Reading], in line: Int) {
        for (member, reading) in values where readers[member].isFree && row.values[member] != nil {
            merge(reading, into: &row, member)
        }
    }

    private func merge(_ reading: Reading, into row: inout FoundRow, _ member: Int) {
        guard var old = row.values[member] else {
            row.values[member] = reading
            return
        }
        guard readers[member].isFree else { return }
        old.text += " " + reading.text
        old.value = .string(old.text)
        old.more.append(Reading.Place(line: reading.line, words: reading.words))
        row.values[member] = old
    }

    private func values(in cells: [(column: TableHead.Column, words: Range<Int>)], line: Int) -> [Int: Reading] {
        var values: [Int: Reading] = [:]
        for (column, words) in cells {
            guard let member = column.member, values[member] == nil else { continue }
            if let reading = readers[member].readings(line: line, words).first { values[member] = reading }
            if members.members[member].concept == .lineQuantity { unit(after: values[member], words, line, &values) }
        }
        return values
    }

    /// The unit beside a quantity: `20 Stk`.
    private func unit(after quantity: Reading?, _ words: Range<Int>, _ line: Int, _ values: inout [Int: Reading]) {
        guard let quantity, quantity.words.upperBound < words.upperBound,
            let member = members.members.firstIndex(where: { $0.concept == .lineUnit }), values[member] == nil
        else { return }
        values[member] = readers[member].readings(line: line, quantity.words.upperBound..<words.upperBound).first
    }

    /// The cells of a line by the columns they stand under.
    private func cells(of number: Int, _ head: TableHead) -> [(column: TableHead.Column, words: Range<Int>)] {
        let line = body.lines[number]
        return line.cells.flatMap { cell -> [(column: TableHead.Column, words: Range<Int>)] in
            let over = head.columns.filter { $0.extent.overlaps(line.extent(cell)) }
            if over.count <= 1 || line.cells.count == 1 {
                return [(over.first ?? nearest(line.extent(cell), head), cell)]
            }
            return split(cell, line, over)
        }
    }

    /// A run of words under several heads: each word goes to the head it stands under, or stays with the one before.
    private func split(
        _ cell: Range<Int>, _ line: TextLine, _ columns: [TableHead.Column]
    ) -> [(column: TableHead.Column, words: Range<Int>)] {
        var parts: [(column: Int, words: Range<Int>)] = []
        for index in cell {
            let extent = line.extent(index..<index + 1)
            let under = columns.firstIndex { $0.extent.overlaps(extent) }
            if let last = parts.last, under == nil || under.map({ $0 <= last.column }) == true {
                parts[parts.count - 1].words = last.words.lowerBound..<index + 1
            } else {
                parts.append((under ?? 0, index..<index + 1))
            }
        }
        return parts.map { (columns[$0.column], $0.words) }
    }

    private func nearest(_ extent: ClosedRange<Double>, _ head: TableHead) -> TableHead.Column {
        func distance(_ column: TableHead.Column) -> Double {
            let other = column.extent
            let apart = max(other.lowerBound - extent.upperBound, extent.lowerBound - other.upperBound)
            let edges = min(abs(other.lowerBound - extent.lowerBound), abs(other.upperBound - extent.upperBound))
            return min(apart, edges)
        }
        return head.columns.min { distance($0) < distance($1) } ?? head.columns[0]
    }

    private func isTotal(_ line: Int) -> Bool {
        guard let first = body.lines[line].cells.first else { return false }
        let words = Set(Lexicon.terms(body.lines[line].text(first)).map(\.name))
        if !words.isDisjoint(with: ["subtotal", "grand"]) { return true }
        return labels[line].contains { label in
            guard label.words.lowerBound == first.lowerBound, label.quality >= 0.85 else { return false }
            return label.targets.keys.contains { target in
                guard case .concept(let concept) = target else { return false }
                return Self.ends.contains(concept) && (concept != .taxTotal || members.array.concept != .taxes)
            }
        }
    }

    /// The amounts that stand below rows.
    private static let ends: Set<Concept> = [
        .lineTotal, .taxBasisTotal, .taxTotal, .grandTotal, .duePayable, .openingBalance, .closingBalance,
    ]

    private func isSubtotal(_ line: Int) -> Bool {
        let words = Set(Lexicon.terms(body.lines[line].text(body.lines[line].words.indices)).map(\.name))
        let next = line + 1 < body.lines.count ? isTotal(line + 1) : true
        return words.contains("opening") || words.contains("subtotal") && !next
    }
}
