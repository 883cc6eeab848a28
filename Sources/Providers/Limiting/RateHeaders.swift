import Curl
import Model

/// What the headers of an answer say about the room a server has.
struct RateHeaders: Sendable, Equatable {
    /// Wait asked for by an answer that refuses (RFC 9110 section 10.2.3, and milliseconds of some servers).
    var retryAfter: Duration?
    /// Requests left until `reset`, or 0 when it is the tokens that are used up.
    var remaining: Int?
    var reset: Duration?

    init() {}

    /// Reads the headers at a moment of wall-clock time.
    init(_ head: HTTPHead, now: Timestamp) {
        if let milliseconds = head["retry-after-ms"].flatMap(Double.init), (0...1e9).contains(milliseconds) {
            retryAfter = .milliseconds(Int64(milliseconds.rounded(.up)))
        } else {
            retryAfter = head["retry-after"].flatMap { Self.wait($0, now: now) }
        }
        for name in ["tokens", "requests"] {
            guard let left = Self.first(head, of: name, "remaining").flatMap({ Int($0) }), left >= 0,
                let reset = Self.first(head, of: name, "reset").flatMap({ Self.wait($0, now: now) })
            else { continue }
            // Tokens left are no number of requests; none left is.
            if name == "requests" || left == 0 {
                remaining = min(remaining ?? left, left)
                self.reset = max(self.reset ?? .zero, reset)
            }
        }
    }

    private static func first(_ head: HTTPHead, of name: String, _ part: String) -> String? {
        let names = [
            "x-ratelimit-\(part)-\(name)", "anthropic-ratelimit-\(name)-\(part)", "x-ratelimit-\(part)",
            "ratelimit-\(part)",
        ]
        // The names without a kind are of requests.
        return names.prefix(name == "requests" ? 4 : 2).lazy.compactMap { head[$0] }.first
    }

    /// Reads `20`, `1.5`, `1m30.5s`, `250ms`, an HTTP date, an RFC 3339 time or seconds since 1970.
    static func wait(_ text: String, now: Timestamp) -> Duration? {
        if let number = Double(text) {
            guard number >= 0, number < 1e14 else { return nil }
            // A number of this size is a moment, in milliseconds or seconds.
            if number > 1e12 { return until(Timestamp(milliseconds: Int64(number)), now) }
            if number > 1e9 { return until(Timestamp(milliseconds: Int64(number * 1000)), now) }
            return .milliseconds(Int64((number * 1000).rounded(.up)))
        }
        return span(text) ?? moment(text).map { until($0, now) }
    }

    private static func until(_ time: Timestamp, _ now: Timestamp) -> Duration {
        .milliseconds(max(0, time.milliseconds - now.milliseconds))
    }

    /// Numbers with units, as in `1h2m3.5s`.
    private static func span(_ text: String) -> Duration? {
        let units: [String: Double] = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        var rest = Substring(text)
        var milliseconds = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let number = Double(digits), let factor = units[String(unit)] else { return nil }
            milliseconds += number * factor
        }
        return text.isEmpty || milliseconds > 1e12 ? nil : .milliseconds(Int64(milliseconds.rounded(.up)))
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT` or `1994-11-06T08:49:37Z`.
    private static func moment(_ text: String) -> Timestamp? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let words = text.split(separator: " ")
        if words.count == 6, let month = months.firstIndex(of: String(words[2])), words[1].utf8.count == 2 {
            let number = month + 1
            return Timestamp("\(words[3])-\(number < 10 ? "0" : "")\(number)-\(words[1])T\(words[4]).000Z")
        }
        guard text.utf8.count >= 20, text.hasSuffix("Z") else { return nil }
        return Timestamp(text.prefix(19) + ".000Z")
    }
}
