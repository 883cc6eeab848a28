/// Puts the characters of a page together to lines, by what poppler says and by where they stand.
///
/// poppler-glib joins what stands side by side in different columns without a space; the gap between the characters
/// tells.
struct PDFLineBuilder {
    /// A gap above this part of the size of a character divides words.
    private static let wordGap = 0.2
    /// A step back by more than this multiple of the size of a character starts a line.
    private static let stepBack = 2.0

    private var text = PDFPageText(bytes: [], lines: [])
    private var start = 0
    private var box: PDFBox?
    private var previous: PDFBox?

    init(capacity: Int) { text.bytes.reserveCapacity(capacity + capacity / 16) }

    /// Adds the bytes of one character.
    mutating func add(_ character: Slice<UnsafeRawBufferPointer>, box found: PDFBox?) {
        guard let byte = character.first else { return }
        if byte == UInt8(ascii: "\n") { return endLine() }
        if byte == UInt8(ascii: " ") {
            if text.bytes.count > start, text.bytes.last != byte { text.bytes.append(byte) }
            return
        }
        if let found {
            if let previous { separate(previous, found) }
            previous = found
            if box == nil { box = found } else { box?.formUnion(found) }
        }
        if character.count == 1 { text.bytes.append(byte) } else { text.bytes.append(contentsOf: character) }
    }

    /// Ends the last line and hands over the text.
    consuming func finish() -> PDFPageText {
        endLine()
        return text
    }

    private mutating func separate(_ left: PDFBox, _ right: PDFBox) {
        // Of text that runs upwards or downwards the width is the size.
        let size = max(1, min(max(left.height, left.width), max(right.height, right.width)))
        let gap = right.left - left.right
        let rise = max(right.top - left.bottom, left.top - right.bottom)
        let isVertical = gap < 0 && right.right > left.left && rise < size / 2
        if gap < -Self.stepBack * size || rise > 0 && !isVertical {
            endLine()
        } else if max(gap, rise) > Self.wordGap * size, text.bytes.count > start,
            text.bytes.last != UInt8(ascii: " ")
        {
            text.bytes.append(UInt8(ascii: " "))
        }
    }

    private mutating func endLine() {
        while text.bytes.count > start, text.bytes.last == UInt8(ascii: " ") { text.bytes.removeLast() }
        if text.bytes.count > start {
            if let box { text.lines.append(.init(range: start..<text.bytes.count, box: box)) }
            text.bytes.append(UInt8(ascii: "\n"))
        }
        start = text.bytes.count
        box = nil
        previous = nil
    }
}
