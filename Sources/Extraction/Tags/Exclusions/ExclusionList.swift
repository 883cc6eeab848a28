import Model

/// Reads a list of exclusions as people write it: a term a line, or several with commas; lines that begin with `#` are
/// remarks.
public enum ExclusionList {
    /// Why a list cannot be read, in words that go after `Failed to parse exclusion file:`.
    public struct Problem: Error, Equatable {
        public let details: String
    }

    /// The terms of the lines in their order, each once.
    public static func terms(in lines: some Sequence<some StringProtocol>) throws(Problem) -> [String] {
        var terms: [String] = []
        var seen: Set<String> = []
        for line in lines {
            let line = trimmed(line)
            if line.hasPrefix("#") { continue }
            for part in line.split(separator: ",") {
                let term = unquoted(trimmed(part))
                guard let tag = TagNormalizer.tag(term), seen.insert(tag).inserted else { continue }
                guard term.count <= Limits.exclusionCharacters else {
                    throw Problem(
                        details: "a term has more than \(Limits.exclusionCharacters) characters: "
                            + printable(String(term.prefix(Limits.quotedCharacters))) + "...")
                }
                guard terms.count < Limits.exclusions else {
                    throw Problem(details: "it has more than \(Limits.exclusions) terms")
                }
                terms.append(term)
            }
        }
        return terms
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let blanks: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{FEFF}" }
        var rest = text[...].drop(while: blanks)
        while let last = rest.last, blanks(last) { rest.removeLast() }
        return String(rest)
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count > 1, let first = text.first, text.last == first, first == "\"" || first == "'" else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }
}
