import Model

/// What the columns of a table hold, found out row by row.
struct ColumnTypes {
    /// The kinds of values, from the narrowest.
    enum Kind: String, Equatable {
        case empty, boolean, integer, number, date, text
    }

    private var header: [String]?
    private var kinds: [Kind] = []
    private var firstRow: [String]?
    private(set) var rowCount = 0

    /// Takes the next row; only the first may be a header.
    mutating func add(_ row: [String]) {
        rowCount += 1
        guard firstRow != nil else {
            firstRow = row
            return
        }
        while kinds.count < min(row.count, Limits.typedColumns) { kinds.append(.empty) }
        for (index, value) in row.prefix(Limits.typedColumns).enumerated() where kinds[index] != .text {
            kinds[index] = Self.joined(kinds[index], Self.kind(of: value))
        }
    }

    /// True when the first row names the columns: it is text, has no repetition, and the rows below are something else
    /// or its names are filled and short.
    var hasHeader: Bool {
        guard let first = firstRow, rowCount > 1 else { return false }
        let named = first.filter { !$0.isEmpty }
        guard !named.isEmpty, Set(named).count == named.count else { return false }
        let own = first.prefix(Limits.typedColumns).map(Self.kind)
        if own.contains(where: { $0 != .text && $0 != .empty }) { return false }
        let differs = zip(own, kinds).contains { $0 == .text && $1 != .text && $1 != .empty }
        return differs || named.count == first.count && first.allSatisfy { $0.utf8.count <= Limits.headerBytes }
    }

    /// The columns with name and type, as `metadata` shows them.
    var json: JSONValue {
        let hasHeader = hasHeader
        let own = (firstRow ?? []).prefix(Limits.typedColumns)
        let count = max(own.count, kinds.count)
        return .array(
            (0..<count).map { index in
                let first = index < own.count ? own[own.startIndex + index] : ""
                var kind = index < kinds.count ? kinds[index] : .empty
                if !hasHeader { kind = Self.joined(kind, Self.kind(of: first)) }
                let name: JSONValue = hasHeader && !first.isEmpty ? .string(first) : .null
                return ["name": name, "type": .string(kind == .empty ? "empty" : kind.rawValue)]
            })
    }

    private static func joined(_ one: Kind, _ other: Kind) -> Kind {
        if one == other || other == .empty { return one }
        if one == .empty { return other }
        return Set([one, other]) == [.integer, .number] ? .number : .text
    }

    /// The kind of one value.
    static func kind(of value: String) -> Kind {
        let text = Array(value.utf8).trimmed
        guard let first = text.first else { return .empty }
        guard text.count <= Limits.typedValueBytes else { return .text }
        if ASCII.isLetter(first) {
            let word = String(decoding: text, as: UTF8.self).lowercased()
            return ["true", "false", "yes", "no"].contains(word) ? .boolean : .text
        }
        let digits = text.count { ASCII.isDigit($0) }
        guard digits > 0 else { return .text }
        if isDate(text) { return .date }
        let body = first == UInt8(ascii: "-") || first == UInt8(ascii: "+") ? text.dropFirst() : text
        if body.allSatisfy(ASCII.isDigit) {
            // A number with a leading zero is a code: a telephone number, a post code.
            return body.count > 1 && body.first == UInt8(ascii: "0") || body.count > 18 ? .text : .integer
        }
        return isNumber(body) ? .number : .text
    }

    /// Digits with one decimal mark or an exponent, perhaps grouped by thousands.
    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var base = text
        let power = text.lastIndex { $0 | 0x20 == UInt8(ascii: "e") }
        if let power {
            let digits = text[(power + 1)...].drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
            guard !digits.isEmpty, digits.allSatisfy(ASCII.isDigit) else { return false }
            base = text[..<power]
        }
        return isNumber(base, group: UInt8(ascii: ","), decimal: UInt8(ascii: "."), hasPower: power != nil)
            || isNumber(base, group: UInt8(ascii: "."), decimal: UInt8(ascii: ","), hasPower: power != nil)
            || isNumber(base, group: ASCII.space, decimal: UInt8(ascii: ","), hasPower: power != nil)
            || isNumber(base, group: UInt8(ascii: "'"), decimal: UInt8(ascii: "."), hasPower: power != nil)
    }

    private static func isNumber(_ text: ArraySlice<UInt8>, group: UInt8, decimal: UInt8, hasPower: Bool) -> Bool {
        var run = 0
        var groups = 0
        var fraction: Int?
        for byte in text {
            if ASCII.isDigit(byte) {
                if let digits = fraction { fraction = digits + 1 } else { run += 1 }
            } else if byte == decimal, fraction == nil, groups > 0 ? run == 3 : run > 0 {
                fraction = 0
            } else if byte == group, fraction == nil, groups > 0 ? run == 3 : (1...3).contains(run) {
                groups += 1
                run = 0
            } else {
                return false
            }
        }
        if let fraction { return fraction > 0 }
        return groups > 0 ? run == 3 : hasPower && run > 0
    }

    /// A date by its shape, with or without a time: the year first with four digits, or last with four or two.
    private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        let day = text.prefix { $0 != ASCII.space && $0 != UInt8(ascii: "T") }
        guard (6...10).contains(day.count), let mark = day.first(where: { !ASCII.isDigit($0) }),
            "-/.".utf8.contains(mark)
        else { return false }
        var lengths = [0]
        for byte in day {
            if byte == mark {
                lengths.append(0)
            } else if ASCII.isDigit(byte) {
                lengths[lengths.count - 1] += 1
            } else {
                return false
            }
        }
        guard lengths.count == 3 else { return false }
        let isYearFirst = lengths == [4, 2, 2]
        let isYearLast = (1...2).contains(lengths[0]) && (1...2).contains(lengths[1]) && lengths[2] == 4
        guard isYearFirst || isYearLast || lengths == [2, 2, 2] && mark != UInt8(ascii: "-") else { return false }
        let time = text[day.endIndex...].dropFirst()
        return time.allSatisfy { ASCII.isDigit($0) || ":.+-Z APMapm".utf8.contains($0) }
    }
}
