/// E-mail addresses, telephone numbers and addresses of the web as pages have them.
public enum ContactDetails {
    /// The e-mail address a word is.
    public static func email(_ text: some StringProtocol) -> String? {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), text.utf8.count <= 254,
            text.allSatisfy({ $0.isLetter || $0.isNumber || "@.-_+&'~".contains($0) }), parts[1].last?.isLetter == true
        else { return nil }
        return String(text)
    }

    /// The telephone number a text is, as written.
    public static func phone(_ text: some StringProtocol) -> String? {
        let digits = text.filter { $0.isASCII && $0.isNumber }.count
        guard (6...15).contains(digits),
            text.allSatisfy({ $0.isASCII && $0.isNumber || "+()/-. \u{A0}–".contains($0) }),
            let first = text.first, first.isNumber || first == "+" || first == "("
        else { return nil }
        return String(text)
    }

    /// The address of the web a word is.
    public static func website(_ text: some StringProtocol) -> String? {
        let lower = text.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("www."),
            text.contains(".") || lower.contains("://")
        else { return nil }
        return String(text)
    }
}

/// Yes and no as forms have them.
public enum Truth {
    /// What a text says; nil where it says neither.
    public static func read(_ text: some StringProtocol) -> Bool? {
        let word = Folding.fold(String(text)).filter { !$0.isWhitespace && $0 != "." }
        if yes.contains(word) { return true }
        return no.contains(word) ? false : nil
    }

    private static let yes: Set<String> = [
        "yes", "y", "true", "ja", "oui", "si", "sim", "tak", "x", "[x]", "(x)", "☑", "☒", "✓", "✔", "✗", "■", "wahr",
        "vrai", "1", "on",
    ]
    private static let no: Set<String> = [
        "no", "n", "false", "nein", "non", "nee", "nao", "nie", "[]", "()", "☐", "□", "falsch", "faux", "0", "off",
    ]
}
