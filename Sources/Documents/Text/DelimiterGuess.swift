import Model

/// Finds what divides the fields of a table: the mark that divides its rows into equally many.
enum DelimiterGuess {
    private static let candidates = Array(",;\t|".utf8)

    /// The delimiter of the rows of a sample; a comma when there is none.
    static func delimiter(of sample: [UInt8]) -> UInt8 {
        var best = (mark: UInt8(ascii: ","), score: 0.0)
        for mark in candidates {
            let score = score(of: mark, in: sample)
            if score > best.score { best = (mark, score) }
        }
        return best.mark
    }

    /// The share of rows with the usual number of fields, more for more fields; 0 for one field.
    private static func score(of mark: UInt8, in sample: [UInt8]) -> Double {
        let counts = fieldCounts(of: mark, in: sample)
        var frequencies: [Int: Int] = [:]
        for count in counts { frequencies[count, default: 0] += 1 }
        // Of two numbers that are as frequent the larger one, lest titles above the table decide.
        guard let usual = frequencies.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), usual.key > 1 else {
            let divided = counts.filter { $0 > 1 }.count
            return counts.isEmpty ? 0 : 0.1 * Double(divided) / Double(counts.count)
        }
        let share = Double(usual.value) / Double(counts.count)
        return share + 0.01 * Double(min(usual.key, 20))
    }

    /// Fields of each row, which ends at a line end outside of quotes.
    private static func fieldCounts(of mark: UInt8, in sample: [UInt8]) -> [Int] {
        var counts: [Int] = []
        var fields = 1
        var isQuoted = false
        var isAtFieldStart = true
        var isEmpty = true
        for byte in sample {
            if byte == ASCII.quote, isQuoted || isAtFieldStart {
                isQuoted.toggle()
            } else if !isQuoted, byte == mark {
                fields += 1
                isAtFieldStart = true
                isEmpty = false
                continue
            } else if !isQuoted, byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
                if !isEmpty { counts.append(fields) }
                if counts.count == Limits.delimiterRows { return counts }
                (fields, isAtFieldStart, isEmpty) = (1, true, true)
                continue
            }
            isAtFieldStart = isAtFieldStart && ASCII.isBlank(byte)
            isEmpty = false
        }
        if !isEmpty { counts.append(fields) }
        return counts
    }
}
