import Layout
import Model

/// Words that stand side by side, and the cells they form: runs of words without a wide gap between them.
struct TextLine: Sendable {
    /// 1-based number of the page.
    var page: Int
    /// From left to right.
    var words: [SourceWord]
    /// Ranges of words.
    var cells: [Range<Int>]
    /// False for a page whose format has no places; the boxes are then made up.
    var isPlaced: Bool

    init(page: Int, words: [SourceWord], isPlaced: Bool) {
        self.page = page
        self.words = words
        self.isPlaced = isPlaced
        cells = Self.cells(of: words)
    }

    var top: Double { words.map(\.box.y).min() ?? 0 }
    var bottom: Double { words.map { $0.box.y + $0.box.height }.max() ?? 0 }
    var height: Double { bottom - top }

    /// The cell a word is of.
    func cell(of word: Int) -> Int { cells.firstIndex { $0.contains(word) } ?? 0 }

    /// The words of a range with blanks between them.
    func text(_ range: Range<Int>) -> String { words[range].map(\.text).joined(separator: " ") }

    /// Left and right edge of a range of words.
    func extent(_ range: Range<Int>) -> ClosedRange<Double> {
        guard let first = words[range].first, let last = words[range].last else { return 0...0 }
        return first.box.x...max(first.box.x, last.box.x + last.box.width)
    }

    /// The box around a range of words.
    func box(_ range: Range<Int>) -> PageBox {
        let extent = extent(range)
        let top = words[range].map(\.box.y).min() ?? 0
        let bottom = words[range].map { $0.box.y + $0.box.height }.max() ?? 0
        return PageBox(
            x: extent.lowerBound, y: top, width: extent.upperBound - extent.lowerBound, height: bottom - top)
    }

    /// True for a point or a bar that parts what stands on one line.
    static func isMark(_ text: String) -> Bool { ["•", "●", "·", "|", "∙", "■"].contains(text) }

    private static func cells(of words: [SourceWord]) -> [Range<Int>] {
        var cells: [Range<Int>] = []
        var start = 0
        for index in words.indices.dropFirst() {
            let last = words[index - 1]
            let gap = words[index].box.x - last.box.x - last.box.width
            // Marks between the parts of an address stand far apart and part nothing.
            let isMarked = isMark(last.text) || isMark(words[index].text)
            if gap > max(last.size, words[index].size) * Limits.ruleCellGap * (isMarked ? 3 : 1) {
                cells.append(start..<index)
                start = index
            }
        }
        if start < words.count { cells.append(start..<words.count) }
        return cells
    }
}

/// The lines of a document in the order of its pages, and how it writes numbers and dates.
struct TextBody: Sendable {
    private(set) var lines: [TextLine] = []
    /// Sizes of the pages by their numbers.
    private(set) var sizes: [Int: PageSize] = [:]
    private(set) var numbers = NumberReader()
    private(set) var dates = DateReader()

    init(_ document: SourceDocument) {
        for page in document.pages {
            sizes[page.number] = page.size
            lines +=
                page.words.isEmpty
                ? LineMaker.lines(ofText: page.text, page: page.number)
                : LineMaker.lines(of: page.words, page: page.number)
            if lines.count > Limits.ruleLines { break }
        }
        let words = lines.lazy.flatMap { $0.words.lazy.map(\.text) }
        numbers.decimalMark = NumberReader.decimalMark(of: words)
        if let order = DateReader.order(of: words) {
            dates.order = order
        } else if numbers.decimalMark != ",", words.contains(where: { $0.hasPrefix("$") || $0 == "USD" }) {
            dates.order = .monthFirst
        }
    }
}
