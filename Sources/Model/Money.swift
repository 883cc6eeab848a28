/// An amount of money, exact to a millionth of its unit; the currency is that of the price table.
public struct Money: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var microUnits: Int64

    public init(microUnits: Int64) {
        self.microUnits = microUnits
    }

    public static let zero = Money(microUnits: 0)

    /// Reads `12`, `0.15` or `0.000001`; nil for anything else, for more than six places and for what does not fit.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let places = parts.count == 2 ? parts[1] : ""
        let isNumber = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard isNumber, places.utf8.count <= 6, let whole = Int64(parts[0]) else { return nil }
        let padded = places + String(repeating: "0", count: 6 - places.utf8.count)
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: 1_000_000)
        let (sum, carry) = scaled.addingReportingOverflow(Int64(padded) ?? 0)
        guard !overflow, !carry else { return nil }
        microUnits = sum
    }

    /// Reads a number or text of a settings file.
    public init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self.init(text)
        case .integer(let number): self.init(String(number))
        // The shortest text that gives the same number is what was written.
        case .number(let number) where number >= 0.000_1 || number == 0: self.init("\(number)")
        case .number(let number) where number > 0 && number * 1e6 == (number * 1e6).rounded():
            self.init(microUnits: Int64(number * 1e6))
        default: return nil
        }
    }

    /// As in `0.15` or `0.000015`: at least two places, no more than needed.
    public var description: String {
        let size = microUnits.magnitude
        var places = String(size % 1_000_000)
        places = String(repeating: "0", count: 6 - places.utf8.count) + places
        while places.utf8.count > 2, places.last == "0" { places.removeLast() }
        return (microUnits < 0 ? "-" : "") + "\(size / 1_000_000).\(places)"
    }

    public static func < (left: Money, right: Money) -> Bool { left.microUnits < right.microUnits }

    /// The sum, or the largest amount there is.
    public static func + (left: Money, right: Money) -> Money {
        let (sum, overflow) = left.microUnits.addingReportingOverflow(right.microUnits)
        return Money(microUnits: overflow ? (right.microUnits > 0 ? .max : .min) : sum)
    }

    public static func += (left: inout Money, right: Money) { left = left + right }
}
