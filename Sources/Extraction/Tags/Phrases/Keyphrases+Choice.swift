import Model

extension Keyphrases {
    /// A tag with its score from 0 to 1.
    struct Choice: Equatable {
        var tag: String
        var score: Double
    }

    /// The best terms as tags, none of them a variant or a needless part of another, and the tags that would have been
    /// among them were they not excluded.
    func tags(
        _ words: [TextWord], _ language: TextLanguage, count: Int, excluding: Exclusions
    ) -> (chosen: [Choice], excluded: [String]) {
        var excluded: [String] = []
        var chosen: [Choice] = []
        var taken: Set<String> = []
        var parts: [String: Int] = [:]
        var initials: Set<String> = []
        var best = 0.0
        for candidate in rank(words, language) {
            if chosen.count == count { break }
            guard let tag = TagNormalizer.tag(candidate.surface), !taken.contains(tag) else { continue }
            if excluding.contains(tag) {
                excluded.append(tag)
                continue
            }
            let key = candidate.stems.sorted().joined(separator: " ")
            if taken.contains(key) { continue }
            // A part of a chosen term is told apart only where it comes often by itself.
            if let around = parts[candidate.stems.joined(separator: " ")], candidate.count < 2 * around + 1 { continue }
            if candidate.stems.count == 1, initials.contains(candidate.stems[0]), candidate.count < 4 { continue }
            taken.formUnion([key, tag])
            initials.insert(String(candidate.stems.compactMap(\.first)))
            note(candidate, in: &parts)
            best = max(best, candidate.score)
            chosen.append(Choice(tag: tag, score: (candidate.score / best * 1000).rounded() / 1000))
        }
        return (chosen, excluded)
    }

    private func note(_ candidate: Candidate, in parts: inout [String: Int]) {
        let stems = candidate.stems
        for start in stems.indices {
            for end in start..<stems.count {
                parts[stems[start...end].joined(separator: " "), default: 0] += candidate.count
            }
        }
    }
}
