import Model

/// Mends words that programs tear apart or paint twice.
struct WordMerger {
    /// Letters in a row that are taken for one spaced word.
    private static let spacedLetters = 4
    /// Their gaps are at most this part of the size.
    private static let widestSpacing: Float = 0.95
    /// A gap above this many times the usual one divides spaced words.
    private static let spacedGap: Float = 1.7
    /// The same word this near, in sizes, is the same ink.
    private static let shadow: Float = 0.16
    /// And in points.
    private static let widestShadow: Float = 2

    // MARK: - L E T T E R S  A P A R T

    /// Joins letters set apart for looks to words.
    static func joinSpacedLetters(_ page: inout PageWords) {
        var start = 0
        var joined: [Range<Int>] = []
        while start < page.words.count {
            guard isLetter(page.words[start], page) else {
                start += 1
                continue
            }
            var end = start + 1
            while end < page.words.count, isLetter(page.words[end], page),
                follows(page.words[end - 1], page.words[end])
            {
                end += 1
            }
            if end - start >= spacedLetters { joined += parts(of: start..<end, page.words) }
            start = end
        }
        if !joined.isEmpty { join(joined, &page) }
    }

    private static func isLetter(_ word: Word, _ page: PageWords) -> Bool {
        guard word.length <= 3, word.length > 0 else { return false }
        let first = page.text[Int(word.start)]
        return word.length == 1 ? first > 0x20 && first < 0x7F && !ASCII.isDigit(first) : first >= 0xC3
    }

    private static func follows(_ word: Word, _ next: Word) -> Bool {
        guard word.direction == next.direction, abs(word.size - next.size) < 0.05 * word.size,
            abs(word.baseline - next.baseline) < 0.05 * word.size, word.start + word.length == next.start
        else { return false }
        let gap = gap(word, next)
        return gap > 0 && gap < widestSpacing * word.size
    }

    private static func gap(_ word: Word, _ next: Word) -> Float {
        switch word.direction {
        case .right: next.area.left - word.area.right
        case .left: word.area.left - next.area.right
        case .down: next.area.top - word.area.bottom
        case .up: word.area.top - next.area.bottom
        }
    }

    /// The words among spaced letters: they stand further apart than their letters.
    private static func parts(of range: Range<Int>, _ words: [Word]) -> [Range<Int>] {
        let gaps = range.dropLast().map { gap(words[$0], words[$0 + 1]) }
        let usual = gaps.sorted()[gaps.count / 3]
        // Gaps without any rule are those of a row of single letters.
        guard usual > 0.02, gaps.count(where: { $0 < usual * spacedGap }) * 5 >= gaps.count * 3 else { return [] }
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        for (offset, gap) in gaps.enumerated() where gap > usual * spacedGap {
            parts.append(start..<range.lowerBound + offset + 1)
            start = range.lowerBound + offset + 1
        }
        parts.append(start..<range.upperBound)
        return parts.filter { $0.count > 1 }
    }

    private static func join(_ parts: [Range<Int>], _ page: inout PageWords) {
        var words: [Word] = []
        words.reserveCapacity(page.words.count)
        var next = 0
        for part in parts {
            words += page.words[next..<part.lowerBound]
            var word = page.words[part.lowerBound]
            for other in page.words[part.dropFirst()] {
                word.length += other.length
                word.area.formUnion(other.area)
                word.traits.formUnion(other.traits)
            }
            words.append(word)
            next = part.upperBound
        }
        words += page.words[next...]
        page.words = words
    }

    // MARK: - Painted twice

    /// Leaves out words painted again at the same place, which makes them look bold or gives them a shadow.
    static func dropShadows(_ page: inout PageWords) {
        guard page.words.count > 1 else { return }
        var size = 64
        while size < page.words.count * 2 { size *= 2 }
        var table = [Int32](repeating: -1, count: size)
        var dropped: [Int] = []
        for index in page.words.indices {
            let word = page.words[index]
            let slack = min(shadow * word.size, widestShadow)
            if let first = find(word, slack, table, page) {
                dropped.append(index)
                if abs(word.area.left - page.words[first].area.left) > 0.01 * word.size {
                    page.words[first].style.insert(.bold)
                }
                if !word.traits.contains(.hidden) { page.words[first].traits.remove(.hidden) }
                if index + 1 < page.words.count, page.words[index + 1].joinsPrevious {
                    page.words[index + 1].joinsPrevious = word.joinsPrevious
                }
                continue
            }
            var slot = place(column(word.area.left), column(word.area.top), size)
            while table[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            table[slot] = Int32(index)
        }
        guard !dropped.isEmpty else { return }
        var kept: [Word] = []
        kept.reserveCapacity(page.words.count)
        var next = 0
        for index in dropped {
            kept += page.words[next..<index]
            next = index + 1
        }
        page.words = kept + page.words[next...]
    }

    /// Side of the squares words are looked up by, in points.
    private static let cell: Float = 12

    private static func column(_ position: Float) -> Int32 {
        Int32(max(-1e6, min(1e6, (position / cell).rounded(.down))))
    }

    private static func find(
        _ word: Word, _ slack: Float, _ table: [Int32], _ page: PageWords
    ) -> Int? {
        let columns = (column(word.area.left - slack), column(word.area.left + slack))
        let rows = (column(word.area.top - slack), column(word.area.top + slack))
        for x in columns.0...columns.1 {
            for y in rows.0...rows.1 {
                var slot = place(x, y, table.count)
                while table[slot] >= 0 {
                    let index = Int(table[slot])
                    if isShadow(word, of: page.words[index], slack, page) { return index }
                    slot = (slot + 1) & (table.count - 1)
                }
            }
        }
        return nil
    }

    private static func isShadow(_ word: Word, of other: Word, _ slack: Float, _ page: PageWords) -> Bool {
        abs(word.area.left - other.area.left) <= slack && abs(word.area.top - other.area.top) <= slack
            && word.length == other.length && abs(word.size - other.size) < 0.1 * word.size
            && page.bytes(of: word).elementsEqual(page.bytes(of: other))
    }

    private static func place(_ x: Int32, _ y: Int32, _ size: Int) -> Int {
        var mixed = UInt64(UInt32(bitPattern: x)) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= UInt64(UInt32(bitPattern: y)) &* 0xC2B2_AE3D_27D4_EB4F
        return Int((mixed ^ (mixed >> 29)) & UInt64(size - 1))
    }
}
