/// A word of a text, as tagging sees it.
struct TextWord: Equatable, Sendable {
    /// As it stands in the text, without possessive endings.
    var text: String
    /// In lower case.
    var folded: String
    /// True where a boundary stands before it: punctuation, a new paragraph, an address that was left out.
    var begins: Bool
    /// True for the first word of a sentence, whose capital says nothing.
    var opensSentence: Bool
    /// True in a title or heading.
    var isHeading = false

    /// True for a number or something like one, such as a date or an invoice number.
    var isNumeric: Bool {
        var digits = 0
        var letters = 0
        for scalar in text.unicodeScalars {
            if scalar.properties.numericType != nil, !scalar.properties.isIdeographic {
                digits += 1
            } else if scalar.properties.isAlphabetic {
                letters += 1
            }
        }
        return letters == 0 || digits > letters || digits > 3
    }

    /// True for a word that begins with a capital.
    var isCapitalised: Bool { text.unicodeScalars.first?.properties.isUppercase ?? false }

    /// True for `PDF` or `iOS`: more than the first letter is a capital.
    var isAcronym: Bool {
        text.unicodeScalars.dropFirst().contains { $0.properties.isUppercase } && text.unicodeScalars.count <= 8
    }
}
