import Model

/// Finds the blocks of a page and their reading order.
public struct PageLayout {
    private let fonts: [FontFace]

    /// A layout of pages that use these fonts.
    public init(fonts: [FontFace]) { self.fonts = fonts }

    /// A gap between lines above this part of their height starts a paragraph.
    private static let paragraphGap: Float = 0.6

    /// The words of a page.
    public static func words(of marks: PageMarks, fonts: [FontFace]) -> PageWords {
        WordBuilder.words(of: marks, fonts: fonts)
    }

    /// The blocks of a page in reading order.
    public func blocks(of marks: PageMarks) -> [Block] {
        let page = WordBuilder.words(of: marks, fonts: fonts)
        let tables = TableFinder().tables(words: page, marks: marks, bodySize: 0)
        var owner: [Int: Int] = [:]
        for (number, table) in tables.enumerated() { for word in table.words { owner[word] = number } }
        var blocks: [Block] = []
        var text = StyledText()
        var area: Area?
        var previous: Word?
        func finish() {
            if let area, !text.isEmpty { blocks.append(Block(.paragraph(text), box: area.pageBox)) }
            text = StyledText()
            area = nil
        }
        for (index, word) in page.words.enumerated() {
            if let table = owner[index] {
                finish()
                if tables[table].words.first == index {
                    blocks.append(Block(.table(tables[table].table), box: tables[table].area.pageBox))
                }
                previous = nil
                continue
            }
            if let before = previous, !word.joinsPrevious {
                let isSameLine = abs(word.baseline - before.baseline) < before.size * 0.4
                if !isSameLine, word.area.top - before.area.bottom > Self.paragraphGap * before.size { finish() }
                if !text.isEmpty { text.append([isSameLine ? ASCII.space : ASCII.lineFeed]) }
            }
            text.append(page.bytes(of: word))
            if area == nil { area = word.area } else { area?.formUnion(word.area) }
            previous = word
        }
        finish()
        return blocks
    }
}
