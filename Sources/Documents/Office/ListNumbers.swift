/// Numbers of list entries as office programs show them (ECMA-376 part 1, 17.18.59).
enum ListNumbers {
    /// How a number is written.
    enum Form: Equatable {
        case decimal, decimalWithZero, lowerLetter, upperLetter, lowerRoman, upperRoman, bullet, none

        /// The form of the name WordprocessingML uses.
        init(word name: String) {
            switch name {
            case "bullet": self = .bullet
            case "none": self = .none
            case "lowerLetter": self = .lowerLetter
            case "upperLetter": self = .upperLetter
            case "lowerRoman": self = .lowerRoman
            case "upperRoman": self = .upperRoman
            case "decimalZero": self = .decimalWithZero
            default: self = .decimal
            }
        }

        /// The form of the first number as OpenDocument and XSLT write it.
        init(sample: String) {
            switch sample {
            case "": self = .none
            case "a": self = .lowerLetter
            case "A": self = .upperLetter
            case "i": self = .lowerRoman
            case "I": self = .upperRoman
            case "01": self = .decimalWithZero
            default: self = .decimal
            }
        }
    }

    private static let most = 100_000

    static func text(_ number: Int, _ form: Form) -> String {
        switch form {
        case .bullet, .none: ""
        case .decimal: String(number)
        case .decimalWithZero: number < 10 && number >= 0 ? "0\(number)" : String(number)
        case .lowerLetter: letters(number)
        case .upperLetter: letters(number).uppercased()
        case .lowerRoman: roman(number)
        case .upperRoman: roman(number).uppercased()
        }
    }

    /// `a` to `z`, then `aa`, `bb` and so on.
    private static func letters(_ number: Int) -> String {
        guard (1...most).contains(number), let letter = UnicodeScalar(UInt32(97 + (number - 1) % 26)) else {
            return String(number)
        }
        return String(repeating: Character(letter), count: min(10, (number - 1) / 26 + 1))
    }

    private static func roman(_ number: Int) -> String {
        guard (1..<4000).contains(number) else { return String(number) }
        let signs = [
            (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
            (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ]
        var rest = number
        var text = ""
        for (value, sign) in signs {
            while rest >= value {
                text += sign
                rest -= value
            }
        }
        return text
    }
}
