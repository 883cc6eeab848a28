import Model

/// Makes text safe inside Markdown (CommonMark 0.31 and the tables of GFM): it shows as it is, and raw HTML never
/// comes through.
public enum Markdown {
    /// One line of plain text, blanks at its start dropped.
    public static func escaped(line: ArraySlice<UInt8>) -> [UInt8] {
        var line = line
        while let first = line.first, ASCII.isBlank(first) { line.removeFirst() }
        while let last = line.last, last <= ASCII.space { line.removeLast() }
        guard let first = line.first else { return [] }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(line.count + 8)
        if startsBlock(line, first) {
            // `12.` is escaped at its dot, everything else at its first character.
            let digits = line.prefix { ASCII.isDigit($0) }
            escaped.append(contentsOf: digits)
            escaped.append(UInt8(ascii: "\\"))
            let rest = line.dropFirst(digits.count)
            // These are escaped by the inline rules already.
            if let next = rest.first, isSpecial(next) { escaped.removeLast() }
            appendInline(rest, to: &escaped)
        } else {
            appendInline(line, to: &escaped)
        }
        return escaped
    }

    /// Markdown whose lines were escaped inside, with those escaped at their start that would begin a block of another
    /// kind. Blanks at the start of lines are dropped.
    static func guardingLineStarts(_ markdown: [UInt8]) -> [UInt8] {
        var guarded: [UInt8] = []
        guarded.reserveCapacity(markdown.count + 8)
        var isFirst = true
        for line in markdown.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false) {
            if !isFirst { guarded.append(ASCII.lineFeed) }
            isFirst = false
            let line = line.drop { ASCII.isBlank($0) }
            guard let first = line.first else { continue }
            if startsBlock(line, first) {
                let digits = line.prefix { ASCII.isDigit($0) }
                guarded += digits
                guarded.append(UInt8(ascii: "\\"))
                guarded += line.dropFirst(digits.count)
            } else {
                guarded += line
            }
        }
        return guarded
    }

    /// Text inside a line.
    public static func escaped(inline text: [UInt8]) -> [UInt8] {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.count + 8)
        appendInline(text[...], to: &escaped)
        return escaped
    }

    /// A fenced block of code; the fence is longer than any run of backticks in it.
    public static func code(_ text: [UInt8], language: String?) -> [UInt8] {
        var longest = 2
        var run = 0
        for byte in text {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = [UInt8](repeating: UInt8(ascii: "`"), count: longest + 1)
        var block = fence + Array((language ?? "").utf8) + [ASCII.lineFeed] + text
        if block.last != ASCII.lineFeed { block.append(ASCII.lineFeed) }
        return block + fence + [ASCII.lineFeed]
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "]"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func appendInline(_ text: ArraySlice<UInt8>, to escaped: inout [UInt8]) {
        var copied = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if isSpecial(byte), let replacement = replacement(of: byte, at: index, in: text) {
                escaped.append(contentsOf: text[copied..<index])
                escaped.append(contentsOf: replacement.utf8)
                copied = index + 1
            }
            index += 1
        }
        escaped.append(contentsOf: text[copied...])
    }

    private static func replacement(of byte: UInt8, at index: Int, in text: ArraySlice<UInt8>) -> String? {
        let next = index + 1 < text.endIndex ? text[index + 1] : ASCII.space
        let previous = index > text.startIndex ? text[index - 1] : ASCII.space
        switch byte {
        case UInt8(ascii: "<"): return "&lt;"
        case UInt8(ascii: ">"): return "&gt;"
        case UInt8(ascii: "&"): return ASCII.isLetter(next) || next == UInt8(ascii: "#") ? "&amp;" : nil
        case UInt8(ascii: "*"): return "\\*"
        case UInt8(ascii: "`"): return "\\`"
        case UInt8(ascii: "\\"): return isPunctuation(next) || index + 1 == text.endIndex ? "\\\\" : nil
        case UInt8(ascii: "_"): return isWord(previous) && isWord(next) ? nil : "\\_"
        case UInt8(ascii: "~"): return next == byte || previous == byte ? "\\~" : nil
        case UInt8(ascii: "]"):
            // Only these make a link, a reference or its definition.
            let opens = [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: ":")]
            return opens.contains(next) ? "\\]" : nil
        default: return nil
        }
    }

    private static func startsBlock(_ line: ArraySlice<UInt8>, _ first: UInt8) -> Bool {
        func isEndOrBlank(_ rest: ArraySlice<UInt8>) -> Bool { rest.first.map(ASCII.isBlank) ?? true }
        switch first {
        case UInt8(ascii: "#"): return isEndOrBlank(line.drop { $0 == first })
        case UInt8(ascii: "-"), UInt8(ascii: "+"):
            return isEndOrBlank(line.dropFirst()) || isRule(line)
        case UInt8(ascii: "="), UInt8(ascii: "|"), UInt8(ascii: ":"): return isRule(line)
        case UInt8(ascii: "~"): return line.starts(with: "~~~".utf8)
        case _ where ASCII.isDigit(first):
            let rest = line.drop { ASCII.isDigit($0) }
            guard let mark = rest.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")") else { return false }
            return isEndOrBlank(rest.dropFirst())
        default: return false
        }
    }

    /// True for underlines of headings, thematic breaks and the second row of a table.
    private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { "-=|: ".utf8.contains($0) }
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        byte > ASCII.space && byte < ASCII.delete && !ASCII.isDigit(byte) && !ASCII.isLetter(byte)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || ASCII.isLetter(byte) || byte >= 0x80 || byte == UInt8(ascii: "_")
    }
}
