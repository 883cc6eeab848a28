import Extraction
import Layout

/// A page of a test: texts put at places, as a reader would hand their words over.
struct DrawnPage {
    private var words: [SourceWord] = []

    /// Puts a text with its left edge at `x` and its top at `y`.
    mutating func put(_ text: String, _ x: Double, _ y: Double, size: Double = 10) {
        var left = x
        for word in text.split(separator: " ") {
            let width = Double(word.count) * size * 0.5
            words.append(
                SourceWord(String(word), box: PageBox(x: left, y: y, width: width, height: size), size: size))
            left += width + size * 0.3
        }
    }

    /// Puts texts side by side, each at its column.
    mutating func row(_ y: Double, _ cells: [(Double, String)]) {
        for (x, text) in cells { put(text, x, y) }
    }

    /// Puts lines below each other.
    mutating func lines(_ x: Double, _ y: Double, _ lines: [String]) {
        for (index, line) in lines.enumerated() { put(line, x, y + Double(index) * 14) }
    }

    func page(_ number: Int = 1) -> SourcePage {
        var page = SourcePage(number: number, size: PageSize(width: 595, height: 842), text: "")
        page.words = words
        return page
    }

    static func document(_ pages: DrawnPage...) -> SourceDocument {
        var document = SourceDocument(name: "test.pdf", mimeType: "application/pdf")
        document.pages = pages.enumerated().map { $0.element.page($0.offset + 1) }
        return document
    }
}
