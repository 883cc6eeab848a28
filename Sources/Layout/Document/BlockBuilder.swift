import Model

/// Makes blocks of the passages of a page.
struct BlockBuilder {
    let page: PageLines
    /// Tables that go on in the next pages, by their position.
    let joinedTables: [Int: FoundTable]
    let passages: [Passage]
    let isHeading: [Bool]
    /// Which lines run from page to page.
    let running: [RunningPlace]
    /// Levels of the headings among the passages.
    let levels: [Int]
    let bodySize: Float
    let bodyStyle: StyledText.Style
    let hyphened: HyphenWords

    /// The blocks of the page in reading order: headers first, footers last.
    func blocks() -> [Block] {
        var blocks = runningBlocks(.header)
        var taken = [Bool](repeating: false, count: passages.count)
        let notes = NoteFinder(page: page, bodySize: bodySize)
        let lists = ListFinder(page: page, bodySize: bodySize)
        var index = 0
        while index < passages.count {
            defer { index += 1 }
            if taken[index] { continue }
            let passage = passages[index]
            if passage.table >= 0 {
                blocks.append(table(passage))
            } else if isHeading[index] {
                blocks.append(heading(passage, level: levels[index]))
            } else if passage.isCode {
                let end = codeEnd(from: index)
                blocks.append(code(index..<end))
                index = end - 1
            } else if let mark = notes.mark(of: passage) {
                blocks.append(note(passage, mark))
            } else if let list = lists.list(at: index, in: passages, isHeading: isHeading) {
                blocks.append(self.list(index..<list.end, list.levels))
                index = list.end - 1
            } else {
                blocks.append(paragraph(index, &taken))
            }
        }
        return blocks + runningBlocks(.footer)
    }

    private func runningBlocks(_ place: RunningPlace) -> [Block] {
        page.lines.indices.filter { place == running[$0] }.map { index in
            let line = page.lines[index]
            let text = text(of: index..<index + 1, ignoring: [.bold, .italic])
            return block(place == .header ? .header(text) : .footer(text), line.area, index..<index + 1)
        }
    }

    private func table(_ passage: Passage) -> Block {
        let found = joinedTables[passage.table] ?? page.tables[passage.table]
        let area = found.area.clipped(width: Float(page.width), height: Float(page.height))
        return Block(.table(found.table), box: area.pageBox)
    }

    private func heading(_ passage: Passage, level: Int) -> Block {
        var ignored: StyledText.Style = [.bold]
        if passage.isItalic { ignored.insert(.italic) }
        return block(
            .heading(text(of: passage.lines, ignoring: ignored), level: level), passage.area, passage.lines)
    }

    private func codeEnd(from start: Int) -> Int {
        var end = start + 1
        while end < passages.count, passages[end].isCode, !isHeading[end],
            passages[end].column == passages[start].column,
            passages[end].spaceAbove < 2.5 * passages[end].leading
        {
            end += 1
        }
        return end
    }

    private func code(_ range: Range<Int>) -> Block {
        var area = passages[range.lowerBound].area
        for passage in passages[range].dropFirst() { area.formUnion(passage.area) }
        let lines = range.flatMap { Array(passages[$0].lines) }
        if lines.count == 1, area.left < page.columns[passages[range.lowerBound].column].left + 0.7 * bodySize {
            return block(.paragraph(text(of: lines)), area, lines)
        }
        return block(.code(CodeText.text(of: lines, on: page), language: nil), area, lines)
    }

    private func note(_ passage: Passage, _ mark: NoteMark) -> Block {
        let word = page.firstWord(of: page.lines[passage.lines.lowerBound])
        let isWhole = mark.bytes == Int(word.length)
        let body = text(of: passage.lines, skipping: isWhole ? 1 : 0, bytes: isWhole ? 0 : mark.bytes)
        return block(
            .footnote(body.trimmed, mark: String(decoding: mark.text, as: UTF8.self)), passage.area, passage.lines)
    }

    private func list(_ range: Range<Int>, _ levels: [Int]) -> Block {
        var entries: [ListEntry] = []
        var area = passages[range.lowerBound].area
        for (index, level) in zip(range, levels) {
            let passage = passages[index]
            area.formUnion(passage.area)
            guard let mark = passage.mark else { continue }
            let body = text(of: passage.lines, skipping: mark.words, bytes: mark.bytes).trimmed
            var entry = ListEntry(body, level: min(level, 5))
            if mark.kind == .number, !mark.isEnclosed, mark.close == UInt8(ascii: ".") {
                entry.number = mark.value
            } else if !mark.isBullet {
                let word = page.firstWord(of: page.lines[passage.lines.lowerBound])
                entry.label = String(decoding: page.bytes(of: word), as: UTF8.self)
            }
            entries.append(entry)
        }
        let lines = passages[range.lowerBound].lines.lowerBound..<passages[range.upperBound - 1].lines.upperBound
        return block(.list(entries), area, lines)
    }

    private func paragraph(_ index: Int, _ taken: inout [Bool]) -> Block {
        let passage = passages[index]
        guard let next = continuation(of: index) else {
            return block(.paragraph(text(of: passage.lines)), passage.area, passage.lines)
        }
        taken[next] = true
        var lines = Array(passage.lines) + Array(passages[next].lines)
        var area = passage.area
        area.formUnion(passages[next].area)
        var last = next
        while let more = continuation(of: last), !taken[more] {
            taken[more] = true
            lines += Array(passages[more].lines)
            area.formUnion(passages[more].area)
            last = more
        }
        return block(.paragraph(text(of: lines)), area, lines)
    }

    /// The passage in the next column that goes on with one at the end of its column.
    private func continuation(of index: Int) -> Int? {
        let passage = passages[index]
        let last = page.lines[passage.lines.upperBound - 1]
        var next = index + 1
        while next < passages.count, passages[next].column == passage.column {
            // Only notes may stand between.
            guard passages[next].size < 0.93 * passage.size else { return nil }
            next += 1
        }
        guard next < passages.count, !isHeading[next], passages[next].table < 0, passages[next].mark == nil,
            !passages[next].isCode, abs(passages[next].size - passage.size) < 0.06 * passage.size,
            passage.lines.count > 1 || passages[next].lines.count > 1
        else { return nil }
        let first = page.lines[passages[next].lines.lowerBound]
        guard first.direction == last.direction, first.baseline < last.baseline,
            LineEnd.beginsLowerCase(first, page), !LineEnd.endsSentence(last, page)
        else { return nil }
        return next
    }

    private func text(
        of lines: some RandomAccessCollection<Int>, ignoring: StyledText.Style = [], skipping words: Int = 0,
        bytes: Int = 0
    ) -> StyledText {
        TextJoiner.text(
            of: lines, on: page, hyphened: hyphened, ignoring: ignoring.union(bodyStyle), skipping: words, bytes: bytes)
    }

    private func block(_ kind: Block.Kind, _ area: Area, _ lines: some RandomAccessCollection<Int>) -> Block {
        var certainty: Float = 0
        var bytes = 0
        var direction = Word.Direction.right
        for index in lines where page.lines[index].isText {
            certainty += page.lines[index].confidence * Float(page.lines[index].bytes)
            bytes += page.lines[index].bytes
            direction = page.lines[index].direction
        }
        let box = page.frame(direction).restored(area).clipped(width: Float(page.width), height: Float(page.height))
        return Block(kind, box: box.pageBox, confidence: bytes > 0 ? Double(certainty / Float(bytes)) : 1)
    }
}
