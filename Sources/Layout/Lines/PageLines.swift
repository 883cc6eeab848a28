/// A page as lines in reading order.
///
/// It never changes; being an object, it is handed on without a copy.
final class PageLines {
    let number: Int
    let width: Double
    let height: Double
    let rotation: Int
    /// UTF-8 of all words.
    let text: [UInt8]
    /// Their areas and base lines stand in the frame of the direction of each word.
    let words: [Word]
    /// Positions in `words`, line by line.
    let order: [Int32]
    let lines: [Line]
    let columns: [Column]
    let tables: [FoundTable]
    /// Position in `links` of each word; empty when the page has no links.
    let linkOfWord: [Int32]
    let links: [LinkArea]
    /// Some word holds U+00AD.
    let hasSoftHyphens: Bool

    /// The lines of a page, whose tables are taken out first.
    init(_ words: PageWords, on marks: PageMarks, tables: [FoundTable]) {
        let draft = PageDraft(words, on: marks, tables: tables)
        number = marks.number
        width = marks.width
        height = marks.height
        rotation = marks.rotation
        text = words.text
        self.words = draft.words
        order = draft.order
        lines = draft.lines
        columns = draft.columns
        self.tables = tables
        linkOfWord = draft.linkOfWord
        links = marks.links
        hasSoftHyphens = words.hasSoftHyphens
    }

    /// The bytes of a word.
    func bytes(of word: Word) -> ArraySlice<UInt8> { text[Int(word.start)..<Int(word.start + word.length)] }

    /// The word at a place in the order of reading.
    func word(at position: Int) -> Word { words[Int(order[position])] }

    func firstWord(of line: Line) -> Word { word(at: line.words.lowerBound) }
    func lastWord(of line: Line) -> Word { word(at: line.words.upperBound - 1) }

    /// Where the lines of a direction stand on the page.
    func frame(_ direction: Word.Direction) -> Frame {
        Frame(direction: direction, width: Float(width), height: Float(height))
    }
}
