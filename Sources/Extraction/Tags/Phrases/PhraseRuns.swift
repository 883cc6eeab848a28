import Model

/// Finds the runs of words that may be terms: what stands between boundaries, function words and verbs.
struct PhraseRuns {
    let words: [TextWord]
    let language: TextLanguage
    private let functionWords: Set<String>
    private let links: Set<String>
    /// False for a text in small letters alone, whose nouns are not told by theirs.
    private let hasCapitals: Bool

    init(_ words: [TextWord], _ language: TextLanguage) {
        self.words = words
        self.language = language
        // English words stand in documents of every language, the names of products among them.
        functionWords = FunctionWords.core(language).subtracting(language.links)
        links = language.links
        hasCapitals = words.contains { $0.isCapitalised && !$0.opensSentence }
    }

    /// Places of the runs, in the order of the text.
    func all() -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for index in words.indices {
            if words[index].begins, let open = start {
                close(open..<index, into: &runs)
                start = nil
            }
            if isBoundary(index) {
                if let open = start { close(open..<index, into: &runs) }
                start = nil
            } else if start == nil, !links.contains(words[index].folded) {
                start = index
            }
        }
        if let start { close(start..<words.endIndex, into: &runs) }
        return runs
    }

    /// True for a word that counts: neither a link nor one letter.
    func isContent(_ index: Int) -> Bool { !links.contains(words[index].folded) }

    private func close(_ range: Range<Int>, into runs: inout [Range<Int>]) {
        var run = range
        while let first = run.first, isWeakStart(first, in: run) { run = run.dropFirst().startIndex..<run.endIndex }
        while let last = run.last, isWeakEnd(last, in: run) { run = run.startIndex..<last }
        if run.isEmpty || isStreet(run) { return }
        runs.append(run)
    }

    private func isBoundary(_ index: Int) -> Bool {
        let word = words[index]
        if links.contains(word.folded) { return false }
        if functionWords.contains(word.folded) || word.isNumeric { return true }
        let letters = word.folded.unicodeScalars.count
        if letters == 1 { return !(word.text.unicodeScalars.first?.properties.isIdeographic ?? false) }
        if language == .english { return isEnglishBoundary(index) }
        return letters > Limits.tagCharacters
    }

    private func isEnglishBoundary(_ index: Int) -> Bool {
        let word = words[index]
        let folded = word.folded
        if EnglishWords.verbs.contains(folded) { return true }
        if folded.hasSuffix("ly"), folded.utf8.count > 4, !EnglishWords.notAdverbs.contains(folded),
            !(word.isCapitalised && !word.opensSentence)
        {
            return true
        }
        let follower = index + 1 < words.count && !words[index + 1].begins ? words[index + 1].folded : nil
        let leader = index > 0 && !word.begins ? words[index - 1].folded : nil
        if folded.hasSuffix("ed"), folded.utf8.count > 4 {
            // `is reduced to`, `radionuclides deposited in`: a verb; `distributed systems`: none.
            if let leader, Self.auxiliaries.contains(leader) || leader.hasSuffix("ly") { return true }
            return follower == nil || functionWords.contains(follower ?? "")
        }
        if folded.hasSuffix("ing"), folded.utf8.count > 5 {
            // `integrating the networks`, `by distinguishing tissues`.
            if let follower, Self.determiners.contains(follower) { return true }
            if let leader, Self.gerundLeaders.contains(leader), let follower, !functionWords.contains(follower) {
                return true
            }
        }
        return false
    }

    private func isWeakStart(_ index: Int, in run: Range<Int>) -> Bool {
        let word = words[index]
        if links.contains(word.folded) { return true }
        guard language == .english else { return language.capitalisesNouns && run.count > Limits.tagWords }
        return EnglishWords.pale.contains(word.folded)
    }

    private func isWeakEnd(_ index: Int, in run: Range<Int>) -> Bool {
        let word = words[index]
        if links.contains(word.folded) { return true }
        // A term of German ends with a noun.
        if language.capitalisesNouns { return !word.isCapitalised && !word.isAcronym && hasCapitals }
        return language == .english && EnglishWords.pale.contains(word.folded)
    }

    /// True for the name of a street beside its number.
    private func isStreet(_ run: Range<Int>) -> Bool {
        let before = run.lowerBound > 0 && words[run.lowerBound - 1].isNumeric
        let after = run.upperBound < words.count && words[run.upperBound].isNumeric
        guard before || after else { return false }
        return run.contains { index in
            let folded = words[index].folded
            return Self.streets.contains(folded) || Self.streetEndings.contains { folded.hasSuffix($0) }
        }
    }

    private static let auxiliaries: Set<String> = [
        "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "having", "to", "can", "will", "would",
        "may", "might", "could", "should", "must", "it", "we", "they", "which", "that", "who",
    ]
    private static let determiners: Set<String> = [
        "the", "a", "an", "its", "their", "his", "her", "our", "your", "my", "this", "these", "those", "that", "to",
        "them", "it", "us", "you",
    ]
    private static let gerundLeaders: Set<String> = ["by", "without", "when", "while", "after", "before", "for"]
    private static let streets: Set<String> = [
        "street", "st", "road", "rd", "avenue", "ave", "lane", "drive", "boulevard", "blvd", "square", "rue", "place",
        "quai", "via", "viale", "piazza", "corso", "calle", "plaza", "paseo", "avenida", "rua", "praça", "ulica", "ul",
        "straße", "strasse", "str", "platz", "allee", "weg", "gasse", "ring", "postfach", "box",
    ]
    private static let streetEndings = [
        "straße", "strasse", "straat", "gatan", "gade", "gata", "katu", "gasse", "platz",
    ]
}
