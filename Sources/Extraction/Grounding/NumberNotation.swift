import Model

/// The ways in which documents write a number: `1234.5` is `1.234,50`, `1 234.50` and `1'234.5`.
enum NumberNotation {
    static func all(of value: JSONValue) -> [Notation] {
        guard let (isNegative, whole, fraction) = digits(of: value) else { return [] }
        var notations: [Notation] = []
        for decimals in [max(2, fraction.count), fraction.count, 1, 3, 4] where decimals >= fraction.count {
            let padded = fraction + String(repeating: "0", count: decimals - fraction.count)
            guard !notations.contains(where: { $0.pattern == Array((whole + padded).utf8) }) else { continue }
            notations.append(notation(whole, padded, isNegative, .converted))
        }
        // A share may stand as a percentage.
        if let number = value.number, number > 0, number < 1, let (_, percent, rest) = digits(of: .number(number * 100))
        {
            for decimals in Set([rest.count, 1, 2]) where decimals >= rest.count {
                let padded = rest + String(repeating: "0", count: decimals - rest.count)
                notations.append(notation(percent, padded, false, .scaled))
            }
        }
        return notations
    }

    private static func notation(
        _ whole: String, _ fraction: String, _ isNegative: Bool, _ closeness: Notation.Closeness
    ) -> Notation {
        let plain = fraction.isEmpty ? whole : whole + "." + fraction
        return Notation(pattern: Array((whole + fraction).utf8)) { found in
            guard !Notation.isInsideNumber(found), canMean(found.text, decimals: fraction.count) else { return nil }
            if closeness == .scaled {
                return found.after.trimmingBlanks.first == "%" ? .scaled : nil
            }
            let hasSign = hasMinus(found)
            // A minus may stand for a range or a bullet, a negative amount without one for a credit.
            if hasSign != isNegative { return .within }
            return found.text == plain ? .exact : closeness
        }
    }

    private static func hasMinus(_ found: Notation.FoundText) -> Bool {
        if let sign = found.before.last(where: { !"€$£¥ ".contains($0) }), "-−–".contains(sign) { return true }
        if let sign = found.after.first, "-−".contains(sign), found.after.count == 1 { return true }
        return found.before.last == "(" && found.after.contains(")")
    }

    /// True where the marks between the digits leave so many of them behind the decimal mark.
    static func canMean(_ text: String, decimals: Int) -> Bool {
        let groups = text.split(omittingEmptySubsequences: true) { !$0.isNumber }
        let marks = text.filter { !$0.isNumber }
        guard groups.count > 1 else { return decimals == 0 && marks.isEmpty }
        guard marks.count == groups.count - 1, marks.allSatisfy({ ".,'’ \u{A0}\u{202F}·".contains($0) }) else {
            return false
        }
        let grouped = groups.dropFirst().dropLast(decimals > 0 ? 1 : 0)
        if decimals > 0 {
            guard groups.last?.count == decimals, let mark = marks.last, ".,·'".contains(mark),
                !marks.dropLast().contains(mark)
            else { return false }
        }
        // Groups of three, or of two before the last one as in India.
        let isGrouped =
            grouped.allSatisfy { $0.count == 3 }
            || (grouped.last?.count == 3 && grouped.dropLast().allSatisfy { $0.count == 2 })
        return isGrouped && Set(marks.dropLast(decimals > 0 ? 1 : 0)).count <= 1
    }

    /// The digits before and after the point, without zeros that mean nothing; nil for numbers without an end.
    static func digits(of value: JSONValue) -> (isNegative: Bool, whole: String, fraction: String)? {
        if case .integer(let number) = value { return (number < 0, String(number.magnitude), "") }
        guard let number = value.number, number.isFinite, abs(number) < 1e15 else { return nil }
        let scaled = (abs(number) * 1e6).rounded()
        // Beyond six decimals nobody writes amounts, and sums of binary fractions are not exact.
        guard scaled < 9e15 else { return (number < 0, String(Int64(abs(number))), "") }
        let whole = Int64(scaled) / 1_000_000
        var fraction = String(Int64(scaled) % 1_000_000 + 1_000_000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return (number < 0, String(whole), String(fraction))
    }
}

extension Substring {
    /// Without blanks at the start.
    fileprivate var trimmingBlanks: Substring { drop { $0 == " " || $0 == "\u{A0}" } }
}
