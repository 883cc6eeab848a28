import Model

/// Divides the text of a document into parts a model can read at once; the end of a part stands at the start of the
/// next one again, so that no row is cut.
enum TextParts {
    private struct Line {
        var page: Int
        var text: Substring
        var tokens: Int
    }

    /// The parts, with a mark where a page begins.
    static func parts(
        of document: SourceDocument, tokens: Int = Limits.promptTokens, overlap: Int = Limits.promptOverlapTokens
    ) -> [String] {
        let lines = document.pages.flatMap { Self.lines(of: $0, most: max(1, tokens / 4)) }
        var parts: [String] = []
        var start = 0
        while start < lines.count {
            var end = start
            var size = 0
            while end < lines.count, end == start || size + lines[end].tokens <= tokens {
                size += lines[end].tokens
                end += 1
            }
            parts.append(text(lines[start..<end]))
            guard end < lines.count else { break }
            var next = end
            var repeated = 0
            while next > start + 1, repeated + lines[next - 1].tokens <= overlap {
                next -= 1
                repeated += lines[next].tokens
            }
            start = next
        }
        return parts.isEmpty ? [""] : parts
    }

    /// About how many tokens a text is.
    static func tokens(_ text: some StringProtocol) -> Int {
        var estimate = TokenEstimate()
        estimate.add(text.utf8)
        return estimate.tokens
    }

    private static func lines(of page: SourcePage, most: Int) -> [Line] {
        page.text.split(separator: "\n", omittingEmptySubsequences: true).flatMap { line -> [Line] in
            let count = tokens(line)
            if count <= most { return [Line(page: page.number, text: line, tokens: count)] }
            // A line without an end is cut anywhere.
            var rest = line
            var pieces: [Line] = []
            while !rest.isEmpty {
                let piece = rest.prefix(most)
                pieces.append(Line(page: page.number, text: piece, tokens: tokens(piece)))
                rest = rest.dropFirst(most)
            }
            return pieces
        }
    }

    private static func text(_ lines: ArraySlice<Line>) -> String {
        var text = ""
        var page: Int?
        for line in lines {
            if line.page != page { text += "[Page \(line.page)]\n" }
            page = line.page
            text += line.text + "\n"
        }
        return text
    }
}
