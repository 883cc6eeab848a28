import Layout
import Model

/// Plain text of a message as blocks: paragraphs, and what is quoted of other messages.
struct MailText {
    private(set) var blocks: [Block] = []
    private var lines: [ArraySlice<UInt8>] = []
    private var depth = 0

    /// Text in UTF-8; in flowed text (RFC 3676) lines that end with a blank go on in the next.
    init(_ text: [UInt8], isFlowed: Bool, deletesBlanks: Bool) {
        var joined: [UInt8]?
        for line in text.split(separator: ASCII.lineFeed, omittingEmptySubsequences: false) {
            var line = line
            if line.last == ASCII.carriageReturn { line.removeLast() }
            let marks = line.prefix { $0 == UInt8(ascii: ">") }
            var rest = line.dropFirst(marks.count)
            var level = marks.count
            // `> > text` is as usual as `>> text`.
            while level > 0, rest.first == ASCII.space, rest.dropFirst().first == UInt8(ascii: ">") {
                rest = rest.dropFirst(2)
                level += 1
            }
            if rest.first == ASCII.space, isFlowed || level > 0 { rest = rest.dropFirst() }
            if level != depth, joined != nil {
                add(joined ?? [])
                joined = nil
            }
            if level != depth { endGroup(next: level) }
            guard isFlowed else {
                add(Array(rest))
                continue
            }
            let isSignature = rest.elementsEqual("-- ".utf8)
            let goesOn = rest.last == ASCII.space && !isSignature
            let piece = goesOn && deletesBlanks ? rest.dropLast() : rest
            joined = (joined ?? []) + piece
            if !goesOn {
                add(joined ?? [])
                joined = nil
            }
        }
        if let joined { add(joined) }
        endGroup(next: 0)
    }

    private mutating func add(_ line: [UInt8]) {
        if line.trimmed.isEmpty { endParagraph() } else { lines.append(line[...]) }
    }

    private mutating func endGroup(next level: Int) {
        endParagraph()
        depth = level
    }

    private mutating func endParagraph() {
        guard !lines.isEmpty else { return }
        var text: [UInt8] = []
        for line in lines {
            if !text.isEmpty { text.append(ASCII.lineFeed) }
            var end = line
            while let last = end.last, last <= ASCII.space { end.removeLast() }
            text += end
        }
        lines = []
        blocks.append(Block(depth > 0 ? .quote(StyledText(utf8: text)) : .paragraph(StyledText(utf8: text))))
    }
}
