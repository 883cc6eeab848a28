import Glibc

/// A date and time as spreadsheets count them: days since 1900 or 1904 (ECMA-376 part 1, 18.17.4).
struct SerialDate {
    let year: Int
    let month: Int
    let day: Int
    /// 0 is Sunday.
    let weekday: Int
    /// Since the beginning of counting; for elapsed times.
    let totalSeconds: Int64
    let hour: Int
    let minute: Int
    let second: Int
    /// As many digits as the format asks for.
    let fraction: Int

    /// The last day of the year 9999.
    private static let mostDays = 2_958_466.0

    /// Nil for numbers that are no dates.
    init?(_ serial: Double, from1904: Bool, fractionDigits: Int) {
        guard serial >= 0, serial < Self.mostDays else { return nil }
        var scale: Int64 = 1
        for _ in 0..<min(6, fractionDigits) { scale *= 10 }
        // Times are rounded to what is shown, so that 11:59:59.9999 is 12:00.
        let ticks = Int64((serial * 86_400 * Double(scale)).rounded())
        let seconds = ticks / scale
        fraction = Int(ticks % scale)
        totalSeconds = seconds
        let days = Int(seconds / 86_400)
        hour = Int(seconds / 3600 % 24)
        minute = Int(seconds / 60 % 60)
        second = Int(seconds % 60)
        if !from1904, days == 60 || days == 0 {
            // 29 February 1900 and 0 January 1900, which never were.
            (year, month, day, weekday) = days == 60 ? (1900, 2, 29, 3) : (1900, 1, 0, 6)
            return
        }
        // Days since 1970-01-01.
        let epochDays = from1904 ? days - 24_107 : days - (days < 60 ? 25_568 : 25_569)
        (year, month, day) = Self.civil(epochDays)
        weekday = ((epochDays % 7) + 11) % 7
    }

    /// The date of a number of days since 1970-01-01.
    private static func civil(_ epochDays: Int) -> (Int, Int, Int) {
        var time = time_t(epochDays) * 86_400
        var parts = tm()
        gmtime_r(&time, &parts)
        return (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
    }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}

extension NumberSection {
    /// What a date becomes.
    func text(_ date: SerialDate) -> String {
        let isHalfDay = tokens.contains { if case .half = $0 { true } else { false } }
        var text = ""
        var isFraction = false
        for token in tokens {
            switch token {
            case .literal(let literal): text += literal
            case .date(let unit, let count, let isElapsed):
                text += isElapsed ? elapsed(unit, count, date) : part(unit, count, date, isHalfDay: isHalfDay)
            case .half(let isShort): text += date.hour < 12 ? (isShort ? "A" : "AM") : (isShort ? "P" : "PM")
            case .point:
                text += "."
                isFraction = secondDigits > 0
            case .digit where isFraction:
                text += Self.padded(date.fraction, secondDigits)
                isFraction = false
            case .slash: text += "/"
            case .comma: text += ","
            default: break
            }
        }
        return text
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private func elapsed(_ unit: Character, _ count: Int, _ date: SerialDate) -> String {
        let seconds = Int(date.totalSeconds)
        return Self.padded(unit == "h" ? seconds / 3600 : unit == "m" ? seconds / 60 : seconds, count)
    }

    private func part(_ unit: Character, _ count: Int, _ date: SerialDate, isHalfDay: Bool) -> String {
        switch unit {
        case "y": return count <= 2 ? Self.padded(date.year % 100, 2) : Self.padded(date.year, 4)
        case "m":
            if count <= 2 { return Self.padded(date.month, count) }
            let name = SerialDate.months[min(11, max(0, date.month - 1))]
            return count == 3 ? String(name.prefix(3)) : count == 5 ? String(name.prefix(1)) : name
        case "d":
            if count <= 2 { return Self.padded(date.day, count) }
            let name = SerialDate.weekdays[date.weekday]
            return count == 3 ? String(name.prefix(3)) : name
        case "h":
            let hour = isHalfDay ? (date.hour + 11) % 12 + 1 : date.hour
            return Self.padded(hour, min(2, count))
        case "i": return Self.padded(date.minute, min(2, count))
        default: return Self.padded(date.second, min(2, count))
        }
    }
}
