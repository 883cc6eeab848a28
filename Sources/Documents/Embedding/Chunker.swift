import Model
import WorkerProtocol

/// A piece of a page that gets a vector.
struct Chunk: Equatable {
    /// 0-based place in the document.
    var index: Int
    /// 1-based.
    var page: Int
    /// The first character of the chunk in the text of its page, and the one after its last, in Unicode scalars.
    var start: Int
    var end: Int
    var text: String
    var box: PassageBox?
}

/// Divides the text of pages into chunks of so many words, each with some of the words of the one before.
///
/// A word is what stands between blanks; in scripts without blanks each character is one. No chunk goes over the end
/// of a page, so that each has one place in the document.
struct Chunker {
    let size: Int
    let overlap: Int
    private(set) var chunks: [Chunk] = []
    /// Pages whose text was left out because there were too many chunks.
    private(set) var omittedPages = 0

    /// An overlap as large as the chunk would never get on: it is one word less then.
    init(size: Int, overlap: Int) {
        self.size = max(1, size)
        self.overlap = max(0, min(overlap, self.size - 1))
    }

    /// Takes a page with the boxes of its text.
    mutating func add(page: Int, text: String, boxes: [PassageBox]) {
        let scalars = Array(text.unicodeScalars)
        let words = Self.words(scalars)
        guard !words.isEmpty else { return }
        let bytes = scalars.reduce(into: [0]) { $0.append(($0.last ?? 0) + UTF8.width($1)) }
        var first = 0
        while true {
            guard chunks.count < Limits.documentChunks else {
                omittedPages += 1
                return
            }
            let last = min(first + size, words.count) - 1
            let (start, end) = (words[first].lowerBound, words[last].upperBound)
            let box = boxes.filter { $0.start < bytes[end] && $0.end > bytes[start] }
                .reduce(nil as PassageBox?) { $0?.union($1) ?? $1 }
            let text = String(String.UnicodeScalarView(scalars[start..<end]))
            chunks.append(Chunk(index: chunks.count, page: page, start: start, end: end, text: text, box: box))
            guard last < words.count - 1 else { return }
            first += size - overlap
        }
    }

    private static func words(_ scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start: Int?
        func end(at place: Int) {
            if let begun = start { words.append(begun..<place) }
            start = nil
        }
        for (place, scalar) in scalars.enumerated() {
            if scalar.properties.isWhitespace {
                end(at: place)
            } else if SearchText.isDense(scalar) {
                end(at: place)
                words.append(place..<place + 1)
            } else if start == nil {
                start = place
            }
        }
        end(at: scalars.count)
        return words
    }
}
