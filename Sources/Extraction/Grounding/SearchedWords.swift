import Layout
import Model

/// An index of words and the days in it, searched for values.
struct SearchedWords {
    private let index: WordIndex
    private let dates: NamedDates

    init(_ document: SourceDocument, _ order: WordIndex.Order) {
        index = WordIndex(document, order)
        dates = NamedDates(index)
    }

    /// The places where a value may stand, the closest first, then by their order from a place on.
    func candidates(
        for value: JSONValue, _ kind: Field.Kind?, _ page: Int?, from first: Int = 0, isPainted: Bool
    ) -> [Grounding.Candidate] {
        var found: [Grounding.Candidate] = []
        var known: Set<Range<Int>> = []
        for notation in Notation.all(of: value, kind: kind) {
            for run in index.runs(of: notation.pattern, from: first) {
                guard page == nil || page == index.page(of: run.lowerBound),
                    let closeness = notation.closeness(text(of: run)), known.insert(run).inserted
                else { continue }
                found.append(
                    Grounding.Candidate(
                        run: run, page: index.page(of: run.lowerBound), closeness: closeness, isPainted: isPainted))
            }
        }
        if let day = value.string.flatMap(Day.init) {
            for run in dates[day] where page == nil || page == index.page(of: run.lowerBound) {
                guard known.insert(run).inserted, index.page(of: run.lowerBound) == index.page(of: run.upperBound - 1)
                else { continue }
                found.append(
                    Grounding.Candidate(
                        run: run, page: index.page(of: run.lowerBound), closeness: .converted, isPainted: isPainted))
            }
        }
        // What stands before the place where the search began comes last, so that it is cut off first.
        func rank(_ candidate: Grounding.Candidate) -> (Int, Int, Int) {
            let start = candidate.run.lowerBound
            return (candidate.closeness.rawValue, start < first ? 1 : 0, start)
        }
        found.sort { rank($0) < rank($1) }
        return Array(found.prefix(Limits.groundingPlaces))
    }

    /// The words of a run as they stand on the page, and the box of each line of them.
    func evidence(_ run: Range<Int>) -> Evidence {
        let words = index.words(of: run)
        var boxes: [PageBox] = []
        for number in words {
            guard let box = index.entries[number].box else { continue }
            if let last = boxes.last, last.isOnLine(of: box) {
                boxes[boxes.count - 1] = last.union(box)
            } else {
                boxes.append(box)
            }
        }
        return Evidence(page: index.page(of: run.lowerBound), boxes: boxes, text: text(of: run).text)
    }

    /// How sure the least sure word of a run is.
    func certainty(_ run: Range<Int>) -> Double {
        index.words(of: run).reduce(1) { min($0, index.entries[$1].confidence) }
    }

    /// How many of some words stand shortly before a run.
    func labels(before run: Range<Int>, among names: Set<ArraySlice<UInt8>>) -> Int {
        let start = max(0, run.lowerBound - Self.labelReach)
        var found: Set<ArraySlice<UInt8>> = []
        for token in start..<run.lowerBound where index.page(of: token) == index.page(of: run.lowerBound) {
            let text = index.text(of: token)
            if names.contains(text) { found.insert(text) }
        }
        return found.count
    }

    private static let labelReach = 12

    private func text(of run: Range<Int>) -> Notation.FoundText {
        let words = index.words(of: run)
        let first = Array(index.entries[words.lowerBound].text)
        let last = Array(index.entries[words.upperBound].text)
        let start = character(of: run.lowerBound, isEnd: false)
        let end = character(of: run.upperBound - 1, isEnd: true)
        var text = ""
        for number in words {
            let word = index.entries[number].text
            if number > words.lowerBound { text += " " }
            switch (number == words.lowerBound, number == words.upperBound) {
            case (true, true): text += String(first[start..<max(start, end)])
            case (true, false): text += String(first[start...])
            case (false, true): text += String(last[..<end])
            case (false, false): text += word
            }
        }
        var after = String(last[end...])
        let next = words.upperBound + 1
        if after.isEmpty, next < index.entries.count, index.entries[next].text == "%" { after = "%" }
        var before = String(first[..<start])
        if before.isEmpty, words.lowerBound > 0, ["-", "−", "–"].contains(index.entries[words.lowerBound - 1].text) {
            before = index.entries[words.lowerBound - 1].text
        }
        return Notation.FoundText(text: text, before: before[...], after: after[...])
    }

    /// The character of its word at which a token begins, or behind which it ends.
    private func character(of token: Int, isEnd: Bool) -> Int {
        let word = Int(index.tokenWords[token])
        var ordinal = -1
        var place = token
        while place >= 0, Int(index.tokenWords[place]) == word {
            ordinal += 1
            place -= 1
        }
        var count = -1
        var last = 0
        for piece in WordPieces(index.entries[word].text) {
            if piece.beginsToken { count += 1 }
            if count == ordinal {
                if !isEnd { return piece.character }
                last = piece.character + 1
            } else if count > ordinal {
                break
            }
        }
        return last
    }
}

extension PageBox {
    /// True where two boxes share most of their height.
    fileprivate func isOnLine(of other: PageBox) -> Bool {
        let shared = min(y + height, other.y + other.height) - max(y, other.y)
        return shared > 0.5 * min(height, other.height)
    }
}
