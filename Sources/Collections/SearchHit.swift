import Model
import WorkerProtocol

/// A page that was found.
public struct SearchHit: Sendable {
    /// The document.
    public var document: IndexedDocument
    /// 1-based.
    public var page: Int
    /// Points; nil for a format without pages of a size.
    public var pageWidth: Double?
    public var pageHeight: Double?
    /// A piece of the text around what was found.
    public var snippet: Snippet
    /// Where on the page it is; nil for a format without places.
    public var box: PassageBox?
    /// The best has the highest; comparable within one search only.
    public var score: Double
    /// `words`, `vectors` or both.
    public var methods: [String]
    /// The chunk with the nearest vector, if one was near.
    public var chunk: Int?

    init(
        document: IndexedDocument, page: Int, pageWidth: Double?, pageHeight: Double?, snippet: Snippet, score: Double,
        methods: [String]
    ) {
        self.document = document
        self.page = page
        self.pageWidth = pageWidth
        self.pageHeight = pageHeight
        self.snippet = snippet
        self.score = score
        self.methods = methods
    }
}

/// A piece of a text with what was found in it.
public struct Snippet: Sendable, Equatable {
    public var text: String
    /// What to highlight, in Unicode characters (scalars) of `text`.
    public var highlights: [Range<Int>]

    /// The marks around what was found; texts hold no control characters.
    static let opening: Unicode.Scalar = "\u{1}"
    static let closing: Unicode.Scalar = "\u{2}"

    /// Cuts a snippet out of a text with marks. `bytes` becomes where the first highlight is in the text without
    /// marks, as it is indexed.
    init(marked: String, bytes: inout Range<Int>?) {
        var scalars: [Unicode.Scalar] = []
        var ranges: [Range<Int>] = []
        var byteRanges: [Range<Int>] = []
        var open: (scalar: Int, byte: Int)?
        var byte = 0
        for scalar in marked.unicodeScalars {
            if scalar == Self.opening {
                open = (scalars.count, byte)
            } else if scalar == Self.closing {
                if let begun = open {
                    ranges.append(begun.scalar..<scalars.count)
                    byteRanges.append(begun.byte..<byte)
                }
                open = nil
            } else {
                byte += UTF8.width(scalar)
                if scalar == SearchText.separator { continue }
                scalars.append(scalar.properties.isWhitespace ? " " : scalar)
            }
        }
        let best = Self.densest(ranges)
        bytes = best.map { byteRanges[$0] }
        self = Self.cut(scalars, ranges, around: best)
    }

    /// The beginning of a text in which nothing is highlighted.
    init(of text: String) {
        let scalars = SearchText.shown(text).unicodeScalars.map { $0.properties.isWhitespace ? " " : $0 }
        self = Self.cut(scalars, [], around: nil)
    }

    private init(text: String, highlights: [Range<Int>]) {
        self.text = text
        self.highlights = highlights
    }

    /// The highlight from which on a snippet holds most of them.
    private static func densest(_ ranges: [Range<Int>]) -> Int? {
        var best: (index: Int, count: Int)?
        var last = 0
        for index in ranges.indices {
            last = max(last, index)
            while last + 1 < ranges.count,
                ranges[last + 1].upperBound - ranges[index].lowerBound
                    <= Limits.snippetCharacters - Limits.snippetLead
            {
                last += 1
            }
            if best.map({ last - index + 1 > $0.count }) ?? true { best = (index, last - index + 1) }
        }
        return best?.index
    }

    private static func cut(_ scalars: [Unicode.Scalar], _ ranges: [Range<Int>], around best: Int?) -> Snippet {
        var start = max(0, (best.map { ranges[$0].lowerBound } ?? 0) - Limits.snippetLead)
        let end = min(scalars.count, start + Limits.snippetCharacters)
        // Not within a word.
        let limit = best.map { ranges[$0].lowerBound } ?? start
        if start > 0, let blank = scalars[start..<limit].firstIndex(of: " ") { start = blank + 1 }
        var view = String.UnicodeScalarView()
        var places = [Int](repeating: 0, count: end - start + 1)
        for place in start..<end {
            places[place - start] = view.count
            // Blanks in a row are one.
            if scalars[place] == " ", view.isEmpty || view.last == " " { continue }
            view.append(scalars[place])
        }
        places[end - start] = view.count
        let inside = ranges.filter { $0.lowerBound >= start && $0.upperBound <= end }.prefix(Limits.snippetHighlights)
        let highlights = inside.map { places[$0.lowerBound - start]..<places[$0.upperBound - start] }
        return Snippet(text: String(view), highlights: Array(highlights))
    }
}
