/// A size as people write it in a table: `1.2MB`, `1,2 MB`, `340 KiB`, `5120`.
///
/// Nobody says whether a kilobyte is 1000 or 1024 bytes, and all round: it is compared generously.
public struct FileSizeText: Sendable, Equatable {
    private let lowest: Double
    private let highest: Double

    /// Reads a text; nil when it is no size.
    public init?(_ text: String) {
        let compact = text.lowercased().filter { !$0.isWhitespace }
        let digits = compact.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
        let word = compact.dropFirst(digits.count)
        guard let number = Double(digits.map { $0 == "," ? "." : String($0) }.joined()), number >= 0,
            let power = Self.powers[String(word)]
        else { return nil }
        let decimals = digits.split(whereSeparator: { $0 == "." || $0 == "," }).dropFirst().first?.count ?? 0
        // The last digit is rounded, up or down; a plain number of bytes is exact.
        let step = power == 0 ? 0 : (0..<min(decimals, 9)).reduce(1.0) { value, _ in value / 10 }
        lowest = max(0, number - step) * Self.power(1000, power)
        highest = (number + step) * Self.power(1024, power)
    }

    /// True when a file of so many bytes may be meant.
    public func isNear(_ bytes: Int64) -> Bool { (lowest...highest).contains(Double(bytes)) }

    private static let powers: [String: Int] = [
        "": 0, "b": 0, "byte": 0, "bytes": 0, "k": 1, "kb": 1, "kib": 1, "m": 2, "mb": 2, "mib": 2, "g": 3, "gb": 3,
        "gib": 3, "t": 4, "tb": 4, "tib": 4,
    ]

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}
