import Model

/// The titles of the outline of a document by page.
struct OutlineTitles {
    /// Pages a title may be off the page its destination names.
    private static let slack = 1

    private struct Key: Hashable {
        var page: Int
        var hash: UInt64
    }

    private var levels: [Key: Int] = [:]

    init(_ outline: [OutlineHint]) {
        for hint in outline {
            guard let page = hint.page else { continue }
            let key = Key(page: page, hash: Self.hash(hint.title.utf8))
            if levels[key] == nil { levels[key] = hint.level }
        }
    }

    /// The level of the title a passage is; nil when it is none.
    func level(of passage: Passage, _ page: PageLines) -> Int? {
        guard !levels.isEmpty, passage.table < 0, passage.bytes <= Limits.headingBytes else { return nil }
        let first = page.lines[passage.lines.lowerBound]
        let hashes = [
            Self.hash(passage.lines, page, skipping: 0),
            // The outline often leaves out the number.
            HeadingNumber(of: first, on: page) == nil ? nil : Self.hash(passage.lines, page, skipping: 1),
        ].compactMap { $0 }
        for hash in hashes {
            for number in page.number - Self.slack...page.number + Self.slack {
                if let level = levels[Key(page: number, hash: hash)] { return level }
            }
        }
        return nil
    }

    private static func hash(_ lines: Range<Int>, _ page: PageLines, skipping words: Int) -> UInt64 {
        var hash = Self.empty
        var left = words
        for line in lines {
            for position in page.lines[line].words {
                let word = page.word(at: position)
                if left > 0 {
                    left -= 1
                    continue
                }
                add(page.bytes(of: word), to: &hash)
            }
        }
        return hash
    }

    private static func hash(_ text: some Sequence<UInt8>) -> UInt64 {
        var hash = Self.empty
        add(text, to: &hash)
        return hash
    }

    private static let empty: UInt64 = 0xCBF2_9CE4_8422_2325

    /// FNV-1a over letters and digits.
    private static func add(_ text: some Sequence<UInt8>, to hash: inout UInt64) {
        for byte in text where LineEnd.isLetter(byte) || ASCII.isDigit(byte) {
            hash = (hash ^ UInt64(ASCII.isLetter(byte) ? byte | 0x20 : byte)) &* 0x100_0000_01B3
        }
    }
}
