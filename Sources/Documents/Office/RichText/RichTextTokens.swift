import Model

/// Divides RTF (specification 1.9.1, "RTF Syntax") into its tokens, read piece by piece.
struct RichTextTokens {
    /// One token.
    enum Token: Equatable {
        case open
        case close
        /// A control word with its number, if it has one.
        case word(String, Int?)
        /// A control symbol such as `\~`.
        case symbol(UInt8)
        /// A byte of text, as itself or as `\'hh`.
        case byte(UInt8)
        case end
    }

    /// Nil for a text in memory.
    private let source: DocumentSource?
    private var buffer: [UInt8] = []
    private var position = 0
    private var offset: Int64 = 0

    private static let wordBytes = 64

    init(_ source: DocumentSource) { self.source = source }

    /// The tokens of a text in memory.
    init(_ bytes: [UInt8]) {
        source = nil
        buffer = bytes
    }

    /// The next token.
    mutating func next() throws(Failure) -> Token {
        while true {
            guard let byte = try take() else { return .end }
            switch byte {
            case UInt8(ascii: "{"): return .open
            case UInt8(ascii: "}"): return .close
            case UInt8(ascii: "\\"): return try control()
            case ASCII.lineFeed, ASCII.carriageReturn, 0: continue
            case ASCII.tab: return .word("tab", nil)
            default: return .byte(byte)
            }
        }
    }

    /// Passes over binary data.
    mutating func skip(_ count: Int) throws(Failure) {
        var left = max(0, count)
        while left > 0 {
            if position >= buffer.count, try !fill() { return }
            let step = min(left, buffer.count - position)
            position += step
            left -= step
        }
    }

    private mutating func control() throws(Failure) -> Token {
        guard let first = try take() else { return .end }
        guard ASCII.isLetter(first) else {
            if first == UInt8(ascii: "'") { return try hexadecimal() }
            return first == ASCII.lineFeed || first == ASCII.carriageReturn ? .word("par", nil) : .symbol(first)
        }
        var word = [first]
        while let byte = try peek(), ASCII.isLetter(byte) {
            if word.count < Self.wordBytes { word.append(byte) }
            position += 1
        }
        var number: Int?
        var isNegative = false
        if try peek() == UInt8(ascii: "-") {
            isNegative = true
            position += 1
        }
        while let byte = try peek(), ASCII.isDigit(byte) {
            number = min((number ?? 0) * 10 + Int(byte - 0x30), Int(Int32.max))
            position += 1
        }
        // One blank ends a control word and belongs to it.
        if try peek() == ASCII.space { position += 1 }
        return .word(String(decoding: word, as: UTF8.self), number.map { isNegative ? -$0 : $0 })
    }

    private mutating func hexadecimal() throws(Failure) -> Token {
        var value: UInt8 = 0
        for _ in 0..<2 {
            guard let byte = try take() else { return .end }
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return .byte(UInt8(ascii: "?")) }
            value = value << 4 | UInt8(digit)
        }
        return .byte(value)
    }

    private mutating func peek() throws(Failure) -> UInt8? {
        if position >= buffer.count, try !fill() { return nil }
        return buffer[position]
    }

    private mutating func take() throws(Failure) -> UInt8? {
        if position >= buffer.count, try !fill() { return nil }
        position += 1
        return buffer[position - 1]
    }

    private mutating func fill() throws(Failure) -> Bool {
        guard let source else { return false }
        buffer = try source.read(Limits.textReadBytes, at: offset)
        offset += Int64(buffer.count)
        position = 0
        return !buffer.isEmpty
    }
}
