import Model

/// Cuts a text into words and boundaries; addresses of the web, of mail and of files are left out.
struct WordReader {
    private(set) var words: [TextWord] = []
    private var current = String.UnicodeScalarView()
    private var begins = true
    private var opensSentence = true
    private var isHeading = false

    /// Reads a text, up to the number of words that is kept.
    mutating func read(_ text: String, isHeading: Bool = false) {
        self.isHeading = isHeading
        bound(sentence: true)
        var chunk: [Unicode.Scalar] = []
        var lineBreaks = 0
        for scalar in text.unicodeScalars {
            guard scalar.properties.isWhitespace else {
                if chunk.isEmpty, lineBreaks > 1 || (lineBreaks == 1 && !scalar.properties.isLowercase) {
                    bound(sentence: true)
                }
                lineBreaks = 0
                if chunk.count < Limits.taggedChunkScalars { chunk.append(scalar) }
                continue
            }
            flush(&chunk)
            if scalar == "\n" || scalar == "\u{0C}" || scalar == "\r" { lineBreaks += 1 }
            if words.count >= Limits.taggedWords { return }
        }
        flush(&chunk)
        bound(sentence: true)
    }

    private mutating func flush(_ chunk: inout [Unicode.Scalar]) {
        defer { chunk.removeAll(keepingCapacity: true) }
        guard !chunk.isEmpty else { return }
        if Self.isAddress(chunk) { return bound(sentence: false) }
        for (index, scalar) in chunk.enumerated() {
            let next = index + 1 < chunk.count ? chunk[index + 1] : " "
            read(scalar, next: next)
        }
        endWord()
    }

    private mutating func read(_ scalar: Unicode.Scalar, next: Unicode.Scalar) {
        let properties = scalar.properties
        if properties.isAlphabetic || properties.numericType != nil || Self.isMark(scalar) {
            if Self.isScriptBoundary(current.last, scalar) { endWord(); begins = true }
            return current.append(scalar)
        }
        switch scalar {
        case "-", "\u{2010}", "\u{2011}":
            if !current.isEmpty, next.properties.isAlphabetic || next.properties.numericType != nil {
                current.append("-")
            } else {
                endWord()
                if current.isEmpty { bound(sentence: false) }
            }
        case "'", "\u{2019}":
            if current.isEmpty || !next.properties.isAlphabetic { return endWord() }
            current.append("'")
        case "+", "#":
            if !current.isEmpty, current.count <= 2, !next.properties.isAlphabetic { return current.append(scalar) }
            endWord()
            bound(sentence: false)
        case "\u{AD}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}": return
        case ".", "!", "?", "。", "！", "？":
            // A point within a chunk belongs to a name or a number.
            endWord()
            bound(sentence: true)
        default:
            endWord()
            bound(sentence: false)
        }
    }

    private mutating func endWord() {
        guard !current.isEmpty else { return }
        var text = String(current)
        current.removeAll()
        for ending in ["'s", "'S"] where text.hasSuffix(ending) { text.removeLast(2) }
        // `l'analyse`, `dell'acqua`: the article is a word of its own.
        if let mark = text.firstIndex(of: "'"), text.distance(from: text.startIndex, to: mark) <= Self.longestElision {
            append(String(text[..<mark]))
            text = String(text[text.index(after: mark)...])
        }
        if !text.isEmpty { append(text) }
    }

    private mutating func append(_ text: String) {
        guard words.count < Limits.taggedWords else { return }
        words.append(
            TextWord(
                text: text, folded: text.lowercased(), begins: begins, opensSentence: opensSentence,
                isHeading: isHeading))
        begins = false
        opensSentence = false
    }

    private mutating func bound(sentence: Bool) {
        begins = true
        if sentence { opensSentence = true }
    }

    private static let longestElision = 5

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// Scripts that write no blanks: their words are the runs of one kind of letter.
    private static func isScriptBoundary(_ previous: Unicode.Scalar?, _ next: Unicode.Scalar) -> Bool {
        guard let previous else { return false }
        return unspaced(previous) != unspaced(next)
    }

    private static func unspaced(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x3040...0x309F: 1
        case 0x30A0...0x30FF, 0x31F0...0x31FF: 2
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: particles.contains(scalar) ? 1 : 3
        default: 0
        }
    }

    /// Chinese words of one character that join others.
    private static let particles: Set<Unicode.Scalar> = [
        "的", "了", "是", "在", "和", "与", "及", "或", "为", "以", "而", "于", "被", "把", "将", "也", "就", "都", "很", "不",
        "这", "那", "其", "之", "并", "从", "到", "对", "由", "等", "個", "个", "與", "為", "於", "這", "對", "從",
    ]

    private static func isAddress(_ chunk: [Unicode.Scalar]) -> Bool {
        var slashes = 0
        var points = 0
        for (index, scalar) in chunk.enumerated() {
            switch scalar {
            case "@": if index > 0, index + 1 < chunk.count { return true }
            case ":": if index + 2 < chunk.count, chunk[index + 1] == "/", chunk[index + 2] == "/" { return true }
            case "/", "\\": slashes += 1
            case ".":
                if index > 0, index + 1 < chunk.count, chunk[index - 1].properties.isAlphabetic,
                    chunk[index + 1].properties.isLowercase
                {
                    points += 1
                }
            default: break
            }
        }
        return slashes > 2 || points > 1 || (points == 1 && slashes > 0)
            || (chunk.count > 4 && chunk[0...3].elementsEqual("www.".unicodeScalars))
    }
}
