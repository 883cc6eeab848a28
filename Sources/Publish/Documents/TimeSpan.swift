/// A length of time in words.
enum TimeSpan {
    /// The two largest units, as in `2 min 5 s`.
    static func words(milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        if seconds < 1 { return "less than a second" }
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        let shown = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
        return shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
