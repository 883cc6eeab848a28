import Model
import YAML

/// Builds a JSON value from YAML events: one document of plain data, the core schema of YAML 1.2 (section 10.3.2).
///
/// Anchors, aliases, tags, merge keys and keys that are not text are refused, so that nothing expands.
struct YAMLValue: ~Copyable {
    private var events: YAMLEvents

    /// Reads a text.
    static func parse(_ text: [UInt8]) throws(YAMLError) -> JSONValue {
        guard String(validating: text, as: UTF8.self) != nil else {
            throw YAMLError(message: "the text is not UTF-8", place: YAMLPlace(line: 1, column: 1))
        }
        var reader = YAMLValue(events: YAMLEvents(text))
        return try reader.document()
    }

    private init(events: consuming YAMLEvents) { self.events = events }

    private mutating func document() throws(YAMLError) -> JSONValue {
        _ = try events.next()
        let start = try events.next()
        if start.kind == .streamEnd { return .null }
        let value = try value(try events.next(), depth: 0)
        _ = try events.next()
        let end = try events.next()
        guard end.kind == .streamEnd else { throw error("a second document starts", end) }
        return value
    }

    private mutating func value(_ event: YAMLEvent, depth: Int) throws(YAMLError) -> JSONValue {
        if event.kind == .alias { throw error("aliases are not accepted", event) }
        if event.hasAnchor { throw error("anchors are not accepted", event) }
        if event.hasTag { throw error("tags are not accepted", event) }
        guard depth < Limits.jsonDepth else { throw error("nested deeper than \(Limits.jsonDepth) levels", event) }
        switch event.kind {
        case .scalar(let text, let isPlain): return isPlain ? Self.plain(text) : .string(text)
        case .sequenceStart: return try sequence(depth: depth)
        case .mappingStart: return try mapping(depth: depth)
        default: throw error("a value is missing", event)
        }
    }

    private mutating func sequence(depth: Int) throws(YAMLError) -> JSONValue {
        var elements: [JSONValue] = []
        while true {
            let event = try events.next()
            if event.kind == .sequenceEnd { return .array(elements) }
            elements.append(try value(event, depth: depth + 1))
        }
    }

    private mutating func mapping(depth: Int) throws(YAMLError) -> JSONValue {
        var members: [(String, JSONValue)] = []
        var names: Set<String> = []
        while true {
            let event = try events.next()
            if event.kind == .mappingEnd { return .object(JSONObject(unique: members)) }
            guard case .scalar(let name, let isPlain) = event.kind, !event.hasAnchor, !event.hasTag else {
                throw error("a key must be plain text without anchor or tag", event)
            }
            if isPlain, name == "<<" { throw error("merge keys are not accepted", event) }
            guard names.insert(name).inserted else {
                throw error("the name \"\(name.prefix(64))\" stands twice in one mapping", event)
            }
            members.append((name, try value(try events.next(), depth: depth + 1)))
        }
    }

    private func error(_ message: String, _ event: YAMLEvent) -> YAMLError {
        YAMLError(message: message, place: event.place)
    }

    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: return number(text) ?? .string(text)
        }
    }

    private static func number(_ text: String) -> JSONValue? {
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard let first = digits.utf8.first, ASCII.isDigit(first) || first == UInt8(ascii: "."),
            digits.utf8.allSatisfy({ ASCII.isDigit($0) || ".eE+-".utf8.contains($0) })
        else { return nil }
        // Numbers with leading zeros are mostly not numbers: postcodes, customer ids.
        let hasLeadingZero = digits.utf8.count > 1 && first == UInt8(ascii: "0") && !digits.contains(".")
        if hasLeadingZero { return nil }
        if let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { return nil }
        return .number(number)
    }
}
