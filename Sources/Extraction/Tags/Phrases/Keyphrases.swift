import Model

/// Ranks the terms of a text by what the text itself shows: how often they come, where, and in which company.
///
/// No model and no dictionary of terms; the same text gives the same tags. Time grows with the length of the text.
struct Keyphrases {
    var weights = Weights()

    /// What counts how much; found with abstracts and manuals whose keywords people chose.
    struct Weights {
        var byLength = [0.45, 1.0, 1.15, 1.1, 0.9]
        var frequency = 0.5
        var early = 1.0
        var earlyWords = 60.0
        var heading = 1.3
        var name = 1.2
        var company = 0.5
        var rareSingle = 0.4
        var nested = 0.8
        var frequentSingle = 0.22
        var once = 0.85
        var abstractWords = 250
    }

    /// A term and what is known of it.
    struct Candidate {
        var stems: [String]
        var count = 0
        /// How often it stood by itself, not within a longer term.
        var alone = 0
        var first: Int
        var inHeading = false
        var names = 0
        var surfaces: [String: Int] = [:]
        /// Highest count of a longer term around it.
        var around = 0
        var contentWords = 1
        var score = 0.0

        /// The form that is written most often, the first of those in alphabetical order.
        var surface: String { surfaces.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "" }
    }

    /// Terms of a text, the best first.
    func rank(_ words: [TextWord], _ language: TextLanguage) -> [Candidate] {
        let runs = PhraseRuns(words, language)
        var found: [String: Candidate] = [:]
        var company: [String: (degree: Int, count: Int)] = [:]
        let stems = words.map { LightStem.of($0.folded, language) }
        for run in runs.all() {
            for index in run where runs.isContent(index) {
                company[stems[index], default: (0, 0)].degree += min(run.count, Limits.tagWords)
                company[stems[index], default: (0, 0)].count += 1
            }
            collect(run, runs, stems, into: &found)
        }
        noteSurroundings(&found)
        var ranked = found.values.filter(isTerm)
        let length = logarithm(max(1, words.count / weights.abstractWords))
        for place in ranked.indices { ranked[place].score = score(ranked[place], company, length: length) }
        return ranked.sorted { ($0.score, $1.first, $1.surface) > ($1.score, $0.first, $0.surface) }
    }

    private func collect(
        _ run: Range<Int>, _ runs: PhraseRuns, _ stems: [String], into found: inout [String: Candidate]
    ) {
        for start in run where runs.isContent(start) {
            for end in start..<min(run.upperBound, start + Limits.tagWords) where runs.isContent(end) {
                let key = stems[start...end].joined(separator: " ")
                let words = runs.words[start...end]
                var candidate = found[key] ?? Candidate(stems: Array(stems[start...end]), first: start)
                candidate.count += 1
                if start == run.lowerBound, end == run.upperBound - 1 { candidate.alone += 1 }
                if words.contains(where: \.isHeading) { candidate.inHeading = true }
                if words.allSatisfy({ $0.isAcronym || ($0.isCapitalised && !$0.opensSentence) }) {
                    candidate.names += 1
                }
                candidate.contentWords = (start...end).count { runs.isContent($0) }
                candidate.surfaces[words.map(\.folded).joined(separator: " "), default: 0] += 1
                found[key] = candidate
            }
        }
    }

    private func noteSurroundings(_ found: inout [String: Candidate]) {
        for candidate in found.values where candidate.stems.count > 1 {
            for part in [candidate.stems.dropFirst(), candidate.stems.dropLast()] {
                let key = part.joined(separator: " ")
                if let around = found[key]?.around { found[key]?.around = max(around, candidate.count) }
            }
        }
    }

    private func isTerm(_ candidate: Candidate) -> Bool {
        if candidate.alone == 0, candidate.count < 2 || candidate.count <= candidate.around { return false }
        if candidate.contentWords == 1, candidate.stems.count == 1, let stem = candidate.stems.first {
            let form = candidate.surface
            if EnglishWords.pallid.contains(stem) || EnglishWords.pale.contains(form) { return false }
            if form.unicodeScalars.count < 3, candidate.names == 0, form.utf8.count == form.count { return false }
            return true
        }
        return candidate.stems.contains { !EnglishWords.pallid.contains($0) }
    }

    private func score(
        _ candidate: Candidate, _ company: [String: (degree: Int, count: Int)], length: Double
    ) -> Double {
        let words = min(candidate.contentWords, weights.byLength.count)
        var score = weights.byLength[words - 1]
        if words == 1 { score += weights.frequentSingle * logarithm(candidate.count) * min(1, (1 + length) / 3) }
        score *= 1 + weights.frequency * logarithm(candidate.count)
        score *= 1 + weights.early / (1 + Double(candidate.first) / weights.earlyWords)
        if candidate.inHeading { score *= weights.heading }
        if candidate.names * 2 > candidate.count { score *= weights.name }
        let ratios = candidate.stems.compactMap { company[$0] }.map { Double($0.degree) / Double($0.count) }
        if !ratios.isEmpty { score *= 1 + weights.company * (ratios.reduce(0, +) / Double(ratios.count) - 1) }
        if candidate.contentWords == 1, candidate.count == 1, !candidate.inHeading { score *= weights.rareSingle }
        // What a long text says once is seldom what it is about.
        if candidate.count == 1, !candidate.inHeading { score *= 1 - (1 - weights.once) * min(length, 4) }
        if candidate.alone == 0 { score *= weights.nested }
        return score
    }

    // Exact for powers of two and the same on every machine.
    private func logarithm(_ count: Int) -> Double {
        let whole = Int.bitWidth - 1 - max(1, count).leadingZeroBitCount
        return Double(whole) + Double(max(1, count)) / Double(1 << whole) - 1
    }
}
