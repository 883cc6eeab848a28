import Model

/// Rows without a head, as receipts have them: what was bought, and at the end of its line what it cost.
struct ReceiptRows {
    let body: TextBody
    let labels: [[LabelMatch]]
    let members: RowMembers

    /// The rows before the first total.
    func rows() -> [FoundRow] {
        guard let text = member(.lineDescription), let amount = member(.lineNetAmount) ?? member(.lineUnitPrice),
            let end = body.lines.indices.first(where: isTotal)
        else { return [] }
        let amounts = FormReader(members.members[amount], body)
        let texts = FormReader(members.members[text], body)
        return body.lines.indices[..<end].compactMap { number in
            let line = body.lines[number]
            guard let price = amounts.readings(line: number, line.words.indices).last, price.quality == 1,
                line.words.count - price.words.upperBound <= 1, price.words.lowerBound > 0
            else { return nil }
            var row = FoundRow(line: number)
            row.values[amount] = price
            var front = 0..<price.words.lowerBound
            front = quantity(line: number, front, &row)
            guard line.words[front].contains(where: { $0.text.contains(where: \.isLetter) }) else { return nil }
            row.values[text] = texts.readings(line: number, front).first
            return row
        }
    }

    private func member(_ concept: Concept) -> Int? { members.members.firstIndex { $0.concept == concept } }

    /// A count before what was bought: `2 x Coffee`, `2 Coffee`.
    private func quantity(line: Int, _ range: Range<Int>, _ row: inout FoundRow) -> Range<Int> {
        let words = body.lines[line].words
        guard range.count > 1, let count = Int(words[range.lowerBound].text.filter { $0 != "x" && $0 != "×" }),
            count < 1000
        else { return range }
        if let member = member(.lineQuantity) {
            let reader = FormReader(members.members[member], body)
            let text = "\(count)"
            if let (value, quality, amount) = reader.value(text, words: 1) {
                row.values[member] = Reading(
                    value: value, text: text, line: line, words: range.lowerBound..<range.lowerBound + 1,
                    quality: quality,
                    amount: amount)
            }
        }
        let next = range.lowerBound + 1
        return
            (["x", "×", "X", "*"].contains(words[next].text) && range.count > 2 ? next + 1 : next)..<range.upperBound
    }

    private func isTotal(_ line: Int) -> Bool {
        labels[line].contains { label in
            label.quality >= 0.85
                && label.targets.keys.contains { target in
                    [.concept(.lineTotal), .concept(.grandTotal), .concept(.taxBasisTotal), .concept(.duePayable)]
                        .contains(target)
                } && body.lines[line].words[label.words.upperBound...].contains { body.numbers.read($0.text) != nil }
        }
    }
}
