/// Reads dates by a format of C's `strptime` as Python's `datetime.strptime` understands it; names of months in many
/// languages.
struct DateFormat {
    private let format: String

    init(_ format: String) { self.format = format }

    /// The date a whole text is.
    func read(_ text: String) -> CivilDate? {
        var reading = Reading(rest: Folding.fold(text)[...])
        var codes = format[...]
        while let code = codes.popFirst() {
            if code == "%" {
                guard let kind = codes.popFirst(), reading.take(kind) else { return nil }
            } else if code.isWhitespace {
                guard reading.rest.first?.isWhitespace == true else { return nil }
                reading.rest = reading.rest.drop(while: \.isWhitespace)
                codes = codes.drop(while: \.isWhitespace)
            } else {
                for expected in Folding.fold(String(code)) {
                    guard reading.rest.popFirst() == expected else { return nil }
                }
            }
        }
        return reading.rest.isEmpty ? reading.date : nil
    }

    private struct Reading {
        var rest: Substring
        private var year = 1900
        private var month = 1
        private var day = 1
        private var hour: Int?
        private var minute = 0
        private var second = 0
        private var isAfternoon: Bool?

        init(rest: Substring) { self.rest = rest }

        var date: CivilDate? {
            guard var date = CivilDate(year: year, month: month, day: day) else { return nil }
            if var hour {
                if let isAfternoon { hour = hour % 12 + (isAfternoon ? 12 : 0) }
                guard hour < 24, minute < 60, second < 62 else { return nil }
                date.time = [hour, minute, second].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
            }
            return date
        }

        /// Reads what stands for one code; false where it does not.
        mutating func take(_ code: Character) -> Bool {
            switch code {
            case "d", "e": return number(2) { $0.day = $1 }
            case "m": return number(2) { $0.month = $1 }
            case "y": return number(2) { $0.year = $1 < 69 ? 2000 + $1 : 1900 + $1 }
            case "Y": return number(4, exactly: true) { $0.year = $1 }
            case "H", "I": return number(2) { $0.hour = $1 }
            case "M": return number(2) { $0.minute = $1 }
            case "S": return number(2) { $0.second = $1 }
            case "f": return number(6) { _, _ in }
            case "b", "B", "h":
                guard let number = Months.number(word()) else { return false }
                month = number
                return true
            case "a", "A": return !word().isEmpty
            case "p":
                let half = word()
                isAfternoon = half == "pm"
                return half == "am" || half == "pm"
            case "Z": return !word().isEmpty
            case "z":
                rest = rest.drop { "+-:".contains($0) || $0.isNumber || $0 == "z" }
                return true
            case "%": return rest.popFirst() == "%"
            default: return false
            }
        }

        private mutating func number(
            _ most: Int, exactly: Bool = false, _ set: (inout Reading, Int) -> Void
        ) -> Bool {
            let digits = rest.prefix(most).prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits), !exactly || digits.count == most else { return false }
            rest = rest.dropFirst(digits.count)
            set(&self, number)
            return true
        }

        private mutating func word() -> String {
            let letters = rest.prefix(while: \.isLetter)
            rest = rest.dropFirst(letters.count)
            return String(letters)
        }
    }
}
