/// IBANs, ISO 13616.
public enum IBAN {
    /// The letters and digits of a text that is an IBAN by its length and its country; the check digits may be wrong.
    public static func read(_ text: some StringProtocol) -> String? {
        let compact: String = text.uppercased().filter { !$0.isWhitespace && $0 != "." && $0 != "-" }
        guard (15...34).contains(compact.count), compact.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }),
            compact.prefix(2).allSatisfy(\.isLetter), compact.dropFirst(2).prefix(2).allSatisfy(\.isNumber),
            lengths[String(compact.prefix(2))] != nil
        else { return nil }
        return compact
    }

    /// True where length and check digits are right.
    public static func isValid(_ compact: String) -> Bool {
        guard lengths[String(compact.prefix(2))] == compact.count else { return false }
        var remainder = 0
        for character in compact.dropFirst(4) + compact.prefix(4) {
            guard let digit = character.isNumber ? character.wholeNumberValue : Self.letter(character) else {
                return false
            }
            remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97
        }
        return remainder == 1
    }

    private static func letter(_ character: Character) -> Int? {
        character.asciiValue.map { Int($0) - 55 }
    }

    private static let lengths = [
        "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
        "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
        "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
        "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
        "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15, "PK": 24, "PL": 28,
        "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24,
        "TR": 26, "UA": 29, "XK": 20,
    ]
}

/// Business identifier codes, ISO 9362.
public enum BIC {
    /// The code a text is, in capitals.
    public static func read(_ text: some StringProtocol) -> String? {
        let compact = String(text.filter { !$0.isWhitespace })
        guard compact.count == 8 || compact.count == 11,
            compact.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) }),
            compact.prefix(6).allSatisfy(\.isLetter)
        else { return nil }
        return compact
    }
}

/// VAT identification numbers of the European Union and its neighbours.
public enum VATID {
    /// The number a text is, without blanks and marks: two letters of the country, then digits by its pattern.
    public static func read(_ text: some StringProtocol) -> String? {
        let compact: String = text.uppercased().filter { !" .-/\u{A0}".contains($0) }
        guard compact.count >= 8, compact.count <= 16,
            compact.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { return nil }
        if compact.hasPrefix("CHE") {
            let digits = compact.dropFirst(3).prefix { $0.isNumber }
            return digits.count == 9 ? compact : nil
        }
        guard let pattern = patterns[String(compact.prefix(2))] else { return nil }
        let rest = compact.dropFirst(2)
        guard pattern.lengths.contains(rest.count), rest.filter(\.isLetter).count <= pattern.letters else { return nil }
        return compact
    }

    private static let patterns: [String: (lengths: [Int], letters: Int)] = [
        "AT": ([9], 1), "BE": ([10], 0), "BG": ([9, 10], 0), "CY": ([9], 1), "CZ": ([8, 9, 10], 0), "DE": ([9], 0),
        "DK": ([8], 0), "EE": ([9], 0), "EL": ([9], 0), "GR": ([9], 0), "ES": ([9], 2), "FI": ([8], 0), "FR": ([11], 2),
        "GB": ([9, 12], 0), "HR": ([11], 0), "HU": ([8], 0), "IE": ([8, 9], 3), "IT": ([11], 0), "LT": ([9, 12], 0),
        "LU": ([8], 0), "LV": ([11], 0), "MT": ([8], 0), "NL": ([12], 1), "NO": ([9, 12], 3), "PL": ([10], 0),
        "PT": ([9], 0), "RO": ([8, 9, 10], 0), "SE": ([12], 0), "SI": ([8], 0), "SK": ([10], 0), "XI": ([9, 12], 0),
    ]
}
