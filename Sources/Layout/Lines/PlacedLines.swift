/// A word where it stands on the page as shown.
public struct PlacedWord: Sendable, Equatable {
    public var text: String
    public var box: PageBox
    /// From 0 to 1; below 1 for recognised text.
    public var confidence: Double

    public init(text: String, box: PageBox, confidence: Double = 1) {
        self.text = text
        self.box = box
        self.confidence = confidence
    }
}

/// A line of words in the order in which they are read.
public struct PlacedLine: Sendable, Equatable {
    public var words: [PlacedWord]

    public init(words: [PlacedWord]) { self.words = words }

    public var text: String { words.map(\.text).joined(separator: " ") }

    /// The rectangle around its words; nil for none.
    public var box: PageBox? {
        guard let first = words.first else { return nil }
        return words.dropFirst().reduce(first.box) { $0.union($1.box) }
    }

    /// As sure as its words are on average, by their lengths.
    public var confidence: Double {
        let letters = words.reduce(0) { $0 + $1.text.utf8.count }
        guard letters > 0 else { return 1 }
        return words.reduce(0) { $0 + $1.confidence * Double($1.text.utf8.count) } / Double(letters)
    }
}

extension PageWords {
    /// The lines of a page in the order in which they are read; what stands in tables, too.
    public func placedLines(on marks: PageMarks) -> [PlacedLine] {
        let page = PageLines(self, on: marks, tables: [])
        return page.lines.compactMap { line in
            var words: [PlacedWord] = []
            for position in line.words {
                let word = page.word(at: position)
                let text = String(decoding: page.bytes(of: word), as: UTF8.self)
                let box = page.frame(word.direction).restored(word.area).pageBox
                if word.joinsPrevious, let last = words.indices.last {
                    words[last].text += text
                    words[last].box = words[last].box.union(box)
                    words[last].confidence = min(words[last].confidence, Double(word.confidence))
                } else {
                    words.append(PlacedWord(text: text, box: box, confidence: Double(word.confidence)))
                }
            }
            return words.isEmpty ? nil : PlacedLine(words: words)
        }
    }
}
