import Model

extension Search {
    /// Values that are known by their form alone, where no label names them.
    func unlabelled(_ value: Wanted, _ reader: FormReader) -> [Candidate] {
        switch reader.form {
        case .currency: usualCurrency()
        case .iban: alone(everywhere(reader).filter { $0.quality == 1 }, 0.8)
        case .vatID: party(value).map { $0 == .seller } ?? true ? alone(everywhere(reader), 0.6) : []
        case .email, .website: party(value).map { $0 == .seller } ?? true ? alone(everywhere(reader), 0.55) : []
        case .date where value.concept == .issueDate: topDate(everywhere(reader))
        case .choice: alone(everywhere(reader), 0.5)
        default: []
        }
    }

    private func party(_ value: Wanted) -> Party? { value.concept.flatMap(Party.of)?.party }

    private func everywhere(_ reader: FormReader) -> [Reading] {
        body.lines.indices.flatMap { line in
            body.lines[line].cells.flatMap { reader.readings(line: line, $0) }
        }
    }

    /// The one value there is; several speak against each.
    private func alone(_ readings: [Reading], _ score: Double) -> [Candidate] {
        var counts: [String: Int] = [:]
        for reading in readings { counts[reading.text, default: 0] += 1 }
        guard let first = readings.first, counts.count == 1 else { return [] }
        return [Candidate(reading: first, score: score)]
    }

    /// The date at the head of the first page, or the only one.
    private func topDate(_ readings: [Reading]) -> [Candidate] {
        guard let first = readings.first else { return [] }
        let line = body.lines[first.line]
        let height = body.sizes[line.page]?.height ?? body.lines.last?.bottom ?? 800
        let isTop = line.page == body.lines.first?.page && line.top < height * 0.35
        return isTop ? [Candidate(reading: first, score: 0.5)] : alone(readings, 0.5)
    }

    /// The currency of most amounts.
    private func usualCurrency() -> [Candidate] {
        let value = Wanted(Field("amount", .number), pointer: "", parents: [])
        let reader = FormReader(value, body)
        var counts: [String: (count: Int, first: Reading)] = [:]
        for reading in everywhere(reader) {
            guard let currency = reading.amount?.currency else { continue }
            counts[currency, default: (0, reading)].count += 1
        }
        guard let most = counts.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }) else {
            return signAlone()
        }
        var reading = most.value.first
        reading.value = .string(most.key)
        return [Candidate(reading: reading, score: counts.count == 1 ? 0.9 : 0.7)]
    }

    // A sign or a code that stands apart from the amounts, as in the head of a column.
    private func signAlone() -> [Candidate] {
        for (number, line) in body.lines.enumerated() {
            for index in line.words.indices {
                let word = FormReader.bare(line.words[index].text)
                guard let code = Currency.code(word), code == word || word.count == 1 else { continue }
                let reading = Reading(
                    value: .string(code), text: word, line: number, words: index..<index + 1, quality: 1)
                return [Candidate(reading: reading, score: 0.6)]
            }
        }
        return []
    }
}
