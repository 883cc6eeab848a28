import Model

/// Dates as documents write them, as RFC 3339 in UTC.
enum DateText {
    /// ISO 8601 with or without a time and an offset, a time without an offset taken as UTC; nil for other forms.
    static func timestamp(_ text: String) -> String? {
        let bytes = Array(text.utf8).trimmed
        let date = String(decoding: bytes.prefix(10), as: UTF8.self)
        var time = bytes.dropFirst(10)
        guard shape(date) == "0000-00-00" else { return nil }
        var clock = "00:00:00"
        if let divider = time.first {
            guard divider == UInt8(ascii: "T") || divider == ASCII.space || divider == UInt8(ascii: "t") else {
                return nil
            }
            time = time.dropFirst()
            let digits = time.prefix { ASCII.isDigit($0) || $0 == UInt8(ascii: ":") }
            clock = String(decoding: digits, as: UTF8.self)
            if shape(clock) == "00:00" { clock += ":00" }
            time = time.dropFirst(digits.count)
            if time.first == UInt8(ascii: ".") { time = time.dropFirst().drop { ASCII.isDigit($0) } }
        }
        guard shape(clock) == "00:00:00", let moment = Timestamp("\(date)T\(clock).000Z"), let offset = offset(time)
        else {
            return nil
        }
        return "\(moment.adding(milliseconds: -offset * 60_000))"
    }

    private static func shape(_ text: String) -> String {
        String(decoding: text.utf8.map { ASCII.isDigit($0) ? UInt8(ascii: "0") : $0 }, as: UTF8.self)
    }

    /// Minutes east of Greenwich.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int64? {
        guard let sign = text.first else { return 0 }
        let digits = text.dropFirst().filter { ASCII.isDigit($0) }
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), digits.count == 4 || digits.count == 2,
            let hours = Int64(String(decoding: digits.prefix(2), as: UTF8.self))
        else { return nil }
        let minutes = hours * 60 + (Int64(String(decoding: digits.dropFirst(2), as: UTF8.self)) ?? 0)
        return sign == UInt8(ascii: "-") ? -minutes : minutes
    }
}
