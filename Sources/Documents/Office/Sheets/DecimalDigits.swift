import Glibc

/// A number as spreadsheets see it: fifteen decimal digits, which is how they round.
struct DecimalDigits {
    private(set) var isNegative: Bool
    /// From 0 to 9; the point stands after `point` of them.
    private(set) var digits: [UInt8]
    private(set) var point: Int

    private static let significant: Int32 = 15

    init(_ number: Double) {
        isNegative = number < 0
        let text = Self.printed(abs(number), "%.*e", Self.significant - 1)
        let parts = text.split(separator: "e")
        digits = parts.first.map { $0.utf8.filter { $0 != 0x2E }.map { $0 &- 0x30 } } ?? [0]
        point = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + 1
        if number == 0 { (digits, point) = ([0], 1) }
    }

    var isZero: Bool { digits.allSatisfy { $0 == 0 } }

    /// Rounds half away from zero to so many digits after the point.
    mutating func round(to decimals: Int) {
        let kept = point + decimals
        guard kept < digits.count else { return }
        guard kept >= 0 else { return (digits, point) = ([0], 1) }
        let roundsUp = digits[kept] >= 5
        digits.removeLast(digits.count - kept)
        if roundsUp { increment() }
        if digits.isEmpty { (digits, point) = ([0], 1) }
    }

    mutating func movePoint(_ places: Int) { point += places }

    private mutating func increment() {
        var index = digits.count - 1
        while index >= 0 {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
            index -= 1
        }
        digits.insert(1, at: 0)
        point += 1
    }

    /// Digits before the point, without leading zeros; empty for numbers below one.
    var whole: [UInt8] {
        guard point > 0 else { return [] }
        let digits = (0..<point).map { $0 < self.digits.count ? self.digits[$0] : 0 }
        return Array(digits.drop { $0 == 0 })
    }

    /// So many digits after the point.
    func fraction(_ count: Int) -> [UInt8] {
        (0..<count).map { index in
            let place = point + index
            return place >= 0 && place < digits.count ? digits[place] : 0
        }
    }

    /// Number of digits after the point without trailing zeros.
    var fractionCount: Int {
        guard let last = digits.lastIndex(where: { $0 != 0 }) else { return 0 }
        return max(0, last + 1 - point)
    }

    /// `printf` of one number with a precision.
    private static func printed(_ number: Double, _ format: String, _ precision: Int32) -> String {
        withVaList([precision, number]) { arguments in
            var buffer = [CChar](repeating: 0, count: 64)
            vsnprintf(&buffer, buffer.count, format, arguments)
            return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
