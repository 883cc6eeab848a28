import Model

/// Recognises running headers and footers: lines at the edge of the page whose text stands at the same height of other
/// pages, or counts them.
struct RunningText {
    /// Parts of the page at its top and bottom in which they stand.
    private static let margin: Float = 0.17
    /// Part of the page at its edge that has no text of its own.
    private static let outerMargin: Float = 0.065
    /// Rows looked at from each edge.
    private static let rows = 3
    /// Heights that differ by less than this part of the page are one.
    private static let heightSlack: Float = 0.006
    /// Pages a place must have had one before any text there is one.
    private static let learntPages = 4
    /// Larger type runs only when it stands on most pages.
    private static let largeSize: Float = 1.4

    private struct Sight {
        var page: Int
        var key: UInt64
        /// The number at an end of the line less the position of the page; nil without one.
        var offset: Int?
        /// Part of the height of the page.
        var height: Float
    }

    private struct Place {
        var height: Float
        var size: Float
        var isHeader: Bool
        var pages: Int
    }

    private var sights: [Sight] = []
    private var places: [Place] = []

    /// Notes what stands at the edges of a page; `index` counts pages.
    mutating func note(_ page: PageLines, index: Int) {
        for row in Self.edgeRows(of: page).flatMap({ $0 }) {
            for line in row {
                sights.append(
                    Sight(
                        page: index, key: Self.key(of: page.lines[line], page),
                        offset: PageNumber.number(of: page.lines[line], page).map { $0 - index },
                        height: Self.height(line, page)))
            }
        }
        if sights.count > Limits.runningTexts * 2 {
            sights.removeAll { $0.page + 2 * Limits.layoutWindow < index }
            if sights.count > Limits.runningTexts * 2 { sights.removeFirst(sights.count - Limits.runningTexts) }
        }
    }

    /// Which lines of a page run.
    mutating func places(on page: PageLines, index: Int, bodySize: Float) -> [RunningPlace] {
        var found = Self.artifacts(on: page)
        for (edge, rows) in Self.edgeRows(of: page).enumerated() {
            let isHeader = edge == 0
            for (depth, row) in rows.enumerated() {
                let isLarge = row.contains { page.lines[$0].size > Self.largeSize * bodySize }
                let seen = row.contains { isSeen($0, page, index, times: isLarge ? 4 : 1) }
                let runs =
                    seen
                    || depth == 0
                        && (isLearnt(row, page, isHeader) && !isLarge || isLonePageNumber(row, rows, page)
                            || isInMargin(row, rows, page, bodySize))
                    || row.allSatisfy { found[$0] != .none }
                guard runs else { break }
                if seen { learn(row, page, isHeader) }
                for line in row { found[line] = isHeader ? .header : .footer }
            }
        }
        return found
    }

    private static func artifacts(on page: PageLines) -> [RunningPlace] {
        var found = [RunningPlace](repeating: .none, count: page.lines.count)
        for index in page.lines.indices where page.lines[index].isText {
            let line = page.lines[index]
            guard line.artifactBytes * 10 >= line.bytes * 9, line.bytes > 0 else { continue }
            let height = height(index, page)
            if height < 0.2 { found[index] = .header }
            if height > 0.8 { found[index] = .footer }
        }
        return found
    }

    private func isSeen(_ line: Int, _ page: PageLines, _ index: Int, times: Int) -> Bool {
        let key = Self.key(of: page.lines[line], page)
        let height = Self.height(line, page)
        var left = times
        let offset = PageNumber.number(of: page.lines[line], page).map { $0 - index }
        for sight in sights where sight.page != index {
            guard sight.key == key || offset != nil && sight.offset == offset else { continue }
            guard abs(sight.page - index) <= Limits.layoutWindow, abs(sight.height - height) < Self.heightSlack else {
                continue
            }
            left -= 1
            if left == 0 { return true }
        }
        return false
    }

    private func isLearnt(_ row: [Int], _ page: PageLines, _ isHeader: Bool) -> Bool {
        let line = page.lines[row[0]]
        let height = Self.height(row[0], page)
        return places.contains {
            $0.pages >= Self.learntPages && $0.isHeader == isHeader && abs($0.height - height) < Self.heightSlack / 2
                && abs($0.size - line.size) < 0.1 * line.size
        }
    }

    private mutating func learn(_ row: [Int], _ page: PageLines, _ isHeader: Bool) {
        let size = page.lines[row[0]].size
        let height = Self.height(row[0], page)
        let known = places.firstIndex {
            $0.isHeader == isHeader && abs($0.height - height) < Self.heightSlack / 2
                && abs($0.size - size) < 0.1 * size
        }
        if let known {
            places[known].pages += 1
        } else if places.count < Limits.runningTexts {
            places.append(Place(height: height, size: size, isHeader: isHeader, pages: 1))
        }
    }

    /// A number alone at the edge of the page, apart from what stands next to it.
    private func isLonePageNumber(_ row: [Int], _ rows: [[Int]], _ page: PageLines) -> Bool {
        guard row.count == 1, PageNumber.isAlone(page.lines[row[0]], page) else { return false }
        let line = page.lines[row[0]]
        guard rows.count > 1 else { return true }
        return rows[1].allSatisfy { abs(page.lines[$0].baseline - line.baseline) > 1.6 * line.size }
    }

    /// Small type in the outer margin, far from the text.
    private func isInMargin(_ row: [Int], _ rows: [[Int]], _ page: PageLines, _ bodySize: Float) -> Bool {
        let height = Self.height(row[0], page)
        guard height < Self.outerMargin || height > 1 - Self.outerMargin else { return false }
        let line = page.lines[row[0]]
        guard row.allSatisfy({ page.lines[$0].size < 0.88 * bodySize }) else { return false }
        guard rows.count > 1 else { return true }
        return rows[1].allSatisfy { abs(page.lines[$0].baseline - line.baseline) > 2.5 * bodySize }
    }

    /// Rows at the top, from the top, and rows at the bottom, from the bottom.
    private static func edgeRows(of page: PageLines) -> [[[Int]]] {
        guard let direction = page.lines.first(where: \.isText)?.direction else { return [[], []] }
        let bottom = page.frame(direction).turnedHeight
        let top = page.lines.indices.filter {
            let line = page.lines[$0]
            return line.isText && line.direction == direction && line.baseline < margin * bottom
        }
        let foot = page.lines.indices.filter {
            let line = page.lines[$0]
            return line.isText && line.direction == direction && line.baseline > (1 - margin) * bottom
        }
        return [
            rows(top.sorted { (page.lines[$0].baseline, $0) < (page.lines[$1].baseline, $1) }, page),
            rows(foot.sorted { (-page.lines[$0].baseline, $0) < (-page.lines[$1].baseline, $1) }, page),
        ]
    }

    private static func rows(_ lines: [Int], _ page: PageLines) -> [[Int]] {
        var rows: [[Int]] = []
        for line in lines {
            if let last = rows.last?.first,
                abs(page.lines[last].baseline - page.lines[line].baseline) < 0.5 * page.lines[line].size
            {
                rows[rows.count - 1].append(line)
            } else if rows.count < Self.rows {
                rows.append([line])
            } else {
                break
            }
        }
        return rows
    }

    private static func height(_ line: Int, _ page: PageLines) -> Float {
        let line = page.lines[line]
        return line.baseline / max(1, page.frame(line.direction).turnedHeight)
    }

    /// FNV-1a of the text of a line, in which all numbers are alike.
    private static func key(of line: Line, _ page: PageLines) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for position in line.words {
            let word = page.word(at: position)
            let bytes = page.bytes(of: word)
            if PageNumber.isNumeral(bytes) {
                add(UInt8(ascii: "#"))
                continue
            }
            var wasDigit = false
            for byte in bytes {
                let isDigit = ASCII.isDigit(byte)
                if !(isDigit && wasDigit) { add(isDigit ? UInt8(ascii: "#") : byte) }
                wasDigit = isDigit
            }
        }
        return hash
    }
}

/// What page numbers look like.
enum PageNumber {
    /// True for digits and for small Roman numerals.
    static func isNumeral(_ text: ArraySlice<UInt8>) -> Bool {
        guard !text.isEmpty, text.count <= 6 else { return false }
        if text.allSatisfy(ASCII.isDigit) { return text.count <= 5 }
        return text.allSatisfy { "ivxlc".utf8.contains($0) } && Roman.value(text) != nil
    }

    /// The number a line begins or ends with.
    static func number(of line: Line, _ page: PageLines) -> Int? {
        for word in [page.lastWord(of: line), page.firstWord(of: line)] {
            let text = page.bytes(of: word)
            if !text.isEmpty, text.count <= 4, text.allSatisfy(ASCII.isDigit) {
                return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            }
        }
        return nil
    }

    /// True for a line that is a page number and nothing else: `12`, `- 12 -`, `Page 3 of 10`, `3/10`.
    static func isAlone(_ line: Line, _ page: PageLines) -> Bool {
        guard line.bytes <= 24, line.words.count <= 5 else { return false }
        var hasNumber = false
        for position in line.words {
            let word = page.word(at: position)
            let text = page.bytes(of: word)
            if isNumeral(text) || isFraction(text) {
                hasNumber = true
            } else if !isFiller(text) {
                return false
            }
        }
        return hasNumber
    }

    private static func isFraction(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy(isNumeral)
    }

    private static func isFiller(_ text: ArraySlice<UInt8>) -> Bool {
        let fillers = ["page", "p.", "of", "-", "|", "/", "\u{2013}", "\u{2014}", "seite", "von", "p\u{E1}gina", "de"]
        return fillers.contains {
            $0.utf8.count == text.count
                && zip($0.utf8, text).allSatisfy {
                    $0 == (ASCII.isLetter($1) ? $1 | 0x20 : $1)
                }
        }
    }
}
