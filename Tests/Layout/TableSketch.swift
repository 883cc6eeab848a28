@testable import Layout

/// A page drawn for a test: words at places, lines and fields.
struct TableSketch {
    var words = PageWords()
    var marks: PageMarks

    init(width: Double = 600, height: Double = 800) {
        marks = PageMarks(number: 1, width: width, height: height)
    }

    /// The width of every letter, in parts of the size.
    private static let letter: Float = 0.5

    /// Writes words on a line from `x` on, a blank between two of them.
    mutating func text(_ text: String, x: Float, y: Float, size: Float = 10, style: StyledText.Style = []) {
        var left = x
        for word in text.split(separator: " ") {
            let width = Float(word.count) * Self.letter * size
            add(
                Array(word.utf8), Area(left: left, top: y - 0.75 * size, right: left + width, bottom: y + 0.25 * size),
                baseline: y, size: size, style: style, direction: .right)
            left += width + 0.3 * size
        }
    }

    /// Writes words on a line that ends at `right`.
    mutating func text(_ text: String, right: Float, y: Float, size: Float = 10) {
        let letters = text.split(separator: " ").reduce(0) { $0 + $1.count }
        let blanks = text.split(separator: " ").count - 1
        self.text(text, x: right - Float(letters) * Self.letter * size - Float(blanks) * 0.3 * size, y: y, size: size)
    }

    /// Writes a word that runs up, from `y` on, on a line at `x`.
    mutating func textUp(_ text: String, x: Float, y: Float, size: Float = 10) {
        var bottom = y
        for word in text.split(separator: " ") {
            let length = Float(word.count) * Self.letter * size
            add(
                Array(word.utf8),
                Area(left: x - 0.75 * size, top: bottom - length, right: x + 0.25 * size, bottom: bottom),
                baseline: x, size: size, style: [], direction: .up)
            bottom -= length + 0.3 * size
        }
    }

    private mutating func add(
        _ bytes: [UInt8], _ area: Area, baseline: Float, size: Float, style: StyledText.Style, direction: Word.Direction
    ) {
        let start = UInt32(words.text.count)
        words.text += bytes
        words.words.append(
            Word(
                area: area, baseline: baseline, size: size, start: start, length: UInt32(bytes.count), font: 0,
                direction: direction, style: style, traits: [], joinsPrevious: false, color: 0, content: -1))
    }

    /// Draws a line from side to side.
    mutating func bar(y: Float, _ from: Float, _ to: Float) {
        marks.shapes.append(Shape(area: Area(left: from, top: y, right: to, bottom: y), strokeWidth: 0.5))
    }

    /// Draws a line from top to bottom.
    mutating func pole(x: Float, _ from: Float, _ to: Float) {
        marks.shapes.append(Shape(area: Area(left: x, top: from, right: x, bottom: to), strokeWidth: 0.5))
    }

    /// Draws the lines of a grid.
    mutating func grid(xs: [Float], ys: [Float]) {
        for y in ys { bar(y: y, xs[0], xs[xs.count - 1]) }
        for x in xs { pole(x: x, ys[0], ys[ys.count - 1]) }
    }

    /// Paints a field.
    mutating func field(_ area: Area, color: UInt32 = 0xDDDDDD) {
        marks.shapes.append(Shape(area: area, color: color, isFilled: true))
    }

    /// Writes rows of texts at these places, a line each.
    mutating func rows(_ rows: [[String]], xs: [Float], y: Float, step: Float = 14, size: Float = 10) {
        for (index, row) in rows.enumerated() {
            for (x, cell) in zip(xs, row) where !cell.isEmpty {
                text(cell, x: x, y: y + Float(index) * step, size: size)
            }
        }
    }

    /// Running text of full lines.
    mutating func prose(_ lines: Int, x: Float, y: Float, width: Float, size: Float = 10) {
        let vocabulary = ["the", "water", "of", "every", "river", "comes", "down", "into", "great", "lakes"]
        var next = lines
        for line in 0..<lines {
            var text = ""
            while Float(text.count + 8) * Self.letter * size < width {
                text += vocabulary[next % vocabulary.count] + " "
                next = (next * 7 + 3) % 1000
            }
            self.text(text, x: x, y: y + Float(line) * 1.2 * size, size: size)
        }
    }

    var tables: [FoundTable] { TableFinder().tables(words: words, marks: marks, bodySize: 10) }
}

extension FoundTable {
    /// The texts of the cells as they begin, row by row.
    var texts: [[String]] { table.rows.map { $0.map(\.text.plain) } }
}
