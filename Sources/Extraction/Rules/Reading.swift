import Model

/// A value read at a place.
struct Reading: Sendable, Equatable {
    var value: JSONValue
    /// The value as the page has it.
    var text: String
    var line: Int
    var words: Range<Int>
    /// From 0 to 1: how much the text looks like such a value.
    var quality: Double
    /// The number, for values that are one.
    var amount: Amount?
    /// Where the value goes on.
    var more: [Place] = []

    /// Words of a line.
    struct Place: Sendable, Equatable {
        var line: Int
        var words: Range<Int>
    }
}

/// Reads values of one form out of lines.
struct FormReader: Sendable {
    let form: Wanted.Form
    let kind: Field.Kind
    let body: TextBody

    init(_ wanted: Wanted, _ body: TextBody) {
        form = wanted.form
        kind = wanted.field.kind
        self.body = body
    }

    /// True for a form that may be any text, so that its place alone decides.
    var isFree: Bool {
        switch form {
        case .name, .address, .text: true
        default: false
        }
    }

    /// The values in a range of words, from left to right, without overlaps.
    func readings(line: Int, _ range: Range<Int>) -> [Reading] {
        if isFree { return free(line: line, range).map { [$0] } ?? [] }
        var readings: [Reading] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if let reading = reading(line: line, index..<range.upperBound) {
                readings.append(reading)
                index = reading.words.upperBound
            } else {
                index += 1
            }
        }
        return readings
    }

    /// The longest value that begins with the first word of a range.
    private func reading(line: Int, _ range: Range<Int>) -> Reading? {
        let limit = min(range.count, Limits.ruleValueWords)
        for count in stride(from: limit, through: 1, by: -1) {
            let words = range.lowerBound..<range.lowerBound + count
            guard count == 1 || isTight(line, words) else { continue }
            let text = Self.trimmed(body.lines[line].text(words))
            guard !text.isEmpty, let (value, quality, amount) = value(text, words: count) else { continue }
            return Reading(value: value, text: text, line: line, words: words, quality: quality, amount: amount)
        }
        return nil
    }

    /// True where no wide gap parts the words.
    private func isTight(_ line: Int, _ range: Range<Int>) -> Bool {
        let line = body.lines[line]
        return line.cell(of: range.lowerBound) == line.cell(of: range.upperBound - 1)
    }

    private func free(line: Int, _ range: Range<Int>) -> Reading? {
        let text = Self.trimmed(body.lines[line].text(range), alsoColons: true)
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
        return Reading(value: .string(text), text: text, line: line, words: range, quality: 1)
    }

    /// A text without the marks that stand around values.
    static func trimmed(_ text: String, alsoColons: Bool = false) -> String {
        var rest = Substring(text)
        while let first = rest.first, first.isWhitespace || ":;,=".contains(first) { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace || ";,:".contains(last) { rest.removeLast() }
        if alsoColons { while let first = rest.first, "-–•●|".contains(first) { rest.removeFirst() } }
        return String(rest.drop(while: \.isWhitespace))
    }
}
