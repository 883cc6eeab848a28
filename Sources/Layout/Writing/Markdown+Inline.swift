import Model

extension Markdown {
    /// Styled text as Markdown (CommonMark 0.31, strikethrough of GFM); line breaks stay as they are.
    public static func inline(_ text: StyledText) -> [UInt8] {
        guard !text.spans.isEmpty else { return escaped(inline: text.bytes) }
        var markdown: [UInt8] = []
        var position = 0
        for span in text.spans {
            appendEscaped(text.bytes[position..<span.range.lowerBound], to: &markdown)
            append(text.bytes[span.range], span, to: &markdown)
            position = span.range.upperBound
        }
        appendEscaped(text.bytes[position...], to: &markdown)
        return markdown
    }

    /// Marks must touch the text they enclose, so blanks go outside.
    private static func append(_ text: ArraySlice<UInt8>, _ span: StyledText.Span, to markdown: inout [UInt8]) {
        let core = text.trimmed
        guard !core.isEmpty else { return markdown.append(contentsOf: text) }
        markdown += text[text.startIndex..<core.startIndex]
        let marks = marks(of: span.style)
        if span.link != nil { markdown.append(UInt8(ascii: "[")) }
        for mark in marks { markdown += Array(mark.utf8) }
        if span.style.contains(.code) {
            appendCode(core, to: &markdown)
        } else if span.style.contains(.math) {
            appendMath(core, to: &markdown)
        } else if span.style.contains(.note), isNoteReference(core) {
            markdown += core
        } else {
            appendEscaped(core, to: &markdown)
        }
        for mark in marks.reversed() { markdown += Array(mark.utf8) }
        if let link = span.link { appendTarget(link, to: &markdown) }
        markdown += text[core.endIndex..<text.endIndex]
    }

    private static func marks(of style: StyledText.Style) -> [String] {
        var marks: [String] = []
        if style.contains(.strikethrough) { marks.append("~~") }
        if style.contains(.bold) { marks.append("**") }
        if style.contains(.italic) { marks.append("*") }
        return marks
    }

    private static func appendEscaped(_ text: ArraySlice<UInt8>, to markdown: inout [UInt8]) {
        if !text.isEmpty { markdown += escaped(inline: Array(text)) }
    }

    /// Between dollar signs, as GFM shows formulas; what could end them or begin HTML is written in LaTeX.
    private static func appendMath(_ text: ArraySlice<UInt8>, to markdown: inout [UInt8]) {
        markdown.append(UInt8(ascii: "$"))
        for byte in text {
            switch byte {
            case UInt8(ascii: "<"): markdown += Array("\\lt ".utf8)
            case UInt8(ascii: "$"): markdown += Array("\\$".utf8)
            case ASCII.lineFeed: markdown.append(ASCII.space)
            default: markdown.append(byte)
            }
        }
        markdown.append(UInt8(ascii: "$"))
    }

    /// One reference, or several that stand side by side.
    private static func isNoteReference(_ text: ArraySlice<UInt8>) -> Bool {
        text.last == UInt8(ascii: "]")
            && text.split(separator: UInt8(ascii: "]"), omittingEmptySubsequences: false).dropLast().allSatisfy {
                part in
                part.starts(with: "[^".utf8) && part.count > 2
                    && part.dropFirst(2).allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) }
            }
    }

    private static func appendCode(_ text: ArraySlice<UInt8>, to markdown: inout [UInt8]) {
        let tick = UInt8(ascii: "`")
        var longest = 0
        var run = 0
        for byte in text {
            run = byte == tick ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = [UInt8](repeating: tick, count: longest + 1)
        let needsBlank = text.first == tick || text.last == tick
        markdown += fence + (needsBlank ? [ASCII.space] : []) + text + (needsBlank ? [ASCII.space] : []) + fence
    }

    /// An address in angle brackets may hold parentheses and blanks.
    private static func appendTarget(_ link: String, to markdown: inout [UInt8]) {
        let plain = link.utf8.allSatisfy { $0 > ASCII.space && $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") }
        markdown += Array(plain ? "](".utf8 : "](<".utf8)
        for byte in link.utf8 {
            switch byte {
            case UInt8(ascii: "<"): markdown += Array("%3C".utf8)
            case UInt8(ascii: ">"): markdown += Array("%3E".utf8)
            case UInt8(ascii: "\\"): markdown += Array("\\\\".utf8)
            case 0...ASCII.space where !plain && byte != ASCII.space: break
            default: markdown.append(byte)
            }
        }
        markdown += Array(plain ? ")".utf8 : ">)".utf8)
    }
}
