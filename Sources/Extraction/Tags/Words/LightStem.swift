/// Cuts the endings of inflection, so that forms of one word are recognised; never shown.
enum LightStem {
    /// What a folded word has in common with its other forms.
    static func of(_ word: String, _ language: TextLanguage) -> String {
        if language == .english { return english(word) }
        for ending in endings(language) where word.utf8.count >= ending.utf8.count + shortest && word.hasSuffix(ending)
        {
            return String(word.dropLast(ending.count))
        }
        return word
    }

    private static let shortest = 4

    private static func english(_ word: String) -> String {
        let count = word.utf8.count
        if count > 4, word.hasSuffix("ies") { return String(word.dropLast(3)) + "y" }
        for ending in ["sses", "xes", "ches", "shes"] where count > ending.utf8.count + 1 && word.hasSuffix(ending) {
            return String(word.dropLast(2))
        }
        guard count > 3, word.hasSuffix("s") else { return word }
        for kept in ["ss", "us", "is", "as", "os"] where word.hasSuffix(kept) { return word }
        return String(word.dropLast())
    }

    private static func endings(_ language: TextLanguage) -> [String] {
        switch language {
        case .english: []
        case .german: ["ern", "en", "em", "er", "es", "e", "n", "s"]
        case .french, .spanish, .portuguese: ["es", "s"]
        case .italian: ["i", "e", "o", "a"]
        case .dutch: ["en", "s", "e"]
        case .swedish: ["arna", "erna", "orna", "ens", "ets", "en", "et", "ar", "er", "or", "na", "a", "n"]
        case .danish, .norwegian: ["erne", "ene", "ets", "ens", "en", "et", "er", "ar", "e", "a"]
        case .finnish:
            ["issa", "issä", "ista", "istä", "ien", "jen", "ssa", "ssä", "sta", "stä", "lla", "llä", "n", "t"]
        case .polish: ["ach", "ami", "ego", "emu", "ów", "om", "ie", "ą", "ę", "y", "i", "a", "e", "u"]
        case .czech: ["ách", "ami", "ého", "ému", "ů", "y", "i", "a", "e", "u"]
        case .hungarian: ["okat", "eket", "ban", "ben", "nak", "nek", "ok", "ek", "ak", "k", "t"]
        case .romanian: ["ului", "elor", "ilor", "ul", "le", "ei", "i", "a", "e"]
        case .turkish: ["ların", "lerin", "lar", "ler", "nin", "nın", "da", "de"]
        case .russian, .ukrainian:
            ["ами", "ями", "ого", "ему", "ов", "ах", "ях", "ий", "ый", "ая", "ой", "а", "у", "ы", "и", "е", "я", "ь"]
        case .greek: ["ους", "ων", "ες", "ος", "οι", "ας", "α", "η", "ο"]
        }
    }
}
