/// Reads dates as documents write them.
public struct DateReader: Sendable {
    /// Which of day and month comes first in dates made of numbers.
    public enum Order: Sendable { case dayFirst, monthFirst }

    /// The order where the numbers leave it open.
    public var order: Order

    public init(order: Order = .dayFirst) { self.order = order }

    /// The date a whole text is, such as `05.03.2018`, `March 5, 2018`, `5 mars 2018` or `2018-03-05 14:30`.
    public func read(_ text: String) -> CivilDate? {
        var parts = Self.parts(text)
        guard parts.count >= 1, parts.count <= 12 else { return nil }
        let time = Self.takeTime(&parts)
        guard var date = numeric(parts) ?? named(parts) else { return nil }
        date.time = time
        return date
    }

    /// What dates of numbers say about the order of day and month; nil where none decides.
    public static func order(of texts: some Sequence<String>) -> Order? {
        var days = 0
        var months = 0
        for text in texts {
            let parts = parts(text)
            guard parts.count == 5, let first = Int(parts[0]), let second = Int(parts[2]), Int(parts[4]) != nil,
                first <= 31, second <= 31, parts[0].utf8.count <= 2
            else { continue }
            if parts[1] == "." { days += 1 }
            if first > 12, second <= 12 { days += 2 }
            if second > 12, first <= 12 { months += 2 }
        }
        return days == months ? nil : days > months ? .dayFirst : .monthFirst
    }

    // Numbers and the marks between them: 05.03.2018, 5/3/18, 2018-03-05, 20180305.
    private func numeric(_ parts: [String]) -> CivilDate? {
        if parts.count == 1, parts[0].utf8.count == 8, let number = Int(parts[0]), number > 19_000_101 {
            return CivilDate(year: number / 10000, month: number / 100 % 100, day: number % 100)
        }
        guard parts.count == 5, let first = Int(parts[0]), let second = Int(parts[2]), let third = Int(parts[4]),
            parts[1] == parts[3], ["-", "/", "."].contains(parts[1])
        else { return nil }
        if parts[0].utf8.count == 4 {
            return parts[4].utf8.count <= 2 ? CivilDate(year: first, month: second, day: third) : nil
        }
        guard parts[0].utf8.count <= 2, parts[2].utf8.count <= 2, let year = Self.year(parts[4]) else { return nil }
        let isMonthFirst = parts[1] != "." && order == .monthFirst && first <= 12 || second > 12
        return isMonthFirst
            ? CivilDate(year: year, month: first, day: second) : CivilDate(year: year, month: second, day: first)
    }

    // A month by its name, and two numbers.
    private func named(_ parts: [String]) -> CivilDate? {
        var month: Int?
        var numbers: [String] = []
        for part in parts {
            if part.first?.isNumber == true {
                numbers.append(part)
            } else if let known = Months.number(part) {
                guard month == nil else { return nil }
                month = known
            } else if ![
                ".", ",", "-", "/", "de", "del", "of", "the", "le", "den", "st", "nd", "rd", "th", "er", "º", "di",
            ]
            .contains(part), !Weekdays.contains(part) {
                return nil
            }
        }
        guard let month, numbers.count == 2 else { return nil }
        if numbers[0].utf8.count == 4, let year = Int(numbers[0]), let day = Int(numbers[1]) {
            return CivilDate(year: year, month: month, day: day)
        }
        guard let day = Int(numbers[0]), numbers[0].utf8.count <= 2, let year = Self.year(numbers[1]) else {
            return nil
        }
        return CivilDate(year: year, month: month, day: day)
    }

    private static func year(_ text: String) -> Int? {
        guard let number = Int(text) else { return nil }
        if text.utf8.count == 4 { return number }
        guard text.utf8.count == 2 else { return nil }
        return number < 70 ? 2000 + number : 1900 + number
    }

    /// Runs of digits, runs of letters, and marks; the kinds of the East are marks too.
    private static func parts(_ text: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var isDigits = false
        for character in Folding.fold(text) {
            let digit = character.isASCII && character.isNumber
            let letter = !digit && character.isLetter && !"年月日".contains(character)
            if digit || letter {
                if !current.isEmpty, digit != isDigits {
                    parts.append(current)
                    current = ""
                }
                current.append(character)
                isDigits = digit
            } else {
                if !current.isEmpty { parts.append(current) }
                current = ""
                if character == "年" || character == "月" { parts.append("-") }
                if !character.isWhitespace, !"年月日".contains(character) {
                    parts.append(character == "–" ? "-" : String(character))
                }
            }
        }
        if !current.isEmpty { parts.append(current) }
        return parts
    }

    /// Takes a time of day off the end: `14:30`, `T14:30:00Z`, `2:30 pm`.
    private static func takeTime(_ parts: inout [String]) -> String? {
        guard let colon = parts.firstIndex(of: ":"), colon >= 2, colon + 1 < parts.count,
            var hour = Int(parts[colon - 1]), let minute = Int(parts[colon + 1]), hour < 24, minute < 60
        else { return nil }
        var second = 0
        if colon + 3 < parts.count, parts[colon + 2] == ":", let number = Int(parts[colon + 3]) { second = number }
        if parts.last == "pm", hour < 12 { hour += 12 }
        if parts.last == "am", hour == 12 { hour = 0 }
        guard second < 60 else { return nil }
        parts.removeSubrange((colon - 1)...)
        while let last = parts.last, ["t", ",", "-", "um", "at", "a", "alle", "om"].contains(last) {
            parts.removeLast()
        }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(hour)):\(two(minute)):\(two(second))"
    }

    private static let weekdays: Set<String> = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri",
        "sat", "sun", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "lundi", "mardi",
        "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miercoles", "jueves", "viernes",
        "lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "maandag", "dinsdag", "woensdag", "donderdag",
        "vrijdag",
    ]

    private enum Weekdays {
        static func contains(_ part: String) -> Bool { weekdays.contains(part) }
    }
}
