import Model

/// Makes one answer of those to the parts of a document.
enum ReplyMerger {
    /// The first value that is not null; lists one after another, without the rows that parts have in common.
    static func merged(_ parts: [JSONValue]) -> JSONValue {
        parts.dropFirst().reduce(parts.first ?? .null, joined)
    }

    private static func joined(_ first: JSONValue, _ second: JSONValue) -> JSONValue {
        switch (first, second) {
        case (.null, _): return second
        case (.object(var object), .object(let other)):
            for (name, value) in other.members { object[name] = object[name].map { joined($0, value) } ?? value }
            return .object(object)
        case (.array(let rows), .array(let others)):
            let common = overlap(rows, others)
            var result = Array(rows.dropLast(common))
            // Where a row was cut, one of the two has more of it.
            for (one, other) in zip(rows.suffix(common), others.prefix(common)) { result.append(joined(one, other)) }
            return .array(result + others.dropFirst(common))
        default: return first
        }
    }

    /// How many rows at the end of one list begin the next one.
    private static func overlap(_ rows: [JSONValue], _ others: [JSONValue]) -> Int {
        var count = min(rows.count, others.count, Limits.mergedRows)
        while count > 0 {
            if zip(rows.suffix(count), others.prefix(count)).allSatisfy(isSame) { return count }
            count -= 1
        }
        return 0
    }

    /// True for two readings of one row: no value contradicts, and one at least is there twice.
    private static func isSame(_ one: JSONValue, _ other: JSONValue) -> Bool {
        guard case .object(let left) = one, case .object(let right) = other else { return one == other && !one.isNull }
        var alike = 0
        for (name, value) in left.members {
            guard let twin = right[name], !twin.isNull, !value.isNull else { continue }
            guard isEqual(value, twin) else { return false }
            alike += 1
        }
        return alike > 0
    }

    private static func isEqual(_ one: JSONValue, _ other: JSONValue) -> Bool {
        if let left = one.number, let right = other.number { return left == right }
        if let left = one.string, let right = other.string {
            return WordPieces.bytes(of: left) == WordPieces.bytes(of: right)
        }
        return one == other
    }
}

extension Limits {
    /// Rows at the end of a part that may begin the next one.
    static let mergedRows = 200
}
