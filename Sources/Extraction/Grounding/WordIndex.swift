import Layout
import Model

/// The words of a document, so that a text is found in them without regard to case, accents, blanks and marks.
///
/// Letters and digits of all words stand in one row of bytes. A token is a run of letters or of digits; a text is found
/// where one begins, by its first three bytes.
struct WordIndex {
    /// A word and its page.
    struct Entry {
        var text: String
        var page: Int
        var box: PageBox?
        var confidence: Double
    }

    private(set) var entries: [Entry] = []
    private(set) var bytes: [UInt8] = []
    /// Where each token begins in the bytes; at the end stands the number of bytes.
    private(set) var tokens: [Int32] = []
    /// The word of each token.
    private(set) var tokenWords: [Int32] = []
    /// Tokens by the first three bytes from where they begin, then by place.
    private var order: [Int32] = []
    private var keys: [UInt32] = []
    /// Where one or two bytes begin that are a token or two, by place.
    private var short: [ArraySlice<UInt8>: [Int32]] = [:]

    /// The order words are taken in.
    enum Order {
        /// As they are painted.
        case painted
        /// From top to bottom and left to right.
        case lines
    }

    /// Indexes the words of a document; of pages without words the text.
    init(_ document: SourceDocument, _ order: Order) {
        for page in document.pages {
            let words = order == .painted ? page.words : page.wordsInLines
            for word in words {
                add(Entry(text: word.text, page: page.number, box: word.box, confidence: word.confidence))
            }
            guard words.isEmpty else { continue }
            for text in page.text.split(whereSeparator: \.isWhitespace) {
                add(Entry(text: String(text), page: page.number, box: nil, confidence: 1))
            }
        }
        tokens.append(Int32(bytes.count))
        // Key above, place below: one number to sort by.
        let sorted = (0..<tokenWords.count).map { UInt64(key(atToken: $0)) << 32 | UInt64($0) }.sorted()
        keys = sorted.map { UInt32($0 >> 32) }
        self.order = sorted.map { Int32(truncatingIfNeeded: $0) }
        for token in 0..<tokenWords.count where tokens[token + 1] - tokens[token] < 3 {
            short[text(of: token), default: []].append(Int32(token))
            // Two tokens of one byte each, as in `0,5`.
            let pair = Int(tokens[token])..<Int(tokens[token]) + 2
            guard token + 2 < tokens.count, tokens[token + 2] == pair.upperBound else { continue }
            short[bytes[pair], default: []].append(Int32(token))
        }
    }

    private mutating func add(_ entry: Entry) {
        if addASCII(entry) { return entries.append(entry) }
        for piece in WordPieces(entry.text) {
            if piece.beginsToken {
                tokens.append(Int32(bytes.count))
                tokenWords.append(Int32(entries.count))
            }
            bytes += piece.bytes
        }
        entries.append(entry)
    }

    /// Most words; as `WordPieces` sees them, much faster.
    private mutating func addASCII(_ entry: Entry) -> Bool {
        guard entry.text.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "$") }) else { return false }
        var last = 0
        for byte in entry.text.utf8 {
            let isDigit = (0x30...0x39).contains(byte)
            let isUpper = (0x41...0x5A).contains(byte)
            let kind = isDigit ? 1 : isUpper || (0x61...0x7A).contains(byte) ? 2 : 0
            if kind > 0 {
                if kind != last {
                    tokens.append(Int32(bytes.count))
                    tokenWords.append(Int32(entries.count))
                }
                bytes.append(isUpper ? byte + 0x20 : byte)
            }
            last = kind
        }
        return true
    }

    private func key(atToken token: Int) -> UInt32 {
        let start = Int(tokens[token])
        return Self.key(bytes[start..<min(start + 3, bytes.count)])
    }

    private static func key(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var key: UInt32 = 0
        var count = 0
        for byte in bytes.prefix(3) {
            key = key << 8 | UInt32(byte)
            count += 1
        }
        return key << (8 * UInt32(3 - count))
    }

    /// Runs of tokens that hold exactly these letters and digits, none over two pages: those from a token on first, and
    /// where there are not enough of them those before it.
    func runs(
        of pattern: [UInt8], from first: Int = 0, atMost most: Int = Limits.groundingPlaces
    ) -> [Range<Int>] {
        guard !pattern.isEmpty, pattern.count <= Limits.groundedBytes else { return [] }
        let places = places(of: pattern)
        let middle = places.partitioningIndex { Int($0) >= first }
        var found: [Range<Int>] = []
        for token in [places[middle...], places[..<middle]].joined() {
            guard found.count < most else { break }
            let start = Int(tokens[Int(token)])
            guard start + pattern.count <= bytes.count,
                bytes[start..<start + pattern.count].elementsEqual(pattern),
                let end = self.token(endingAt: start + pattern.count, from: Int(token)),
                isOnOnePage(Int(token)..<end)
            else { continue }
            found.append(Int(token)..<end)
        }
        return found
    }

    /// The tokens at which a text may begin, by place.
    private func places(of pattern: [UInt8]) -> ArraySlice<Int32> {
        if pattern.count < 3 { return (short[pattern[...]] ?? [])[...] }
        let key = Self.key(pattern)
        let start = keys.partitioningIndex { $0 >= key }
        let end = keys.partitioningIndex { $0 > key }
        return order[start..<end]
    }

    private func token(endingAt end: Int, from token: Int) -> Int? {
        var next = token + 1
        while next < tokens.count - 1, Int(tokens[next]) < end { next += 1 }
        return Int(tokens[next]) == end ? next : nil
    }

    private func isOnOnePage(_ run: Range<Int>) -> Bool {
        page(of: run.lowerBound) == page(of: run.upperBound - 1)
    }

    /// The page of a token.
    func page(of token: Int) -> Int { entries[Int(tokenWords[token])].page }

    /// The words of a run.
    func words(of run: Range<Int>) -> ClosedRange<Int> {
        Int(tokenWords[run.lowerBound])...Int(tokenWords[run.upperBound - 1])
    }

    /// The letters and digits of a token.
    func text(of token: Int) -> ArraySlice<UInt8> { bytes[Int(tokens[token])..<Int(tokens[token + 1])] }
}

/// The letters and digits of a word, folded, and which of them begin a token.
struct WordPieces: Sequence {
    /// One character.
    struct Piece {
        /// Number of the character in the word.
        var character: Int
        var bytes: [UInt8]
        var beginsToken: Bool
    }

    private let text: String

    init(_ text: String) { self.text = text }

    /// All letters and digits of a text in a row, as the index has them.
    static func bytes(of text: String) -> [UInt8] { WordPieces(text).flatMap(\.bytes) }

    func makeIterator() -> IndexingIterator<[Piece]> {
        var pieces: [Piece] = []
        var last = Kind.mark
        for (number, character) in text.enumerated() {
            let kind = Kind(character)
            if kind != .mark {
                let bytes = Array(Folding.fold(String(character)).utf8)
                pieces.append(Piece(character: number, bytes: bytes, beginsToken: kind != last || kind == .ideograph))
            }
            last = kind
        }
        return pieces.makeIterator()
    }

    private enum Kind {
        /// `ideograph` also for signs of currencies: each is a token of its own.
        case letter, digit, ideograph, mark

        init(_ character: Character) {
            if let value = character.asciiValue {
                switch value {
                case 0x30...0x39: self = .digit
                case 0x41...0x5A, 0x61...0x7A: self = .letter
                case UInt8(ascii: "$"): self = .ideograph
                default: self = .mark
                }
                return
            }
            if character.isNumber {
                self = .digit
            } else if let scalar = character.unicodeScalars.first?.properties,
                scalar.isIdeographic || scalar.generalCategory == .currencySymbol
            {
                self = .ideograph
            } else {
                self = character.isLetter ? .letter : .mark
            }
        }
    }
}

extension SourcePage {
    /// The words as lines from top to bottom, each from left to right.
    var wordsInLines: [SourceWord] {
        var lines: [(middle: Double, height: Double, words: [SourceWord])] = []
        for word in words.sorted(by: { $0.box.y + $0.box.height / 2 < $1.box.y + $1.box.height / 2 }) {
            let middle = word.box.y + word.box.height / 2
            if let last = lines.last, middle - last.middle < max(last.height, word.box.height) / 2 {
                lines[lines.count - 1].words.append(word)
            } else {
                lines.append((middle, word.box.height, [word]))
            }
        }
        return lines.flatMap { $0.words.sorted { $0.box.x < $1.box.x } }
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index from which on a predicate holds, when it holds from some place to the end.
    fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
