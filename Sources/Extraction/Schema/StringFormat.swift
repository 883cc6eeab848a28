import Model

/// The values of `format` that are checked; any other is an annotation, as JSON Schema has it.
enum StringFormat {
    /// What a text ought to be when it is not of a format; nil when it is, or the format is none that is checked.
    static func problem(of text: String, as format: String) -> String? {
        switch format {
        case "date": isDate(text) ? nil : "a date such as 2018-03-05"
        case "date-time": isDateTime(text) ? nil : "a date with a time such as 2018-03-05T14:30:00Z"
        case "time": isTime(text, needsZone: false) ? nil : "a time such as 14:30:00"
        case "email": isEmail(text) ? nil : "an email address"
        case "uri", "url": isURI(text) ? nil : "an address such as https://example.com/"
        case "uuid": isUUID(text) ? nil : "a UUID"
        default: nil
        }
    }

    /// True for a day of the calendar as `YYYY-MM-DD`.
    static func isDate(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ isDigits($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
        else { return false }
        return (1...CivilDate.days(inMonth: month, of: year)).contains(day)
    }

    /// RFC 3339; without a zone too, since documents seldom state one.
    static func isDateTime(_ text: String) -> Bool {
        guard let mark = text.firstIndex(where: { $0 == "T" || $0 == "t" || $0 == " " }) else { return false }
        return isDate(text[..<mark]) && isTime(text[text.index(after: mark)...], needsZone: false)
    }

    private static func isTime(_ text: some StringProtocol, needsZone: Bool) -> Bool {
        let clock = text.prefix { $0.isASCII && ($0.isNumber || $0 == ":" || $0 == ".") }
        let zone = text.dropFirst(clock.count)
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 2, let hour = number(parts[0], 2), let minute = number(parts[1], 2),
            hour < 24, minute < 60
        else { return false }
        if parts.count == 3 {
            let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
            guard seconds.count <= 2, let second = number(seconds[0], 2), second <= 60,
                seconds.count == 1 || (isDigits(seconds[1]) && !seconds[1].isEmpty)
            else { return false }
        }
        if zone.isEmpty { return !needsZone }
        if zone == "Z" || zone == "z" { return true }
        let offset = zone.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        return "+-".contains(zone.first ?? " ") && offset.count == 2 && number(offset[0], 2) ?? 24 < 24
            && number(offset[1], 2) ?? 60 < 60
    }

    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && !$0.contains { $0.isWhitespace } }
            && parts[1].contains(".") && parts[1].first != "." && parts[1].last != "." && !parts[1].contains("..")
    }

    private static func isURI(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex, text.first?.isLetter == true else {
            return false
        }
        let scheme = text[..<colon]
        return scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
            && text.index(after: colon) < text.endIndex
            && !text.contains { $0.isWhitespace || "<>\"{}|\\^`".contains($0) }
    }

    private static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }

    private static func isDigits(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private static func number(_ text: some StringProtocol, _ digits: Int) -> Int? {
        text.utf8.count == digits && isDigits(text) ? Int(text) : nil
    }
}
