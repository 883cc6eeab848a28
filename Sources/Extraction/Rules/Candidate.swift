import Model

/// A value that may be what is sought, and how much speaks for it.
struct Candidate: Sendable {
    var reading: Reading
    /// From 0 to 1.
    var score: Double
}

/// Finds the values that stand beside and below labels.
struct CandidateFinder {
    let body: TextBody
    let labels: [[LabelMatch]]

    init(_ body: TextBody, labels: [[LabelMatch]]) {
        self.body = body
        self.labels = labels
    }

    /// The values that a label announces, best first.
    func candidates(of label: LabelMatch, _ reader: FormReader, weight: Double) -> [Candidate] {
        let base = weight * label.quality
        var found = right(of: label, reader).map { Candidate(reading: $0.reading, score: $0.score * base) }
        found += below(label, reader, hasRight: !found.isEmpty)
            .map { Candidate(reading: $0.reading, score: $0.score * base) }
        return found.sorted { $0.score > $1.score }
    }

    // The rest of the label's cell, then the cells to its right up to the next label.
    private func right(of label: LabelMatch, _ reader: FormReader) -> [Candidate] {
        let line = body.lines[label.line]
        let end =
            labels[label.line].first { $0.words.lowerBound >= label.words.upperBound && isBarrier($0, after: label) }?
            .words.lowerBound ?? line.words.count
        guard label.words.upperBound < end else { return [] }
        if reader.isFree { return freeRight(of: label, reader, end: end) }
        var found: [Candidate] = []
        for (order, reading) in reader.readings(line: label.line, label.words.upperBound..<end).enumerated() {
            let skipped = reading.words.lowerBound - label.words.upperBound
            let cells = line.cell(of: reading.words.lowerBound) - line.cell(of: label.words.lowerBound)
            let step = reader.form == .identifier ? 0.15 : 0.04
            var score = reading.quality * (1 - min(0.6, Double(skipped - max(0, cells - 1)) * step))
            if order > 0, reading.amount == nil { score *= 0.8 }
            found.append(Candidate(reading: reading, score: score))
        }
        return found
    }

    private func freeRight(of label: LabelMatch, _ reader: FormReader, end: Int) -> [Candidate] {
        let line = body.lines[label.line]
        let cell = line.cells[line.cell(of: label.words.lowerBound)]
        let range: Range<Int>
        let score: Double
        if label.words.upperBound < cell.upperBound {
            range = label.words.upperBound..<min(end, cell.upperBound)
            score = label.isMarked ? 1 : 0.45
        } else {
            guard let next = line.cells.first(where: { $0.lowerBound >= label.words.upperBound }) else { return [] }
            range = next.lowerBound..<min(next.upperBound, end)
            let gap = line.extent(range).lowerBound - line.extent(label.words).upperBound
            let hasColon = line.words[label.words.upperBound - 1].text.last == ":"
            score = hasColon ? 1 : gap > 250 ? 0.6 : 0.85
        }
        guard !range.isEmpty else { return [] }
        return reader.readings(line: label.line, range).map { reading in
            let isOwnCell = range.lowerBound >= cell.upperBound
            return Candidate(
                reading: isOwnCell ? wrapped(reading, beside: cell) : reading, score: score * reading.quality)
        }
    }

    /// A value in a cell of its own with the lines close above and below that begin where it does and have no label.
    private func wrapped(_ reading: Reading, beside label: Range<Int>) -> Reading {
        let line = body.lines[reading.line]
        let own = line.extent(reading.words)
        let edge = line.extent(label).upperBound
        func part(_ number: Int) -> Reading.Place? {
            guard body.lines.indices.contains(number), case let next = body.lines[number], next.page == line.page,
                next.isPlaced, abs(next.top - line.top) < line.height * 1.35,
                let cell = next.cells.first(where: { abs(next.extent($0).lowerBound - own.lowerBound) < 2 }),
                !next.cells.contains(where: { next.extent($0).lowerBound < edge })
            else { return nil }
            return Reading.Place(line: number, words: cell)
        }
        let places = [
            part(reading.line - 1), Reading.Place(line: reading.line, words: reading.words), part(reading.line + 1),
        ]
        .compactMap { $0 }
        guard places.count > 1 else { return reading }
        let text = places.map { FormReader.trimmed(body.lines[$0.line].text($0.words)) }.joined(separator: " ")
        var whole = Reading(
            value: .string(text), text: text, line: places[0].line, words: places[0].words, quality: reading.quality)
        whole.more = Array(places.dropFirst())
        return whole
    }

    /// A label ends the search for values of another one, unless it announces the same.
    private func isBarrier(_ next: LabelMatch, after label: LabelMatch) -> Bool {
        guard next.quality > 0.7, next.targets.keys.allSatisfy({ label.targets[$0] == nil }) else { return false }
        let line = body.lines[label.line]
        return line.cell(of: next.words.lowerBound) != line.cell(of: label.words.lowerBound) || next.isMarked
    }

    // Cells of the next lines that stand under the label.
    private func below(_ label: LabelMatch, _ reader: FormReader, hasRight: Bool) -> [Candidate] {
        let line = body.lines[label.line]
        let cell = line.cells[line.cell(of: label.words.lowerBound)]
        guard label.words.upperBound == cell.upperBound else { return [] }
        let extent = line.extent(cell)
        let size = max(line.words[label.words.lowerBound].size, line.height)
        let last = min(body.lines.count, label.line + 1 + Limits.ruleLinesBelow * 2)
        var bottom = line.bottom
        for number in (label.line + 1)..<max(label.line + 1, last) {
            let next = body.lines[number]
            guard next.page == line.page, next.top - bottom < size * 2.5 else { break }
            guard let under = next.cells.first(where: { isUnder(next.extent($0), extent) }) else { continue }
            if isTaken(number, under) { break }
            let found = reader.readings(line: number, under).prefix(1)
                .filter { reader.form != .identifier || $0.words.lowerBound == under.lowerBound }
            if let reading = found.first {
                let rows = Double(number - label.line - 1)
                let place = (hasRight ? 0.7 : 0.92) - rows * 0.08
                let score =
                    reading.quality * place * (reader.isFree ? 0.85 : 1) * (isColumnOfAmounts(label, reader) ? 0.55 : 1)
                return [Candidate(reading: reading, score: score)]
            }
            bottom = next.bottom
        }
        return []
    }

    /// A cell that begins with a label is not the value of another one.
    private func isTaken(_ line: Int, _ cell: Range<Int>) -> Bool {
        labels[line].contains { label in
            label.words.lowerBound == cell.lowerBound && label.quality >= 1
                && (label.words.upperBound == cell.upperBound
                    || body.lines[line].words[label.words.upperBound - 1].text.last == ":")
        }
    }

    /// A name over a column of a table is not that of a single amount.
    private func isColumnOfAmounts(_ label: LabelMatch, _ reader: FormReader) -> Bool {
        reader.form == .amount && body.lines[label.line].cells.count >= 4
    }

    private func isUnder(_ cell: ClosedRange<Double>, _ label: ClosedRange<Double>) -> Bool {
        let overlap = min(cell.upperBound, label.upperBound) - max(cell.lowerBound, label.lowerBound)
        return overlap > min(cell.upperBound - cell.lowerBound, label.upperBound - label.lowerBound) * 0.4
    }
}
