import Model

/// Sizes, durations and modes as people write them.
enum Quantity {
    private static let sizeUnits: [(String, Int64)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
        ("kB", 1000), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
    ]
    private static let durationUnits: [(String, Duration)] = [
        ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)), ("h", .seconds(3600)),
        ("d", .seconds(86_400)),
    ]

    /// Bytes of `512KiB`, `1.5GB` or a plain number; nil for anything else.
    static func size(_ value: JSONValue) -> Int64? {
        if case .integer(let bytes) = value { return bytes >= 0 ? bytes : nil }
        guard let text = value.string, let (number, unit) = split(text),
            let factor = sizeUnits.first(where: { $0.0 == unit })?.1
        else { return nil }
        let bytes = number * Double(factor)
        // Beyond 2^53 a number of bytes is no longer exact, and no file system is that large.
        return bytes <= 0x1p53 ? Int64(bytes) : nil
    }

    /// The time of `500ms`, `10s`, `30m`, `24h` or `30d`; nil for anything else, a number without a unit included.
    static func duration(_ value: JSONValue) -> Duration? {
        if value == .integer(0) { return .zero }
        guard let text = value.string, let (number, unit) = split(text),
            let factor = durationUnits.first(where: { $0.0 == unit })?.1
        else { return nil }
        let milliseconds = number * (factor / .milliseconds(1))
        return milliseconds <= 0x1p53 ? .milliseconds(Int64(milliseconds)) : nil
    }

    /// The bits of a mode as in chmod(1), written in quotes: `"0640"`, `"2750"`.
    static func mode(_ value: JSONValue) -> UInt32? {
        guard let text = value.string, (3...4).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x37).contains($0) })
        else { return nil }
        return UInt32(text, radix: 8)
    }

    /// Minutes after midnight of `18:00`; nil for anything else.
    static func timeOfDay(_ value: JSONValue) -> Int? {
        guard let parts = value.string?.split(separator: ":", omittingEmptySubsequences: false), parts.count == 2,
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// A duration in the largest unit that divides it, as `duration` reads it.
    static func text(_ duration: Duration) -> String {
        for (name, unit) in durationUnits.reversed() {
            let count = duration / unit
            if count >= 1, count == count.rounded() { return "\(Int64(count))\(name)" }
        }
        return "0s"
    }

    /// A number without sign and the unit behind it; a blank between them is fine.
    private static func split(_ text: String) -> (number: Double, unit: String)? {
        let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        let unit = text[digits.endIndex...].drop { $0 == " " }
        guard digits.first?.isNumber == true, let number = Double(digits), number.isFinite else { return nil }
        return (number, String(unit))
    }
}
