import Model

/// A stretch of text in one style.
struct TextSpan: Equatable {
    struct Style: OptionSet, Hashable {
        let rawValue: UInt8
        static let bold = Style(rawValue: 1)
        static let italic = Style(rawValue: 2)
        static let code = Style(rawValue: 4)
        static let strikethrough = Style(rawValue: 8)
    }

    var text: String
    var style: Style = []
    /// Address of a link; always http, https or mailto.
    var link: String?
}

/// Reads the Markdown inside a line, as `Layout` writes it, back into text and styles.
struct InlineText {
    private let bytes: [UInt8]
    private var place = 0
    private var spans: [TextSpan] = []
    private var pending: [UInt8] = []
    private var style: TextSpan.Style = []

    /// The spans of a piece of Markdown; line breaks stay as they are.
    static func spans(of markdown: some Collection<UInt8>) -> [TextSpan] {
        var reader = InlineText(bytes: Array(markdown))
        reader.read()
        return reader.spans
    }

    /// The text alone.
    static func plain(_ markdown: String) -> String { spans(of: markdown.utf8).map(\.text).joined() }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func read() {
        while place < bytes.count { step() }
        flush()
    }

    private mutating func step() {
        let byte = bytes[place]
        switch byte {
        case UInt8(ascii: "\\") where place + 1 < bytes.count && Self.isPunctuation(bytes[place + 1]):
            pending.append(bytes[place + 1])
            place += 2
        case UInt8(ascii: "&"): readEntity()
        case UInt8(ascii: "`"): readCode()
        case UInt8(ascii: "*"):
            let isDouble = isAt("**")
            toggle(isDouble ? .bold : .italic, isDouble ? 2 : 1)
        case UInt8(ascii: "~") where isAt("~~"): toggle(.strikethrough, 2)
        case UInt8(ascii: "!") where isAt("!["):
            place += 1
            if !readLink(isImage: true) { pending.append(byte) }
        case UInt8(ascii: "["): if !readLink(isImage: false) { take() }
        default: take()
        }
    }

    private mutating func take() {
        pending.append(bytes[place])
        place += 1
    }

    private mutating func toggle(_ mark: TextSpan.Style, _ length: Int) {
        flush()
        style.formSymmetricDifference(mark)
        place += length
    }

    private mutating func readEntity() {
        for (name, byte) in Self.entities where isAt(name) {
            pending.append(byte)
            place += name.utf8.count
            return
        }
        take()
    }

    private mutating func readCode() {
        let fence = bytes[place...].prefix { $0 == UInt8(ascii: "`") }.count
        var end = place + fence
        while end < bytes.count {
            let run = bytes[end...].prefix { $0 == UInt8(ascii: "`") }.count
            if run == fence { break }
            end += max(1, run)
        }
        guard end < bytes.count else { return take() }
        flush()
        var code = bytes[(place + fence)..<end]
        if code.count > 2, code.first == 0x20, code.last == 0x20 { code = code.dropFirst().dropLast() }
        spans.append(TextSpan(text: String(decoding: code, as: UTF8.self), style: style.union(.code)))
        place = end + fence
    }

    /// `[text](target)`; what is no link is text.
    private mutating func readLink(isImage: Bool) -> Bool {
        guard let close = closing(UInt8(ascii: "]"), from: place + 1), close + 1 < bytes.count,
            bytes[close + 1] == UInt8(ascii: "(")
        else { return false }
        let isBracketed = close + 2 < bytes.count && bytes[close + 2] == UInt8(ascii: "<")
        let start = close + (isBracketed ? 3 : 2)
        guard start <= bytes.count,
            let end = bytes[start...].firstIndex(of: UInt8(ascii: isBracketed ? ">" : ")"))
        else { return false }
        flush()
        let target = String(decoding: bytes[start..<end], as: UTF8.self)
        let inner = Self.spans(of: bytes[(place + 1)..<close])
        for var span in inner {
            span.style.formUnion(style)
            if !isImage, Self.isSafe(target) { span.link = target }
            spans.append(span)
        }
        place = end + (isBracketed ? 2 : 1)
        return true
    }

    private func closing(_ bracket: UInt8, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 1
            } else if bytes[index] == bracket {
                return index
            } else if bytes[index] == UInt8(ascii: "[") {
                return nil
            }
            index += 1
        }
        return nil
    }

    private mutating func flush() {
        guard !pending.isEmpty else { return }
        spans.append(TextSpan(text: String(decoding: pending, as: UTF8.self), style: style))
        pending = []
    }

    private func isAt(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

    /// True for addresses that a person may be sent to by a click.
    static func isSafe(_ target: String) -> Bool {
        let lower = target.prefix(8).lowercased()
        return ["http://", "https://", "mailto:"].contains { lower.hasPrefix($0) }
            && target.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        (0x21...0x2F).contains(byte) || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
            || (0x7B...0x7E).contains(byte)
    }

    private static let entities: [(String, UInt8)] = [
        ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&amp;", UInt8(ascii: "&")),
    ]
}
