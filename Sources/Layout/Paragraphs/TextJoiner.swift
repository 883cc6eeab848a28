import Model

/// Joins the words of lines to one text: words divided at line ends become whole, styles become spans.
struct TextJoiner {
    private let page: PageLines
    private let hyphened: HyphenWords
    /// Styles that mean nothing here, as bold in a heading.
    private let ignored: StyledText.Style
    private var text = StyledText()
    private var lastStyle: StyledText.Style = []
    private var lastLink: Int32 = -1
    private var leaders = 0

    private init(_ page: PageLines, _ hyphened: HyphenWords, ignoring ignored: StyledText.Style) {
        self.page = page
        self.hyphened = hyphened
        self.ignored = ignored
    }

    /// The text of some lines. `words` and `bytes` are left out at the start, being a mark.
    static func text(
        of lines: some RandomAccessCollection<Int>, on page: PageLines, hyphened: HyphenWords,
        ignoring: StyledText.Style = [], skipping words: Int = 0, bytes: Int = 0
    ) -> StyledText {
        var joiner = TextJoiner(page, hyphened, ignoring: ignoring)
        var needsBlank = false
        var position = lines.startIndex
        while position != lines.endIndex {
            let isFirst = position == lines.startIndex
            let line = page.lines[lines[position]]
            position = lines.index(after: position)
            let next = position == lines.endIndex ? nil : page.lines[lines[position]]
            needsBlank = joiner.add(
                line, before: next, needsBlank: needsBlank, skipping: isFirst ? words : 0, bytes: isFirst ? bytes : 0)
        }
        return joiner.text
    }

    /// Adds a line; says whether a blank comes before the next.
    private mutating func add(
        _ line: Line, before next: Line?, needsBlank: Bool, skipping words: Int, bytes skipped: Int
    ) -> Bool {
        var needsBlank = needsBlank
        var skipped = skipped
        let first = line.words.lowerBound + words
        for position in first..<max(first, line.words.upperBound) {
            let index = Int(page.order[position])
            let word = page.words[index]
            var bytes = page.bytes(of: word).dropFirst(skipped)
            skipped = 0
            if bytes.isEmpty { continue }
            // A row of dots that leads to a page number says no more than three of them.
            let isRow = bytes.allSatisfy { $0 == UInt8(ascii: ".") }
            if isRow, bytes.count > 1 || text.bytes.last == UInt8(ascii: ".") {
                leaders += bytes.count
                if leaders > 3, bytes.count <= 3 { continue }
                bytes = bytes.prefix(3)
            } else {
                leaders = 0
            }
            var style = isRow ? [] : word.style.subtracting(ignored)
            // A letter inside a word is of another font for its looks, as in logos.
            if word.joinsPrevious, position > first, bytes.count <= 2, !lastStyle.contains(.code) {
                style.remove(.code)
            }
            let link = page.linkOfWord.isEmpty ? -1 : page.linkOfWord[index]
            if position > first { needsBlank = !word.joinsPrevious }
            if needsBlank { addBlank(style, link) }
            var join = LineEnd.Join.blank
            if position == line.words.upperBound - 1, let next {
                join = LineEnd.join(bytes, page.bytes(of: page.firstWord(of: next)), hyphened: hyphened)
            }
            if case .dropHyphen(let length) = join { bytes = bytes.dropLast(length) }
            add(page.hasSoftHyphens ? Self.withoutSoftHyphens(bytes) : bytes, style, link)
            if position == line.words.upperBound - 1 {
                if case .blank = join { return true }
                return false
            }
        }
        return !text.isEmpty
    }

    private static func withoutSoftHyphens(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard bytes.contains(0xAD) else { return bytes }
        var kept: [UInt8] = []
        for byte in bytes {
            if byte == 0xAD, kept.last == 0xC2 { kept.removeLast() } else { kept.append(byte) }
        }
        return kept[...]
    }

    private mutating func addBlank(_ style: StyledText.Style, _ link: Int32) {
        let shared = style == lastStyle && link == lastLink
        append([ASCII.space], shared ? style : [], shared ? link : -1)
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>, _ style: StyledText.Style, _ link: Int32) {
        append(bytes, style, link)
        lastStyle = style
        lastLink = link
    }

    private mutating func append(_ bytes: some Collection<UInt8>, _ style: StyledText.Style, _ link: Int32) {
        if style.isEmpty, link < 0 {
            text.append(bytes)
        } else {
            text.append(bytes, style: style, link: link < 0 ? nil : page.links[Int(link)].address)
        }
    }
}
