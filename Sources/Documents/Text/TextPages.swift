import Model

/// The pages of a text file, read and decoded in pieces, so that memory does not grow with the file.
///
/// Form feeds divide pages; a page that grows past its limit ends at the last place where it may be cut.
struct TextPages {
    /// One page of text with line feeds as line ends.
    struct Page {
        var text: [UInt8]
        /// True when the page was cut in the middle of a line, because the line was longer than a page.
        var endsInsideLine = false
    }

    /// Where a long page may be cut.
    enum Boundary {
        case line
        /// After a line end outside of double quotes, and after so many rows.
        case record(rows: Int)
    }

    private let source: DocumentSource
    private let boundary: Boundary
    private let limit: Int
    private var decoder: TextDecoder
    private var offset: Int64 = 0
    private var pending: [UInt8] = []
    private var isAtEnd = false
    private var endsWithReturn = false
    private var pagesMade = 0
    /// True when a page was divided because of its length.
    private(set) var wasDivided = false

    /// Starts at the beginning of a file.
    init(_ source: DocumentSource, encoding: TextEncoding, boundary: Boundary, limit: Int) {
        self.source = source
        self.boundary = boundary
        self.limit = limit
        decoder = TextDecoder(encoding)
    }

    /// Bytes that were no characters and became U+FFFD so far.
    var replacements: Int { decoder.replacements }

    /// The next page; nil after the last. An empty file has one empty page.
    mutating func next() throws(Failure) -> Page? {
        while true {
            if let page = cut() {
                pagesMade += 1
                return page
            }
            guard !isAtEnd else {
                guard !pending.isEmpty || pagesMade == 0 else { return nil }
                defer { pending = [] }
                pagesMade += 1
                return Page(text: cleaned(pending))
            }
            try fill()
        }
    }

    private mutating func fill() throws(Failure) {
        let piece = try source.read(Limits.textReadBytes, at: offset)
        offset += Int64(piece.count)
        isAtEnd = piece.isEmpty
        append(isAtEnd ? decoder.finish() : decoder.decode(piece[...]))
    }

    /// Adds text with every kind of line end made a line feed.
    private mutating func append(_ text: [UInt8]) {
        guard endsWithReturn || text.contains(ASCII.carriageReturn) else {
            pending += text
            return
        }
        for byte in text {
            if byte == ASCII.lineFeed, endsWithReturn {
                endsWithReturn = false
                continue
            }
            endsWithReturn = byte == ASCII.carriageReturn
            pending.append(endsWithReturn ? ASCII.lineFeed : byte)
        }
    }

    /// Takes a whole page off the pending text, if one is there.
    private mutating func cut() -> Page? {
        switch boundary {
        case .line:
            let window = pending.prefix(limit)
            if let feed = window.firstIndex(of: ASCII.formFeed) { return take(upTo: feed, dropping: 1) }
            guard pending.count > limit else { return nil }
            return takeLong(at: window.lastIndex(of: ASCII.lineFeed))
        case .record(let rows):
            let end = recordEnd(rows: rows)
            if end.isFull, let place = end.place, place + 1 < pending.count || !isAtEnd { return takeLong(at: place) }
            guard pending.count > limit else { return nil }
            return takeLong(at: end.place)
        }
    }

    /// The last line end outside of quotes within the limits, and whether the rows are used up.
    private func recordEnd(rows: Int) -> (place: Int?, isFull: Bool) {
        var place: Int?
        var count = 0
        var isQuoted = false
        for (index, byte) in pending.prefix(limit).enumerated() {
            if byte == ASCII.quote { isQuoted.toggle() }
            guard byte == ASCII.lineFeed, !isQuoted else { continue }
            place = index
            count += 1
            if count == rows { return (place, true) }
        }
        return (place, false)
    }

    private mutating func takeLong(at lineEnd: Int?) -> Page {
        wasDivided = true
        if let lineEnd { return take(upTo: lineEnd + 1, dropping: 0) }
        // One line longer than a page: cut between characters.
        var end = limit
        while end > 1, pending[end] & 0xC0 == 0x80 { end -= 1 }
        var page = take(upTo: end, dropping: 0)
        page.endsInsideLine = true
        return page
    }

    private mutating func take(upTo end: Int, dropping: Int) -> Page {
        let text = Array(pending[..<end])
        pending.removeFirst(end + dropping)
        return Page(text: cleaned(text))
    }

    private func cleaned(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(where: ASCII.isControl) else { return text }
        return text.map { ASCII.isControl($0) ? ASCII.space : $0 }
    }
}
