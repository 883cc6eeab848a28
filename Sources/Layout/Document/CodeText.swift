import Model

/// Writes lines of fixed-width type as they stand, with their indents.
enum CodeText {
    /// Blanks in a row.
    private static let widestGap = 120

    static func text(of lines: [Int], on page: PageLines) -> [UInt8] {
        let width = characterWidth(of: lines, page)
        var left = Float.greatestFiniteMagnitude
        for line in lines { left = min(left, page.lines[line].area.left) }
        var text: [UInt8] = []
        var last: Line?
        for index in lines {
            let line = page.lines[index]
            if let last {
                text.append(ASCII.lineFeed)
                if line.baseline - last.baseline > 1.8 * 1.2 * line.size { text.append(ASCII.lineFeed) }
            }
            append(line, from: left, width: width, page, to: &text)
            last = line
        }
        return text
    }

    private static func append(_ line: Line, from left: Float, width: Float, _ page: PageLines, to text: inout [UInt8])
    {
        var reached = left
        var isFirst = true
        for position in line.words {
            let word = page.word(at: position)
            let gap = Int(((word.area.left - reached) / width).rounded())
            let least = isFirst || word.joinsPrevious ? 0 : 1
            for _ in 0..<min(widestGap, max(least, gap)) { text.append(ASCII.space) }
            text.append(contentsOf: page.bytes(of: word))
            reached = word.area.right
            isFirst = false
        }
    }

    private static func characterWidth(of lines: [Int], _ page: PageLines) -> Float {
        var width: Float = 0
        var count = 0
        for index in lines {
            for position in page.lines[index].words {
                let word = page.word(at: position)
                width += word.area.width
                count += page.bytes(of: word).scalarCount
            }
        }
        return max(0.5, count > 0 ? width / Float(count) : 6)
    }
}
