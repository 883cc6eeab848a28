import Model

/// Text with styles and links, as UTF-8; a line feed is a line break that the author wants.
public struct StyledText: Sendable, Equatable {
    /// How a stretch of text looks.
    public struct Style: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let bold = Style(rawValue: 1)
        public static let italic = Style(rawValue: 2)
        public static let strikethrough = Style(rawValue: 4)
        public static let superscript = Style(rawValue: 8)
        public static let `subscript` = Style(rawValue: 16)
        public static let code = Style(rawValue: 32)
        /// A reference to a footnote, as `[^1]`, which stays as it is.
        public static let note = Style(rawValue: 64)
        /// A formula in the words of LaTeX.
        public static let math = Style(rawValue: 128)
    }

    /// A stretch of text that is not plain.
    public struct Span: Sendable, Equatable {
        /// Byte offsets.
        public var range: Range<Int>
        public var style: Style
        /// The address the stretch leads to, as the document has it.
        public var link: String?
    }

    public private(set) var bytes: [UInt8] = []
    /// In the order of the text, without overlaps.
    public private(set) var spans: [Span] = []

    public init() {}

    /// Plain text.
    public init(_ text: String) { bytes = Array(text.utf8) }

    /// Plain text in UTF-8.
    public init(utf8 bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    public var isEmpty: Bool { bytes.isEmpty }
    /// The text without its styles.
    public var plain: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds text at the end; a stretch that goes on in the same style becomes one with it.
    public mutating func append(_ text: some Collection<UInt8>, style: Style = [], link: String? = nil) {
        guard !text.isEmpty else { return }
        let start = bytes.count
        bytes.append(contentsOf: text)
        guard style != [] || link != nil else { return }
        if let last = spans.last, last.range.upperBound == start, last.style == style, last.link == link {
            spans[spans.count - 1].range = last.range.lowerBound..<bytes.count
        } else {
            spans.append(Span(range: start..<bytes.count, style: style, link: link))
        }
    }

    /// Adds text at the end.
    public mutating func append(_ text: String, style: Style = [], link: String? = nil) {
        append(Array(text.utf8), style: style, link: link)
    }

    /// Adds styled text at the end.
    public mutating func append(_ other: StyledText) {
        let start = bytes.count
        bytes += other.bytes
        for span in other.spans {
            let range = span.range.lowerBound + start..<span.range.upperBound + start
            if let last = spans.last, last.range.upperBound == range.lowerBound, last.style == span.style,
                last.link == span.link
            {
                spans[spans.count - 1].range = last.range.lowerBound..<range.upperBound
            } else {
                spans.append(Span(range: range, style: span.style, link: span.link))
            }
        }
    }

    /// Takes the last byte away, which must be a character of its own.
    mutating func removeLast() {
        bytes.removeLast()
        guard let last = spans.last, last.range.upperBound > bytes.count else { return }
        spans.removeLast()
        if last.range.count > 1 {
            spans.append(Span(range: last.range.lowerBound..<bytes.count, style: last.style, link: last.link))
        }
    }

    /// Takes bytes away at the end.
    public mutating func removeLast(_ count: Int) {
        bytes.removeLast(count)
        while let last = spans.last, last.range.upperBound > bytes.count {
            spans.removeLast()
            guard last.range.lowerBound < bytes.count else { continue }
            spans.append(Span(range: last.range.lowerBound..<bytes.count, style: last.style, link: last.link))
        }
    }

    /// The same text without blanks and line breaks on both sides.
    public var trimmed: StyledText {
        let kept = bytes.trimmed
        guard kept.count < bytes.count else { return self }
        var text = StyledText()
        text.bytes = Array(kept)
        for span in spans {
            let range = span.range.clamped(to: kept.startIndex..<kept.endIndex)
            if range.isEmpty { continue }
            text.spans.append(
                Span(
                    range: range.lowerBound - kept.startIndex..<range.upperBound - kept.startIndex, style: span.style,
                    link: span.link))
        }
        return text
    }
}
