/// What words mean in labels and names of fields, over languages: each word belongs to a class such as `invoice`.
///
/// Compounds are taken apart (`Rechnungsnummer` is invoice and number), endings are tried off, and a word that belongs
/// to no class is its own.
enum Lexicon {
    /// A word of a text with its class.
    struct Term: Sendable, Equatable {
        var name: String
        /// False for a word of no class.
        var isKnown: Bool
    }

    /// The classes of the words of a text, in its order, without fillers.
    static func terms(_ text: String) -> [Term] { terms(of: Folding.words(text)) }

    /// The classes of folded words, without fillers.
    static func terms(of words: [String]) -> [Term] {
        placed(words).map(\.term)
    }

    /// The same, each with the words it is made of.
    static func placed(_ words: [String]) -> [(term: Term, words: Range<Int>)] {
        var terms: [(term: Term, words: Range<Int>)] = []
        var index = 0
        while index < words.count {
            if let (name, count) = phrase(words[index...]) {
                terms.append((Term(name: name, isKnown: true), index..<index + count))
                index += count
                continue
            }
            if !fillers.contains(words[index]) {
                terms += self.terms(ofWord: words[index]).map { ($0, index..<index + 1) }
            }
            index += 1
        }
        return terms
    }

    /// The key of a set of classes: the same for any order of the words.
    static func key(_ terms: [Term]) -> String { Set(terms.map(\.name)).sorted().joined(separator: " ") }

    /// The key of a text.
    static func key(_ text: String) -> String { key(terms(text)) }

    private static func phrase(_ words: ArraySlice<String>) -> (String, Int)? {
        guard let first = words.first, let lengths = phraseLengths[first] else { return nil }
        for length in lengths where length <= words.count {
            if let name = classes[words.prefix(length).joined(separator: "_")] { return (name, length) }
        }
        return nil
    }

    private static func terms(ofWord word: String) -> [Term] {
        if let name = single(word) { return [Term(name: name, isKnown: true)] }
        if let parts = compound(word, depth: 0) { return parts.map { Term(name: $0, isKnown: true) } }
        // Handelsrechnung, Schlussrechnung: an invoice all the same.
        if word.hasSuffix("rechnung") { return [Term(name: "invoice", isKnown: true)] }
        return [Term(name: stem(word), isKnown: false)]
    }

    private static func single(_ word: String) -> String? {
        if let name = classes[word] { return name }
        guard word.count > 4 else { return nil }
        for ending in ["s", "n", "e", "es", "en", "er"] where word.hasSuffix(ending) && word.count - ending.count >= 4 {
            if let name = classes[String(word.dropLast(ending.count))] { return name }
        }
        return nil
    }

    /// A word made of two or three known ones, with `s`, `n` and `en` between them.
    private static func compound(_ word: String, depth: Int) -> [String]? {
        guard word.utf8.count >= 5, word.utf8.count <= 40, depth < 3 else { return nil }
        let letters = Array(word)
        for cut in stride(from: letters.count - 2, through: 2, by: -1) {
            let head = String(letters[..<cut])
            guard let first = classes[head] ?? linked(head) else { continue }
            let rest = String(letters[cut...])
            if rest.count >= 3 || shortTails.contains(rest), let second = single(rest) { return [first, second] }
            if let more = compound(rest, depth: depth + 1) { return [first] + more }
        }
        return nil
    }

    private static func linked(_ head: String) -> String? {
        for link in ["s", "en", "n", "es"] where head.hasSuffix(link) && head.utf8.count - link.utf8.count >= 3 {
            if let name = classes[String(head.dropLast(link.count))] { return name }
        }
        return nil
    }

    private static func stem(_ word: String) -> String {
        guard word.utf8.count > 4, word.hasSuffix("s"), !word.hasSuffix("ss") else { return word }
        return String(word.dropLast())
    }

    private static let shortTails: Set<String> = ["nr", "id", "no"]

    /// Class of each form.
    private static let classes: [String: String] = {
        var classes: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = String(parts[0])
            classes[name] = name
            for form in parts[1].split(separator: " ") where !form.hasSuffix("_") && classes[String(form)] == nil {
                classes[String(form)] = name
            }
        }
        return classes
    }()

    /// How many words forms that begin with a word have, longest first; only forms of several words.
    private static let phraseLengths: [String: [Int]] = {
        var lengths: [String: Set<Int>] = [:]
        for form in classes.keys where form.contains("_") {
            let words = form.split(separator: "_")
            lengths[String(words[0]), default: []].insert(words.count)
        }
        return lengths.mapValues { $0.sorted(by: >) }
    }()
}
