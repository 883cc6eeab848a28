import Model

/// The section `options` of a template: how the text is prepared and how values are written in it.
struct TemplateOptions {
    var removesWhitespace = false
    var removesAccents = false
    var lowercases = false
    /// Currency of the amounts; nil where the template does not say.
    var currency: String?
    /// Formats of `strptime`.
    var dateFormats: [String] = []
    /// Two letters each.
    var languages: [String] = []
    var decimalSeparator: Character = "."
    var replacements: [(pattern: String, text: String)] = []

    init(_ value: JSONValue) throws(TemplateProblem) {
        removesWhitespace = value["remove_whitespace"]?.isYes ?? false
        removesAccents = value["remove_accents"]?.isYes ?? false
        lowercases = value["lowercase"]?.isYes ?? false
        currency = value["currency"]?.string
        dateFormats = value["date_formats"].map(Template.texts) ?? []
        languages = value["languages"].map(Template.texts) ?? []
        if let separator = value["decimal_separator"], !separator.isNull {
            guard let text = separator.string, text.count == 1, let first = text.first else {
                throw TemplateProblem(message: "`options.decimal_separator` is not one character")
            }
            decimalSeparator = first
        }
        replacements = Self.replacements(value["replace"] ?? .null)
    }

    /// A pair of a pattern and its replacement, or a list of pairs.
    static func replacements(_ value: JSONValue) -> [(pattern: String, text: String)] {
        guard let elements = value.array else { return [] }
        if elements.count == 2, let pattern = elements[0].plainText, let text = elements[1].plainText {
            return [(pattern, text)]
        }
        return elements.compactMap { element in
            guard let pair = element.array, pair.count == 2, let pattern = pair[0].plainText else { return nil }
            return (pattern, pair[1].plainText ?? "")
        }
    }

    /// The text as the patterns of the template want it.
    func prepare(_ text: String, _ patterns: TemplatePatterns) throws(TemplateProblem) -> String {
        var text = removesWhitespace ? text.filter { $0 != " " } : text
        if removesAccents { text = Accents.removed(from: text) }
        if lowercases { text = text.lowercased() }
        for (pattern, replacement) in replacements {
            text = try patterns.replace(pattern, with: replacement, in: text)
        }
        return text
    }

    /// A number with the template's mark of decimals; any other notation is tried after that.
    func number(_ text: String) -> Double? {
        let trimmed = text.filter { !$0.isWhitespace && $0 != "'" && $0 != "’" }
        let thousands: Character = decimalSeparator == "." ? "," : "."
        let plain = trimmed.filter { $0 != thousands }.map { $0 == decimalSeparator ? "." : $0 }
        let isPlain = plain.enumerated().allSatisfy { index, character in
            (character.isASCII && character.isNumber) || character == "." || (index == 0 && "+-".contains(character))
        }
        if isPlain, plain.contains(where: \.isNumber), let number = Double(String(plain)) { return number }
        return NumberReader(decimalMark: decimalSeparator).read(text)?.value
    }

    /// A date in one of the template's formats, or in any notation.
    func date(_ text: String) -> CivilDate? {
        let trimmed = String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        for format in dateFormats {
            if let date = DateFormat(format).read(trimmed) { return date }
        }
        let isEnglish = languages.isEmpty || languages.contains("en")
        let isDayFirst = dateFormats.contains { format in
            guard let day = format.range(of: "%d"), let month = format.range(of: "%m") else { return false }
            return day < month
        }
        return DateReader(order: isEnglish && !isDayFirst ? .monthFirst : .dayFirst).read(trimmed)
    }
}

extension String {
    fileprivate func range(of code: String) -> Int? {
        let bytes = Array(utf8)
        let wanted = Array(code.utf8)
        return bytes.indices.first { bytes[$0...].starts(with: wanted) }
    }
}

/// Letters without their accents, as Python's NFKD without combining marks leaves them.
enum Accents {
    static func removed(from text: String) -> String {
        var result = ""
        for character in text {
            if character.isASCII { result.append(character) } else { result += plain(character) }
        }
        return result
    }

    private static func plain(_ character: Character) -> String {
        if let known = compatible[character] { return known }
        // Letters of their own, which nothing is taken off: ß, ø, æ, ł.
        if "ßøæœłđðþıØÆŒŁĐÐÞ".contains(character) || !character.isLetter { return String(character) }
        let folded = Folding.fold(String(character))
        return character.isUppercase ? folded.uppercased() : folded
    }

    private static let compatible: [Character: String] = [
        "\u{A0}": " ", "\u{202F}": " ", "\u{2009}": " ", "…": "...", "№": "No", "²": "2", "³": "3", "¹": "1",
        "º": "o", "ª": "a", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "™": "TM", "½": "1⁄2", "¼": "1⁄4",
    ]
}
