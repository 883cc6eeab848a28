/// The header `Retry-After` as a number of seconds (RFC 9110, section 10.2.3); its other form, a date, is not awaited.
struct RetryAfter: Sendable, Equatable {
    var wait: Duration

    init?(_ text: String) {
        guard let seconds = Int64(text), seconds >= 0 else { return nil }
        wait = .seconds(min(seconds, 1 << 31))
    }
}
