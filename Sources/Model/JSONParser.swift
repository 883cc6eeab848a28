/// Why a text is not acceptable JSON, and where.
public struct JSONParseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, without the place.
    public let message: String
    /// 1-based line.
    public let line: Int
    /// 1-based column, in characters of the line's bytes.
    public let column: Int
    /// True when nothing is wrong but the depth.
    public let isTooDeep: Bool

    public var description: String { "\(message) at line \(line), column \(column)" }
}

/// Reads JSON text (RFC 8259) strictly, within limits of depth, with the place of every error.
///
/// A byte order mark is skipped. Duplicate member names are refused: two readers would disagree on them.
public struct JSONParser: Sendable {
    private let text: [UInt8]
    private var position = 0
    private let maxDepth: Int

    private init(_ text: [UInt8], maxDepth: Int) {
        self.text = text
        self.maxDepth = maxDepth
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Reads one document.
    public static func parse(_ text: [UInt8], maxDepth: Int = Limits.jsonDepth) throws(JSONParseError) -> JSONValue {
        var parser = JSONParser(text, maxDepth: maxDepth)
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == text.count else { throw parser.error("unexpected text after the document") }
        return value
    }

    private func error(_ message: String, isTooDeep: Bool = false) -> JSONParseError {
        var line = 1
        var column = 1
        for byte in text[..<min(position, text.count)] {
            if byte == 0x0A {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return JSONParseError(message: message, line: line, column: column, isTooDeep: isTooDeep)
    }

    private var current: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func value(depth: Int) throws(JSONParseError) -> JSONValue {
        guard depth < maxDepth else { throw error("nested deeper than \(maxDepth) levels", isTooDeep: true) }
        switch current {
        case nil: throw error("unexpected end of the text")
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte): return try number()
        case let byte?: throw error("unexpected character \(Self.shown(byte))")
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F ? "'\(String(UnicodeScalar(byte)))'" : "0x" + Hexadecimal.upper(byte)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
        guard text[position...].starts(with: word.utf8) else { throw error("unknown word") }
        position += word.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(JSONParseError) -> JSONValue {
        position += 1
        var object = JSONObject()
        var names: Set<String> = []
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return .object(object)
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error("expected a member name in double quotes") }
            let start = position
            let name = try string()
            guard names.insert(name).inserted else {
                position = start
                throw error("the name \"\(name.prefix(64))\" stands twice in one object")
            }
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw error("expected ':' after a member name") }
            position += 1
            skipSpace()
            object.append(unchecked: name, try value(depth: depth + 1))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                return .object(object)
            default: throw error("expected ',' or '}'")
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONParseError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try value(depth: depth + 1))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return .array(elements)
            default: throw error("expected ',' or ']'")
            }
        }
    }

    private mutating func number() throws(JSONParseError) -> JSONValue {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        let firstDigit = position
        guard digits() > 0 else { throw error("expected a digit") }
        if text[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 { throw error("a number starts with 0") }
        var isInteger = true
        if current == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard digits() > 0 else { throw error("expected a digit after the point") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            guard digits() > 0 else { throw error("expected a digit in the exponent") }
        }
        let lexeme = String(decoding: text[start..<position], as: UTF8.self)
        if isInteger, let integer = Int64(lexeme) { return .integer(integer) }
        guard let number = Double(lexeme), number.isFinite else { throw error("the number is out of range") }
        return .number(number)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONParseError) -> String {
        position += 1
        var content: [UInt8] = []
        while true {
            let start = position
            while let byte = current, byte != 0x22, byte != 0x5C, byte >= 0x20 { position += 1 }
            content.append(contentsOf: text[start..<position])
            switch current {
            case nil: throw error("a string does not end")
            case 0x22:
                position += 1
                guard let string = String(validating: content, as: UTF8.self) else {
                    throw error("a string is not valid UTF-8")
                }
                return string
            case 0x5C: try escape(into: &content)
            default: throw error("a control character stands in a string")
            }
        }
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONParseError) {
        position += 1
        guard let kind = current else { throw error("a string does not end") }
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(kind)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            var scalar = try hexQuad()
            if (0xD800..<0xDC00).contains(scalar), text[position...].starts(with: [0x5C, 0x75]) {
                position += 2
                let low = try hexQuad()
                guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair") }
                scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let character = UnicodeScalar(scalar) else { throw error("half of a surrogate pair") }
            content.append(contentsOf: String(character).utf8)
        default: throw error("unknown escape")
        }
    }

    private mutating func hexQuad() throws(JSONParseError) -> UInt32 {
        guard position + 4 <= text.count, text[position] != UInt8(ascii: "+"),
            let value = UInt32(String(decoding: text[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw error("expected four hexadecimal digits") }
        position += 4
        return value
    }
}
