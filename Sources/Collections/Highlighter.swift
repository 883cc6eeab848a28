import Model

/// Finds what a query looks for in the text of one page, to show it.
///
/// Asking the index for it would mean to find every page with the words again.
struct Highlighter {
    private typealias Pattern = (words: [[Unicode.Scalar]], isPrefix: Bool)

    private let patterns: [Pattern]

    init(_ query: SearchQuery) {
        patterns = query.terms.map { (SearchText.words($0.text), $0.isPrefix) }.filter { !$0.words.isEmpty }
    }

    /// The text with marks around what is looked for; nil when none of it is there.
    func mark(_ text: String) -> String? {
        let tokens = SearchText.tokens(text)
        var ranges: [Range<Int>] = []
        var next = 0
        while next < tokens.count {
            if let count = patterns.lazy.compactMap({ length(of: $0, at: next, in: tokens) }).max() {
                ranges.append(tokens[next].bytes.lowerBound..<tokens[next + count - 1].bytes.upperBound)
                next += count
            } else {
                next += 1
            }
        }
        guard !ranges.isEmpty else { return nil }
        let bytes = Array(text.utf8)
        var marked: [UInt8] = []
        var place = 0
        for range in ranges {
            marked += bytes[place..<range.lowerBound] + [UInt8(Snippet.opening.value)]
            marked += bytes[range] + [UInt8(Snippet.closing.value)]
            place = range.upperBound
        }
        return String(decoding: marked + bytes[place...], as: UTF8.self)
    }

    /// How many words a pattern takes from a place on; nil where it does not fit.
    private func length(of pattern: Pattern, at start: Int, in tokens: [SearchText.Token]) -> Int? {
        guard start + pattern.words.count <= tokens.count else { return nil }
        for (offset, word) in pattern.words.enumerated() {
            let found = tokens[start + offset].word
            let isLast = offset == pattern.words.count - 1
            guard pattern.isPrefix && isLast ? found.starts(with: word) : found == word else { return nil }
        }
        return pattern.words.count
    }
}
