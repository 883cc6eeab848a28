/// One section of a number format, such as the one for negative numbers.
struct NumberSection {
    /// A number the section is for.
    struct Condition {
        let sign: String
        let bound: Double

        func holds(_ number: Double) -> Bool {
            switch sign {
            case "<": number < bound
            case "<=": number <= bound
            case ">": number > bound
            case ">=": number >= bound
            case "<>": number != bound
            default: number == bound
            }
        }
    }

    /// What a section is made of.
    enum Token: Equatable {
        case literal(String)
        /// `0`, `#` or `?`.
        case digit(Character)
        case point
        case comma
        case percent
        case exponent(plus: Bool)
        case slash
        case general
        case text
        /// A run of one letter of a date, such as `yyyy`; elapsed times stand in brackets.
        case date(Character, count: Int, isElapsed: Bool)
        /// `AM/PM` or `A/P`.
        case half(isShort: Bool)
    }

    private(set) var tokens: [Token] = []
    private(set) var condition: Condition?
    private(set) var isDate = false
    /// Digits of fractions of a second.
    private(set) var secondDigits = 0

    var isGeneral: Bool { tokens.contains(.general) || tokens.isEmpty && condition != nil }

    private static let lengthLimit = 1000

    init(_ code: [Character]) {
        var index = 0
        let code = Array(code.prefix(Self.lengthLimit))
        while index < code.count {
            let used = scan(code, index)
            index += max(1, used)
        }
        finishDate()
    }

    /// Divides a format code at its semicolons.
    static func split(_ code: String) -> [[Character]] {
        var sections: [[Character]] = [[]]
        var isQuoted = false
        var isEscaped = false
        for character in code {
            if character == ";", !isQuoted, !isEscaped {
                sections.append([])
                continue
            }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = character == "\\" && !isEscaped && !isQuoted
            sections[sections.count - 1].append(character)
        }
        return sections
    }

    /// Reads the token at a place; returns how many characters it took.
    private mutating func scan(_ code: [Character], _ index: Int) -> Int {
        let character = code[index]
        switch character {
        case "\"":
            let inside = code[(index + 1)...].prefix { $0 != "\"" }
            append(String(inside))
            return inside.count + 2
        case "\\":
            if index + 1 < code.count { append(String(code[index + 1])) }
            return 2
        // A blank as wide as the next character, or the next one as often as it fits.
        case "_":
            append(" ")
            return 2
        case "*": return 2
        case "[": return scanBrackets(code, index)
        case "0", "#", "?": tokens.append(.digit(character))
        case ".": tokens.append(.point)
        case ",": tokens.append(.comma)
        case "%": tokens.append(.percent)
        case "/": tokens.append(.slash)
        case "@": tokens.append(.text)
        default: return scanLetter(code, index)
        }
        return 1
    }

    private mutating func scanLetter(_ code: [Character], _ index: Int) -> Int {
        func follows(_ word: String) -> Bool {
            String(code[index...].prefix(word.count)).lowercased() == word
        }
        let letter = Character(code[index].lowercased())
        if follows("general") {
            tokens.append(.general)
            return 7
        }
        if follows("am/pm") {
            tokens.append(.half(isShort: false))
            return 5
        }
        if follows("a/p") {
            tokens.append(.half(isShort: true))
            return 3
        }
        if follows("e+") || follows("e-") {
            tokens.append(.exponent(plus: follows("e+")))
            return 2
        }
        if "ymdhs".contains(letter) {
            let count = code[index...].prefix { Character($0.lowercased()) == letter }.count
            tokens.append(.date(letter, count: count, isElapsed: false))
            return count
        }
        append(String(code[index]))
        return 1
    }

    private mutating func scanBrackets(_ code: [Character], _ index: Int) -> Int {
        let inside = String(code[(index + 1)...].prefix { $0 != "]" })
        let lower = inside.lowercased()
        if lower.hasPrefix("$") {
            // `[$€-407]`: a currency and a locale.
            append(String(inside.dropFirst().prefix { $0 != "-" }))
        } else if let first = lower.first, "<>=".contains(first) {
            let sign = String(lower.prefix { "<>=".contains($0) })
            if let bound = Double(lower.dropFirst(sign.count)) { condition = Condition(sign: sign, bound: bound) }
        } else if let first = lower.first, "hms".contains(first), lower.allSatisfy({ $0 == first }) {
            tokens.append(.date(first, count: lower.count, isElapsed: true))
        }
        return inside.count + 2
    }

    private mutating func append(_ text: String) {
        guard !text.isEmpty else { return }
        if case .literal(let before) = tokens.last {
            tokens[tokens.count - 1] = .literal(before + text)
        } else {
            tokens.append(.literal(text))
        }
    }

    /// Tells months from minutes and finds the digits of fractions of a second.
    private mutating func finishDate() {
        isDate = tokens.contains { if case .date = $0 { true } else { false } }
        guard isDate else { return }
        var lastUnit: Character?
        for index in tokens.indices {
            guard case .date(let unit, let count, let isElapsed) = tokens[index] else { continue }
            if unit == "m", !isElapsed, count <= 2, lastUnit == "h" || nextUnit(after: index) == "s" {
                tokens[index] = .date("i", count: count, isElapsed: false)
            }
            lastUnit = unit
        }
        for index in tokens.indices.dropLast() where tokens[index] == .point {
            secondDigits = max(secondDigits, tokens[(index + 1)...].prefix { $0 == .digit("0") }.count)
        }
        secondDigits = min(secondDigits, 6)
    }

    private func nextUnit(after index: Int) -> Character? {
        for token in tokens[(index + 1)...] {
            if case .date(let unit, _, _) = token { return unit }
        }
        return nil
    }
}
