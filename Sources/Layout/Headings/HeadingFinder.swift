import Model

/// Tells which passages are headings.
struct HeadingFinder {
    /// Points that make a heading.
    private static let threshold: Float = 2.5

    let bodySize: Float
    let bodyStyle: StyledText.Style
    let page: PageLines

    /// True when a passage is a heading; `isTitled` when the outline of the document says so.
    func isHeading(_ passage: Passage, isTitled: Bool) -> Bool {
        guard passage.table < 0, passage.bytes <= Limits.headingBytes, passage.lines.count <= 4, !passage.isCode else {
            return false
        }
        let first = page.firstWord(of: page.lines[passage.lines.lowerBound])
        guard !first.traits.contains(.slanted) else { return false }
        guard isTitled || mayBeDistinct(passage, first) else { return false }
        let look = TextLook(passage, page)
        guard look.letters >= 2, look.letters * 5 >= look.characters * 2 else { return false }
        if isTitled { return true }
        guard !look.isCaption, !look.hasLeader, !look.hasGap, !Self.isBullet(passage) else { return false }
        return isDistinct(passage, look) && points(passage, look) >= Self.threshold
    }

    /// Nothing but its look tells a heading from a short paragraph or an entry of a list.
    private func isDistinct(_ passage: Passage, _ look: TextLook) -> Bool {
        passage.size > 1.06 * bodySize || passage.isBold && !bodyStyle.contains(.bold)
            || passage.isItalic && !bodyStyle.contains(.italic) || look.isUpper
    }

    /// A quick look: most passages are plain text of the usual size.
    private func mayBeDistinct(_ passage: Passage, _ first: Word) -> Bool {
        passage.size > 1.06 * bodySize || passage.isBold || passage.isItalic
            || !page.bytes(of: first).contains { $0 >= 0x61 && $0 <= 0x7A }
    }

    private static func isBullet(_ passage: Passage) -> Bool { passage.mark?.isBullet ?? false }

    private func points(_ passage: Passage, _ look: TextLook) -> Float {
        let line = page.lines[passage.lines.lowerBound]
        var points = sizePoints(passage.size / max(1, bodySize))
        if passage.isBold, !bodyStyle.contains(.bold) { points += 2 }
        if look.isUpper { points += look.letters >= 4 ? 1 : 0.5 }
        if passage.isItalic, !bodyStyle.contains(.italic) { points += 0.5 }
        if let number = HeadingNumber(of: line, on: page) { points += number.isMarked || look.isUpper ? 1.5 : 0.75 }
        points += passage.bytes <= 80 ? 0.5 : passage.bytes > 140 ? -1 : 0
        if passage.lines.count > 2 { points -= 1 }
        if look.endsSentence { points -= passage.size > 1.25 * bodySize ? 1 : 2 }
        if look.beginsLowerCase { points -= 1.5 }
        points += isolation(passage)
        return points
    }

    private func sizePoints(_ ratio: Float) -> Float {
        switch ratio {
        case 1.5...: 3.5
        case 1.17...: 3
        case 1.07...: 1.25
        case 0.93...: 0
        default: -1.5
        }
    }

    /// White above a heading sets it apart from what comes before it.
    private func isolation(_ passage: Passage) -> Float {
        let usual = max(0, passage.leading - passage.size) + 0.35 * passage.size
        if passage.spaceAbove < 0.1 * passage.size, passage.spaceBelow < 0.1 * passage.size { return -0.5 }
        return passage.spaceAbove > usual ? 0.5 : 0
    }
}

/// What the letters of a passage look like.
struct TextLook {
    private static let captions: [[UInt8]] = [
        "figure", "fig", "fig.", "table", "tab.", "chart", "exhibit", "photo",
        "source", "source:", "note:", "notes:", "abbildung", "abb.", "tabelle", "figura", "tabla", "tableau", "plate",
        "box", "map", "graph", "diagram", "illustration", "equation", "image",
    ].map { Array($0.utf8) }

    var letters = 0
    var characters = 0
    var isUpper = true
    var isCaption = false
    var endsSentence = false
    var beginsLowerCase = false
    var hasLeader = false
    /// A name and a value stand apart in a line.
    var hasGap = false

    init(_ passage: Passage, _ page: PageLines) {
        var dots = 0
        for index in passage.lines {
            for position in page.lines[index].words {
                let word = page.word(at: position)
                for byte in page.bytes(of: word) {
                    if byte & 0xC0 == 0x80 { continue }
                    characters += 1
                    dots = byte == UInt8(ascii: ".") ? dots + 1 : 0
                    if dots > 3 { hasLeader = true }
                    guard LineEnd.isLetter(byte) else { continue }
                    letters += 1
                    if byte >= 0x61, byte <= 0x7A { isUpper = false }
                }
            }
        }
        let first = page.lines[passage.lines.lowerBound]
        let last = page.lines[passage.lines.upperBound - 1]
        beginsLowerCase = LineEnd.beginsLowerCase(first, page)
        endsSentence = Self.endsWithStop(last, page)
        isCaption = Self.isCaption(first, page)
        if Leaders.endsEntry(last, page) { hasLeader = true }
        if letters == 0 { isUpper = false }
        hasGap = passage.lines.contains { index in
            let line = page.lines[index]
            // After the number of a heading a gap is usual.
            return line.hasLaterGap || line.hasFirstGap && HeadingNumber(of: line, on: page) == nil
        }
    }

    private static func endsWithStop(_ line: Line, _ page: PageLines) -> Bool {
        let end = page.bytes(of: page.lastWord(of: line))
        guard let last = end.last else { return false }
        return last == UInt8(ascii: ".") && end.count > 2 || last == UInt8(ascii: "!") || last == UInt8(ascii: ";")
            || last == UInt8(ascii: ",")
    }

    /// `Figure 3`, `Table IV`: a word that names what stands beside the text, and a number.
    private static func isCaption(_ line: Line, _ page: PageLines) -> Bool {
        let word = page.bytes(of: page.firstWord(of: line))
        guard word.count <= 12,
            captions.contains(where: { name in
                name.count == word.count && zip(name, word).allSatisfy { $0 == (ASCII.isLetter($1) ? $1 | 0x20 : $1) }
            })
        else { return false }
        if word.last == UInt8(ascii: ":") { return true }
        guard line.words.count > 1 else { return false }
        let next = page.bytes(of: page.word(at: line.words.lowerBound + 1))
        return next.contains(where: ASCII.isDigit) || next.count <= 5 && next.allSatisfy { !($0 >= 0x61 && $0 <= 0x7A) }
    }
}
