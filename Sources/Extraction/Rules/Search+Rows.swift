import Model

extension Search {
    /// Finds the rows of the arrays that are wanted.
    mutating func findRows(_ document: SourceDocument) {
        for array in wanted where array.field.isArray {
            guard let members = RowMembers(array) else { continue }
            var rows = best(rows(members), tableRows(members, document), members)
            if rows.isEmpty, array.concept == .lines {
                rows = ReceiptRows(body: body, labels: labels, members: members).rows()
            }
            guard !rows.isEmpty else { continue }
            findings.rowsSeen[array.pointer] = rows.count
            for (index, row) in rows.enumerated() {
                for (member, reading) in row.values {
                    let value = members.members[member]
                    take(
                        Wanted(value.field, pointer: "\(array.pointer)/\(index)\(value.pointer)", parents: []),
                        Candidate(reading: reading, score: confidence(row, members) * reading.quality))
                }
            }
        }
    }

    private func best(_ left: [FoundRow], _ right: [FoundRow], _ members: RowMembers) -> [FoundRow] {
        func filled(_ rows: [FoundRow]) -> Int { rows.reduce(0) { $0 + $1.values.count } }
        return filled(right) > filled(left) ? right : left
    }

    // The head that names most members leads; the same columns on later pages go on with it.
    private func rows(_ members: RowMembers) -> [FoundRow] {
        let heads = TableHeadFinder(body: body, members: members).heads()
        let reader = RowReader(body: body, labels: labels, members: members)
        var found: [(matched: [Int?], rows: [FoundRow])] = []
        for (index, head) in heads.enumerated() {
            let end = index + 1 < heads.count ? heads[index + 1].line : body.lines.count
            let rows = reader.rows(below: head, upTo: end)
            let matched = head.columns.map(\.member)
            if let same = found.firstIndex(where: { $0.matched == matched }) {
                found[same].rows += rows
            } else {
                found.append((matched, rows))
            }
        }
        func worth(_ entry: (matched: [Int?], rows: [FoundRow])) -> Double {
            let columns = entry.matched.count { $0 != nil }
            return entry.rows.isEmpty ? 0 : Double(columns) + min(1, Double(entry.rows.count) / 20)
        }
        return found.max { worth($0) < worth($1) }?.rows ?? []
    }

    /// Quantity times price makes the amount: a row where it does is surely right.
    private func confidence(_ row: FoundRow, _ members: RowMembers) -> Double {
        func number(_ concept: Concept) -> Double? {
            members.members.firstIndex { $0.concept == concept }.flatMap { row.values[$0]?.amount?.value }
        }
        guard let quantity = number(.lineQuantity), let price = number(.lineUnitPrice),
            let amount = number(.lineNetAmount)
        else { return 0.75 }
        return abs(quantity * price - amount) < 0.02 ? 0.95 : 0.65
    }
}
