import Model

/// The ways in which a value may be written on a page, each with the check of what was found.
struct Notation {
    /// How close to the value a text is; the closest first.
    enum Closeness: Int, Comparable {
        case exact, folded, converted, scaled, within

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// Letters and digits to look for.
    var pattern: [UInt8]
    /// The closeness of a text that has them; nil for one that means something else.
    var closeness: (_ found: FoundText) -> Closeness?

    /// What stands at a place with the right letters and digits.
    struct FoundText {
        /// From the first to the last of them, words apart by a blank.
        var text: String
        /// What touches the first one in its word.
        var before: Substring
        /// What touches the last one in its word, or the next word where that is a sign alone.
        var after: Substring
    }

    /// The notations of a value, the likeliest first.
    static func all(of value: JSONValue, kind: Field.Kind?) -> [Notation] {
        switch value {
        case .string(let text):
            if case .date? = kind { return DateNotation.all(of: text) + [self.text(text)] }
            // What looks like a date is one, whatever the schema calls it.
            let others = StringFormat.isDate(text) ? DateNotation.all(of: text) : signs(of: text)
            return [self.text(text)] + others
        case .integer, .number: return NumberNotation.all(of: value)
        default: return []
        }
    }

    /// A currency by its sign.
    private static func signs(of code: String) -> [Notation] {
        guard let sign = currencySigns[code] else { return [] }
        return [Notation(pattern: Array(sign.utf8)) { _ in .converted }]
    }

    private static let currencySigns = [
        "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩", "RUB": "₽", "TRY": "₺",
        "ILS": "₪", "UAH": "₴", "VND": "₫", "THB": "฿",
    ]

    private static func text(_ value: String) -> Notation {
        let wanted = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Notation(pattern: WordPieces.bytes(of: value)) { found in
            if isInsideNumber(found) { return .within }
            if let last = found.before.last, last.isLetter || last.isNumber { return .within }
            if let first = found.after.first, first.isLetter || first.isNumber { return .within }
            let shown = String(found.before) + found.text + String(found.after)
            return found.text == wanted || shown == wanted ? .exact : .folded
        }
    }

    /// True where the digits found are a part of a longer number.
    static func isInsideNumber(_ found: FoundText) -> Bool {
        if let mark = found.before.last, found.text.first?.isNumber == true {
            if mark.isNumber { return true }
            if ".,'’".contains(mark), found.before.dropLast().last?.isNumber == true { return true }
        }
        if let mark = found.after.first, found.text.last?.isNumber == true {
            if mark.isNumber { return true }
            if ".,'’".contains(mark), found.after.dropFirst().first?.isNumber == true { return true }
        }
        return false
    }
}
