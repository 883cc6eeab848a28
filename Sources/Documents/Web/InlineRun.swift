import Layout
import Model

/// Text of a paragraph as it grows: white space is one blank (CSS Text 3, section 4.1), breaks stay.
struct InlineRun {
    private(set) var text = StyledText()
    private var hasBlank = false
    /// True after a line break, where blanks are dropped.
    private var isAtLineStart = true

    var isEmpty: Bool { text.isEmpty }

    /// Adds text in UTF-8.
    mutating func add(_ bytes: ArraySlice<UInt8>, style: StyledText.Style = [], link: String? = nil) {
        var piece: [UInt8] = []
        piece.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            let (isBlank, length) = Self.blank(bytes, at: index)
            if isBlank {
                hasBlank = true
                index += length
                continue
            }
            index += length
            if length == 3 || length == 2 && byte == 0xC2 { continue }
            if hasBlank {
                hasBlank = false
                if !isAtLineStart {
                    // A blank between two styles belongs to neither.
                    if piece.isEmpty {
                        text.append([ASCII.space], style: sharedStyle(style, link), link: sharedLink(link))
                    } else {
                        piece.append(ASCII.space)
                    }
                }
            }
            isAtLineStart = false
            piece += bytes[(index - length)..<index]
        }
        text.append(piece, style: style, link: link)
    }

    /// Adds text.
    mutating func add(_ string: String, style: StyledText.Style = []) { add(Array(string.utf8)[...], style: style) }

    /// Adds a line break that the author wants.
    mutating func breakLine() {
        guard !text.isEmpty else { return }
        text.append([ASCII.lineFeed])
        hasBlank = false
        isAtLineStart = true
    }

    /// Adds a line break unless there is one already.
    mutating func beginLine() {
        if !isAtLineStart { breakLine() }
    }

    /// Hands over what has grown and starts anew.
    mutating func take() -> StyledText {
        defer { self = InlineRun() }
        return text.trimmed
    }

    private func sharedStyle(_ style: StyledText.Style, _ link: String?) -> StyledText.Style {
        guard let last = text.spans.last, last.range.upperBound == text.bytes.count, last.link == link else {
            return []
        }
        return last.style == style ? style : []
    }

    private func sharedLink(_ link: String?) -> String? {
        guard let last = text.spans.last, last.range.upperBound == text.bytes.count else { return nil }
        return last.link == link ? link : nil
    }

    /// Whether a character is a blank, and its length. U+00A0 is a blank here; U+00AD, U+200B and U+FEFF, which say
    /// where a line may break, are nothing: only these have a length of two or three and are no blank.
    private static func blank(_ bytes: ArraySlice<UInt8>, at index: Int) -> (Bool, Int) {
        let byte = bytes[index]
        if byte <= ASCII.space { return (true, 1) }
        if byte == 0xE2 || byte == 0xEF {
            let rest = bytes[(index + 1)...].prefix(2)
            return rest.elementsEqual(byte == 0xE2 ? [0x80, 0x8B] : [0xBB, 0xBF]) ? (false, 3) : (false, 1)
        }
        guard byte == 0xC2, index + 1 < bytes.endIndex else { return (false, 1) }
        switch bytes[index + 1] {
        case 0xA0: return (true, 2)
        case 0xAD: return (false, 2)
        default: return (false, 1)
        }
    }
}
