import Model

/// A label found on a page.
struct LabelMatch: Sendable {
    var line: Int
    /// The words of the label.
    var words: Range<Int>
    var targets: [LabelIndex.Target: Double]
    /// From 0 to 1: less for a label within other text.
    var quality: Double
    /// True when a colon, or a wide gap, ends it.
    var isMarked: Bool
}

/// Finds labels in lines.
struct LabelFinder {
    let index: LabelIndex

    /// The labels of all lines, by the number of the line, from left to right.
    func labels(in body: TextBody) -> [[LabelMatch]] {
        body.lines.indices.map { labels(in: body, line: $0) }
    }

    /// The labels of a line, from left to right.
    func labels(in body: TextBody, line: Int) -> [LabelMatch] {
        body.lines[line].cells.flatMap { labels(in: body, line: line, cell: $0) }
    }

    private func labels(in body: TextBody, line: Int, cell: Range<Int>) -> [LabelMatch] {
        let words = body.lines[line].words
        var matches: [LabelMatch] = []
        for run in Self.runs(words.map(\.text), cell) {
            let folded = run.flatMap { word in Folding.words(words[word].text).map { (word, $0) } }
            let terms = Lexicon.placed(folded.map(\.1))
            var start = 0
            while start < terms.count {
                guard let end = longest(terms, from: start) else {
                    start += 1
                    continue
                }
                let range = folded[terms[start].words.lowerBound].0..<folded[terms[end - 1].words.upperBound - 1].0 + 1
                matches.append(
                    match(
                        in: body.lines[line], number: line, cell: cell, run: run, range, targets(terms[start..<end]),
                        isFirst: start == 0, extra: terms.count - (end - start)))
                start = end
            }
        }
        return matches
    }

    private func match(
        in line: TextLine, number: Int, cell: Range<Int>, run: [Int], _ range: Range<Int>,
        _ targets: [LabelIndex.Target: Double], isFirst: Bool, extra: Int
    ) -> LabelMatch {
        var end = range.upperBound
        var isStretched = false
        if let last = run.last, line.words[last].text.last == ":", last >= end {
            // Prepared By: the words that say nothing belong to the label; others make it another label.
            isStretched = !Lexicon.terms(line.text(end..<last + 1)).isEmpty
            end = last + 1
        }
        // A colon that stands alone is part of the label; what stands in brackets says more about it.
        while end < cell.upperBound, Self.isNoise(line.words[end].text) { end += 1 }
        let isMarked = end == cell.upperBound || line.words[end - 1].text.last == ":"
        let isHead =
            range.lowerBound == cell.lowerBound || isFirst && line.words[range.lowerBound - 1].text.hasSuffix(")")
        let quality =
            (isHead ? 1 : isFirst ? 0.85 : 0.75) * (isMarked || extra == 0 ? 1 : 0.9) * (isStretched ? 0.5 : 1)
        return LabelMatch(
            line: number, words: range.lowerBound..<end, targets: targets, quality: quality, isMarked: isMarked)
    }

    private static func isNoise(_ word: String) -> Bool {
        word.allSatisfy { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "€" && $0 != "$" && $0 != "£" }
            || word.first == "(" && (word.last == ")" || word.hasSuffix("):")) && word.contains(where: \.isLetter)
    }

    /// How far the longest label goes that begins with a term.
    private func longest(_ terms: [(term: Lexicon.Term, words: Range<Int>)], from start: Int) -> Int? {
        let limit = min(terms.count, start + Limits.ruleLabelWords)
        for end in stride(from: limit, to: start, by: -1)
        where isWhole(terms, start..<end) && !targets(terms[start..<end]).isEmpty {
            return end
        }
        return nil
    }

    /// True where no part of a compound is left out: Kundenstraße is no customer.
    private func isWhole(_ terms: [(term: Lexicon.Term, words: Range<Int>)], _ range: Range<Int>) -> Bool {
        (range.lowerBound == 0 || terms[range.lowerBound - 1].words != terms[range.lowerBound].words)
            && (range.upperBound == terms.count || terms[range.upperBound - 1].words != terms[range.upperBound].words)
    }

    /// What words announce; a word of no class within them (Rechnung des Versicherers Nr.) is passed over at a price.
    private func targets(
        _ terms: ArraySlice<(term: Lexicon.Term, words: Range<Int>)>
    ) -> [LabelIndex.Target: Double] {
        if let found = index.targets[Lexicon.key(terms.map(\.term))] { return found }
        guard terms.count == 3, let first = terms.first, let last = terms.last, first.term.isKnown, last.term.isKnown,
            terms.dropFirst().dropLast().allSatisfy({ !$0.term.isKnown })
        else { return [:] }
        return (index.targets[Lexicon.key([first.term, last.term])] ?? [:]).mapValues { $0 * 0.9 }
    }

    /// Runs of words that labels can be made of: words with digits end them, those in brackets are passed over.
    private static func runs(_ words: [String], _ cell: Range<Int>) -> [[Int]] {
        var runs: [[Int]] = []
        var current: [Int] = []
        for index in cell {
            let word = words[index]
            if word == "%" || word.first == "(" && (word.hasSuffix(")") || word.hasSuffix("):")) { continue }
            if word.contains(where: \.isNumber) {
                if !current.isEmpty { runs.append(current) }
                current = []
                continue
            }
            current.append(index)
            if word.last == ":" {
                runs.append(current)
                current = []
            }
        }
        if !current.isEmpty { runs.append(current) }
        return runs
    }
}
