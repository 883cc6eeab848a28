import Model

/// A language whose function words are known, so that phrases can be told from what joins them.
enum TextLanguage: String, CaseIterable, Sendable {
    case english = "en"
    case german = "de"
    case french = "fr"
    case spanish = "es"
    case italian = "it"
    case dutch = "nl"
    case portuguese = "pt"
    case swedish = "sv"
    case danish = "da"
    case norwegian = "no"
    case finnish = "fi"
    case polish = "pl"
    case czech = "cs"
    case hungarian = "hu"
    case romanian = "ro"
    case turkish = "tr"
    case russian = "ru"
    case ukrainian = "uk"
    case greek = "el"

    /// The language most of whose function words are among the words; English where none stands out.
    static func detect(in words: [TextWord]) -> TextLanguage {
        var hits = [Int](repeating: 0, count: allCases.count)
        for word in words.prefix(Limits.languageSampleWords) {
            for (index, language) in allCases.enumerated() where FunctionWords.core(language).contains(word.folded) {
                hits[index] += 1
            }
        }
        let best = hits.indices.max { hits[$0] < hits[$1] } ?? 0
        return hits[best] == 0 ? .english : allCases[best]
    }

    /// True where nouns begin with a capital.
    var capitalisesNouns: Bool { self == .german }

    /// Words that join two nouns to one term: `gestion de projet`.
    var links: Set<String> {
        switch self {
        case .french: ["de", "du", "des", "d"]
        case .spanish: ["de", "del"]
        case .portuguese: ["de", "do", "da", "dos", "das"]
        case .italian: ["di", "del", "della", "dei", "delle", "degli", "d"]
        case .romanian: ["de"]
        default: []
        }
    }
}
