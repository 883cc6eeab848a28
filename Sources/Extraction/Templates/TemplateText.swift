import Layout
import Model
import PCRE2

/// The text a template looks at, with the page each of its bytes is of.
struct TemplateText {
    let subject: PatternSubject
    /// Numbers of the pages, which form feeds divide.
    private let pages: [Int]
    private let breaks: [Int]

    /// The pages of a document, in columns where their words have places.
    init(_ document: SourceDocument) {
        var text = ""
        var pages: [Int] = []
        for page in document.pages where text.utf8.count < Limits.templateTextBytes {
            text += page.words.isEmpty ? page.text : LayoutText.text(of: page.words)
            text += "\u{0C}"
            pages.append(page.number)
        }
        self.init(text, pages: pages)
    }

    /// The words in an area of some pages.
    init(_ document: SourceDocument, in area: TemplateArea) {
        var text = ""
        var pages: [Int] = []
        for page in document.pages where area.pages.contains(page.number) {
            text += LayoutText.text(of: page.words.filter { area.touches($0.box) }) + "\u{0C}"
            pages.append(page.number)
        }
        self.init(text, pages: pages)
    }

    init(_ text: String, pages: [Int]) {
        let subject = PatternSubject(text)
        self.subject = subject
        self.pages = pages
        breaks = subject.bytes.indices.filter { subject.bytes[$0] == 0x0C }
    }

    /// The same pages with another text.
    func with(_ text: String) -> TemplateText { TemplateText(text, pages: pages) }

    var string: String { String(decoding: subject.bytes, as: UTF8.self) }

    /// The number of the page a byte is of.
    func page(at offset: Int) -> Int {
        var low = 0
        var high = breaks.count
        while low < high {
            let middle = (low + high) / 2
            if breaks[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return pages.isEmpty ? 1 : pages[min(low, pages.count - 1)]
    }
}

/// A rectangle on pages: `f` and `l` are the first and the last page, `x`, `y`, `W` and `H` dots at `r` dots an inch.
struct TemplateArea: Equatable {
    var pages: ClosedRange<Int>
    private var left: Double
    private var top: Double
    private var right: Double
    private var bottom: Double

    /// Nil where a part is missing or is no number.
    init?(_ value: JSONValue) {
        func number(_ name: String) -> Double? { value[name]?.number ?? value[name]?.string.flatMap(Double.init) }
        guard let first = number("f"), let last = number("l"), let resolution = number("r"), let x = number("x"),
            let y = number("y"), let width = number("W"), let height = number("H"), resolution > 0, first >= 0,
            last >= first, last <= Double(Limits.pageNumber)
        else { return nil }
        let points = 72 / resolution
        pages = Int(first)...Int(last)
        left = x * points
        top = y * points
        right = (x + width) * points
        bottom = (y + height) * points
    }

    func touches(_ box: PageBox) -> Bool {
        box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top
    }
}
