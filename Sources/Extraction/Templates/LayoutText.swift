import Layout
import Model

/// The words of a page as text in columns of one width, as `pdftotext -layout` writes it: the form patterns of
/// templates are made for.
struct LayoutText {
    /// Words on one line.
    struct Row {
        var words: [SourceWord]
        var bottom: Double
        var size: Double
    }

    private let rows: [Row]
    private let left: Double
    private let column: Double

    /// The text of words, each line ended by a line feed.
    static func text(of words: [SourceWord]) -> String {
        let placed = words.filter { !$0.text.isEmpty && $0.box.width > 0 && $0.box.height > 0 }
        return placed.isEmpty ? "" : LayoutText(placed).written()
    }

    private init(_ words: [SourceWord]) {
        left = words.map(\.box.x).min() ?? 0
        column = Self.column(words)
        rows = Self.rows(words)
    }

    /// The usual width of a character: half of all characters are wider.
    private static func column(_ words: [SourceWord]) -> Double {
        let widths = words.map { (width: $0.box.width / Double($0.text.count), count: $0.text.count) }
            .sorted { $0.width < $1.width }
        let total = widths.reduce(0) { $0 + $1.count }
        var seen = 0
        for (width, count) in widths {
            seen += count
            if seen * 2 >= total { return max(width, 0.1) }
        }
        return 5
    }

    private static func rows(_ words: [SourceWord]) -> [Row] {
        var rows: [Row] = []
        for word in words.sorted(by: { ($0.bottom, $0.box.x) < ($1.bottom, $1.box.x) }) {
            // A word belongs to the last line or, where a big one came between, to the one before.
            let place = rows.indices.suffix(3).last { rows[$0].takes(word) }
            if let place {
                rows[place].words.append(word)
                if word.size > rows[place].size { rows[place].size = word.size }
            } else {
                rows.append(Row(words: [word], bottom: word.bottom, size: word.size))
            }
        }
        return rows.sorted { $0.bottom < $1.bottom }.map { row in
            Row(words: row.words.sorted { $0.box.x < $1.box.x }, bottom: row.bottom, size: row.size)
        }
    }

    private func written() -> String {
        var text = ""
        for (index, row) in rows.enumerated() {
            if index > 0 {
                let gap = Int((row.bottom - rows[index - 1].bottom) / max(row.size, 1))
                text += String(repeating: "\n", count: min(max(gap, 1), 5))
            }
            text += line(row)
        }
        return text + "\n"
    }

    private func line(_ row: Row) -> String {
        var line = ""
        var length = 0
        var end: Double?
        for word in row.words {
            let target = min(Int(((word.box.x - left) / column).rounded()), Limits.layoutColumns)
            let spaces: Int
            if let end {
                let gap = word.box.x - end
                let isOrdinary = gap < max(0.75 * min(word.size, row.size), 1.2 * column)
                spaces = gap < -0.05 * word.size ? 1 : isOrdinary ? 1 : max(2, target - length)
            } else {
                // What all but begins at the margin begins there, so that patterns can tell it from what is set in.
                spaces = target < 2 ? 0 : target
            }
            line += String(repeating: " ", count: spaces) + word.text
            length += spaces + word.text.count
            end = max(end ?? 0, word.box.x + word.box.width)
        }
        return line
    }
}

extension LayoutText.Row {
    func takes(_ word: SourceWord) -> Bool {
        abs(word.bottom - bottom) <= 0.4 * min(max(size, 1), max(word.size, 1))
    }
}

extension SourceWord {
    fileprivate var bottom: Double { box.y + box.height }
}
