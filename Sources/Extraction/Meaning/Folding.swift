/// Text as words are compared: lower case, without accents, letters and digits only.
enum Folding {
    /// The words of a text: runs of letters and digits, split where a name in camel case is; `#`, `%` and `№` stand alone.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var current = ""
        var lastWasLower = false
        func flush() {
            if !current.isEmpty { words.append(current) }
            current = ""
        }
        let characters = Array(text)
        for (place, character) in characters.enumerated() {
            if character == "'" || character == "’" {
                // An elision: d'échéance, l'IVA.
                if current.count > 2 { flush() } else { current = "" }
            } else if character == "#" || character == "%" || character == "№" || character == "°" {
                if character == "°", current == "n" { current = "no" }
                flush()
                if character != "°" { words.append(character == "№" ? "#" : String(character)) }
            } else if character == "º", current == "n" {
                current = "no"
                flush()
            } else if character.isLetter || character.isNumber {
                if lastWasLower, character.isUppercase, !isAbbreviation(current, characters[(place + 1)...]) { flush() }
                current += fold(character)
            } else {
                flush()
            }
            lastWasLower = character.isLowercase || character.isNumber
        }
        flush()
        return words
    }

    /// True where two short parts with capitals are one abbreviation, as in `MwSt`.
    private static func isAbbreviation(_ part: String, _ rest: ArraySlice<Character>) -> Bool {
        part.count <= 2 && rest.prefix { $0.isLowercase }.count <= 1
    }

    /// A text in lower case without accents; other characters stay.
    static func fold(_ text: String) -> String {
        var folded = ""
        for character in text { folded += fold(character) }
        return folded
    }

    private static func fold(_ character: Character) -> String {
        if let value = character.asciiValue {
            let isUpper = value >= 0x41 && value <= 0x5A
            return isUpper ? String(UnicodeScalar(value + 0x20)) : String(character)
        }
        let lower = character.lowercased()
        if let known = plain[lower] { return known }
        // Marks that stand apart from their letter.
        return String(String.UnicodeScalarView(lower.unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }))
    }

    private static let plain: [String: String] = {
        let groups = [
            "a": "àáâãåāăąä", "c": "çćčċ", "d": "ďđð", "e": "èéêëēėęě", "g": "ğģġ", "i": "ìíîïīįı", "k": "ķ",
            "l": "łļľĺ", "n": "ñńņň", "o": "òóôõøōőö", "r": "řŕ", "s": "śšşș", "t": "ťţț", "u": "ùúûūůűųü",
            "y": "ýÿ", "z": "źżž", "ss": "ß", "ae": "æ", "oe": "œ",
        ]
        var table: [String: String] = [:]
        for (letter, forms) in groups {
            for form in forms { table[String(form)] = letter }
        }
        return table
    }()
}
