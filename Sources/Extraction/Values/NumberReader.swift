/// A number as a text has it, with its currency.
public struct Amount: Sendable, Hashable {
    /// The digits without marks, with their sign.
    public var mantissa: Int64
    /// How many of the digits stand behind the decimal mark.
    public var decimals: Int
    /// ISO 4217, where the text has a sign or a code.
    public var currency: String?
    /// True where the text has a percent sign.
    public var isPercentage = false

    public init(mantissa: Int64, decimals: Int, currency: String? = nil) {
        self.mantissa = mantissa
        self.decimals = decimals
        self.currency = currency
    }

    /// The nearest number.
    public var value: Double { Double("\(mantissa)e-\(decimals)") ?? 0 }
}

/// Reads numbers as documents write them.
public struct NumberReader: Sendable {
    /// The mark before decimals, where a number leaves it open; nil for no idea.
    public var decimalMark: Character?

    public init(decimalMark: Character? = nil) { self.decimalMark = decimalMark }

    /// The number a whole text is, such as `1.234,50 €`, `USD 1,234.50-`, `(5.00)`, `1'234.50 CR` or `19 %`.
    public func read(_ text: String) -> Amount? {
        guard text.utf8.count <= 40 else { return nil }
        var rest = Substring(text)
        var isNegative = false
        var currency: String?
        var isPercentage = false
        trim(&rest)
        if rest.first == "(", rest.last == ")" {
            isNegative = true
            rest = rest.dropFirst().dropLast()
        }
        var goesOn = true
        while goesOn {
            trim(&rest)
            goesOn = false
            if let first = rest.first, "-−–+".contains(first) {
                isNegative = isNegative != (first != "+")
                rest.removeFirst()
                goesOn = true
            } else if let last = rest.last, "-−–%*".contains(last) {
                if last == "%" { isPercentage = true } else if last != "*" { isNegative = true }
                rest.removeLast()
                goesOn = true
            } else if let (code, isFront, count) = Currency.affix(rest), currency == nil || currency == code {
                currency = code
                rest = isFront ? rest.dropFirst(count) : rest.dropLast(count)
                goesOn = true
            } else if let (sign, count) = Self.bookkeeping(rest) {
                if sign < 0 { isNegative = true }
                rest = rest.dropLast(count)
                goesOn = true
            }
        }
        guard var amount = digits(rest) else { return nil }
        if isNegative { amount.mantissa = -amount.mantissa }
        amount.currency = currency
        amount.isPercentage = isPercentage
        return amount
    }

    /// The mark that numbers with two decimals use most; nil where none decides.
    public static func decimalMark(of texts: some Sequence<String>) -> Character? {
        var votes: [Character: Int] = [:]
        for text in texts {
            let rest = text.drop { !$0.isNumber }.reversed().drop { !$0.isNumber }.reversed()
            guard rest.count >= 4, rest.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }) else {
                continue
            }
            let mark = rest[rest.index(rest.endIndex, offsetBy: -3)]
            // 12.03.2018 and 1.2.34 are no numbers.
            guard !mark.isNumber, rest.filter({ $0 == mark }).count == 1 else { continue }
            votes[mark, default: 0] += 1
        }
        let (points, commas) = (votes["."] ?? 0, votes[","] ?? 0)
        return points == commas ? nil : points > commas ? "." : ","
    }

    private func trim(_ text: inout Substring) {
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
    }

    private static func bookkeeping(_ text: Substring) -> (sign: Int, count: Int)? {
        let lower = text.suffix(2).lowercased()
        if lower == "cr" { return (-1, 2) }
        if lower == "dr" { return (1, 2) }
        // Statements of accounts in German: S for debit, H for credit.
        if text.count > 2, text.last == "S", text.dropLast().last?.isWhitespace == true { return (-1, 1) }
        if text.count > 2, text.last == "H", text.dropLast().last?.isWhitespace == true { return (1, 1) }
        return nil
    }

    private func digits(_ text: Substring) -> Amount? {
        guard let first = text.first, let last = text.last, first.isASCII, last.isASCII,
            first.isNumber || first == "." || first == ",", last.isNumber
        else { return nil }
        var groups: [String] = [""]
        var marks: [Character] = []
        for character in text {
            if character.isASCII, character.isNumber {
                groups[groups.count - 1].append(character)
            } else if ".,'’ \u{A0}\u{202F}\u{2009}".contains(character) {
                marks.append(character == "’" ? "'" : character.isWhitespace ? " " : character)
                groups.append("")
            } else {
                return nil
            }
        }
        guard let decimals = decimals(groups, marks) else { return nil }
        let all = groups.joined()
        guard !all.isEmpty, all.utf8.count <= 17, let mantissa = Int64(all) else { return nil }
        return Amount(mantissa: mantissa, decimals: decimals)
    }

    /// How many digits stand behind the decimal mark; nil where the marks make no number.
    private func decimals(_ groups: [String], _ marks: [Character]) -> Int? {
        guard let mark = marks.last else { return 0 }
        let end = groups[groups.count - 1].utf8.count
        let isGrouped =
            zip(groups.dropFirst(), marks).allSatisfy { $0.0.utf8.count == 3 }
            && (1...3).contains(groups[0].utf8.count)
        let single = Set(marks).count == 1
        if !single {
            // The last mark is the decimal one; those before it group.
            guard mark == "." || mark == ",", !marks.dropLast().contains(mark), Set(marks.dropLast()).count == 1,
                (1...3).contains(groups[0].utf8.count),
                groups.dropFirst().dropLast().allSatisfy({ $0.utf8.count == 3 || $0.utf8.count == 2 })
            else { return nil }
            return end
        }
        if marks.count > 1 { return isGrouped ? 0 : nil }
        if mark == " " || mark == "'" { return isGrouped ? 0 : nil }
        if isGrouped, groups[0] != "0", decimalMark != mark { return 0 }
        return end
    }
}
