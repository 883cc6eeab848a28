import Model

/// Writes a phrase as a tag: lower case, words joined by hyphens, nothing else.
public enum TagNormalizer {
    /// The tag of a phrase; nil when no letter is left. Normalising a tag changes nothing.
    public static func tag(_ phrase: some StringProtocol) -> String? {
        var tag = String.UnicodeScalarView()
        var hasLetter = false
        var isJoined = false
        for scalar in phrase.lowercased().unicodeScalars {
            guard isKept(scalar, after: tag.last) else {
                isJoined = !isDropped(scalar) || isJoined
                continue
            }
            if isJoined, !tag.isEmpty { tag.append("-") }
            isJoined = false
            tag.append(scalar)
            hasLetter = hasLetter || scalar.properties.isAlphabetic
        }
        guard hasLetter else { return nil }
        return shortened(String(tag))
    }

    /// Tags of phrases in their order, without repetition.
    public static func tags(_ phrases: some Sequence<String>) -> [String] {
        var seen: Set<String> = []
        return phrases.compactMap { tag($0) }.filter { seen.insert($0).inserted }
    }

    private static func isKept(_ scalar: Unicode.Scalar, after last: Unicode.Scalar?) -> Bool {
        if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark: return last != nil
        default: return (scalar == "+" || scalar == "#") && last != nil
        }
    }

    // What stands within a word without dividing it.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "'", "\u{2019}", ".": true
        default:
            scalar.properties.generalCategory == .format
                || scalar.properties.generalCategory == .control
                    && !scalar.properties.isWhitespace
        }
    }

    // Whole words, as many as fit.
    private static func shortened(_ tag: String) -> String? {
        guard tag.count > Limits.tagCharacters else { return tag }
        let cut = tag.prefix(Limits.tagCharacters)
        let whole = cut.lastIndex(of: "-").map { cut[..<$0] } ?? cut
        return self.tag(whole)
    }
}
