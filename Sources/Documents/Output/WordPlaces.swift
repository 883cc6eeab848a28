import Layout
import Model

/// Writes words.jsonl: where the words and the lines of a page stand.
struct WordPlaces {
    /// What a line of the file is about.
    enum Kind: String, CaseIterable { case word, line }

    let kinds: Set<Kind>

    /// The lines of the file about one page.
    func bytes(of lines: [PlacedLine], page: Int) -> [UInt8] {
        var writer = JSONWriter()
        for (number, line) in lines.enumerated() {
            if kinds.contains(.line), let box = line.box {
                let whole = PlacedWord(text: line.text, box: box, confidence: line.confidence)
                Self.write(whole, .line, number: number, page: page, to: &writer)
            }
            if kinds.contains(.word) {
                for word in line.words { Self.write(word, .word, number: number, page: page, to: &writer) }
            }
        }
        return writer.bytes
    }

    private static func write(_ word: PlacedWord, _ kind: Kind, number: Int, page: Int, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", .string(kind.rawValue))
        writer.member("page_number", .integer(Int64(page)))
        writer.member("line", .integer(Int64(number)))
        writer.member("text", .string(word.text))
        writer.key("bbox")
        writer.beginObject()
        for (name, value) in [("x", word.box.x), ("y", word.box.y), ("w", word.box.width), ("h", word.box.height)] {
            writer.key(name)
            writer.hundredths(value)
        }
        writer.endObject()
        writer.key("confidence")
        writer.hundredths(word.confidence)
        writer.endObject()
        writer.newline()
    }
}

extension RecognizedPage {
    /// The lines as they were recognised, without words that stand where one of `others` does.
    func placedLines(besides others: [PlacedLine] = []) -> [PlacedLine] {
        let taken = others.flatMap(\.words).map(\.box)
        var lines: [PlacedLine] = []
        var last: (block: Int, paragraph: Int, line: Int)?
        for word in words {
            let box = place(of: word.box)
            let (x, y) = (box.x + box.width / 2, box.y + box.height / 2)
            let isTaken = taken.contains {
                $0.x <= x && x <= $0.x + $0.width && $0.y <= y && y <= $0.y + $0.height
            }
            if isTaken { continue }
            let place = (block: word.block, paragraph: word.paragraph, line: word.line)
            if let last, last == place, let open = lines.indices.last {
                lines[open].words.append(PlacedWord(text: word.text, box: box, confidence: word.confidence))
            } else {
                lines.append(PlacedLine(words: [PlacedWord(text: word.text, box: box, confidence: word.confidence)]))
            }
            last = place
        }
        return lines
    }
}
