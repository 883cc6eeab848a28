extension PageLines {
    /// The lines of a page, whose tables are taken out first.
    init(_ words: PageWords, on marks: PageMarks, tables: [FoundTable]) {
        number = marks.number
        width = marks.width
        height = marks.height
        rotation = marks.rotation
        self.words = words
        self.tables = tables
        order.reserveCapacity(words.words.count)
        turnWords()
        let taken = takenWords()
        var segments = SegmentBuilder.segments(of: self.words.words, taken: taken)
        DropCaps.join(&segments, words: &self.words.words)
        for direction in directions(of: segments) { addColumns(direction, segments, marks) }
        rules = marks.shapes.lazy.filter(\.isRule).map(\.area)
        if !marks.links.isEmpty { link(marks.links) }
    }

    private mutating func turnWords() {
        for index in words.words.indices where words.words[index].direction != .right {
            let frame = frame(words.words[index].direction)
            words.words[index].area = frame.turned(words.words[index].area)
            words.words[index].baseline = frame.turned(baseline: words.words[index].baseline)
        }
    }

    private func takenWords() -> [Bool] {
        guard tables.contains(where: { !$0.words.isEmpty }) else { return [] }
        var taken = [Bool](repeating: false, count: words.words.count)
        for table in tables {
            for word in table.words { taken[word] = true }
        }
        return taken
    }

    /// The directions text runs in, that of most text first.
    private func directions(of segments: [Segment]) -> [Word.Direction] {
        var bytes = [0, 0, 0, 0]
        for segment in segments {
            for word in segment.words { bytes[Int(segment.direction.rawValue)] += Int(words.words[word].length) }
        }
        if !tables.isEmpty, bytes.allSatisfy({ $0 == 0 }) { return [.right] }
        let all: [Word.Direction] = [.right, .down, .left, .up]
        return all.filter { bytes[Int($0.rawValue)] > 0 }.sorted {
            let one = bytes[Int($0.rawValue)]
            let other = bytes[Int($1.rawValue)]
            return one > other || one == other && $0.rawValue < $1.rawValue
        }
    }

    private mutating func addColumns(_ direction: Word.Direction, _ segments: [Segment], _ marks: PageMarks) {
        let frame = frame(direction)
        var atoms: [Atom] = []
        atoms.reserveCapacity(segments.count)
        for (index, segment) in segments.enumerated() where segment.direction == direction {
            atoms.append(Atom(segment, index: index))
        }
        let isMain = columns.isEmpty
        if isMain {
            for (index, table) in tables.enumerated() {
                atoms.append(
                    Atom(
                        .table, index: index, area: frame.turned(table.area), size: 10,
                        painted: table.words.min() ?? 0, lines: max(1, table.table.rows.count)))
            }
        }
        let boxed = BoxFinder.group(&atoms, shapes: marks.shapes, frame: frame)
        for column in ReadingOrder.columns(of: atoms, boxes: boxed) {
            LineBuilder.add(column, segments: segments, to: &self)
            for line in columns[columns.count - 1].lines { lines[line].direction = direction }
        }
    }

    private mutating func link(_ areas: [LinkArea]) {
        links = areas
        linkOfWord = [Int32](repeating: -1, count: words.words.count)
        let frames = [Word.Direction.right, .down, .left, .up].map(frame)
        for (number, link) in areas.enumerated() {
            let turned = frames.map { $0.turned(link.area) }
            for line in lines where line.isText {
                let area = turned[Int(line.direction.rawValue)]
                guard area.top < line.area.bottom, area.bottom > line.area.top else { continue }
                for position in line.words {
                    let word = words.words[Int(order[position])].area
                    let x = (word.left + word.right) / 2
                    let y = (word.top + word.bottom) / 2
                    if x >= area.left, x <= area.right, y >= area.top, y <= area.bottom {
                        linkOfWord[Int(order[position])] = Int32(number)
                    }
                }
            }
        }
    }
}

extension Shape {
    /// A thin horizontal line.
    var isRule: Bool { !isDrawing && area.height <= 2.5 && area.width >= 6 && area.width > 4 * area.height }
}
