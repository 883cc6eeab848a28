/// A page whose lines are being found.
struct PageDraft {
    var words: [Word]
    var order: [Int32] = []
    var lines: [Line] = []
    var columns: [Column] = []
    var linkOfWord: [Int32] = []
    private let tables: [FoundTable]
    private let width: Float
    private let height: Float

    init(_ words: PageWords, on marks: PageMarks, tables: [FoundTable]) {
        width = Float(marks.width)
        height = Float(marks.height)
        self.words = words.words
        self.tables = tables
        order.reserveCapacity(words.words.count)
        turnWords()
        var segments = SegmentBuilder.segments(of: self.words, taken: takenWords())
        DropCaps.join(&segments, words: &self.words)
        for direction in directions(of: segments) { addColumns(direction, segments, marks.shapes) }
        for (index, segment) in segments.enumerated() where segment.isSlanted {
            LineBuilder.add([Atom(segment, index: index)], segments: segments, to: &self)
        }
        if !marks.links.isEmpty { link(marks.links) }
    }

    private func frame(_ direction: Word.Direction) -> Frame {
        Frame(direction: direction, width: width, height: height)
    }

    private mutating func turnWords() {
        for index in words.indices where words[index].direction != .right {
            let frame = frame(words[index].direction)
            words[index].area = frame.turned(words[index].area)
            words[index].baseline = frame.turned(baseline: words[index].baseline)
        }
    }

    private func takenWords() -> [Bool] {
        guard tables.contains(where: { !$0.words.isEmpty }) else { return [] }
        var taken = [Bool](repeating: false, count: words.count)
        for table in tables {
            for word in table.words { taken[word] = true }
        }
        return taken
    }

    /// The directions text runs in, that of most text first.
    private func directions(of segments: [Segment]) -> [Word.Direction] {
        var bytes = [0, 0, 0, 0]
        for segment in segments {
            for word in segment.words { bytes[Int(segment.direction.rawValue)] += Int(words[word].length) }
        }
        if !tables.isEmpty, bytes.allSatisfy({ $0 == 0 }) { return [.right] }
        let all: [Word.Direction] = [.right, .down, .left, .up]
        return all.filter { bytes[Int($0.rawValue)] > 0 }.sorted {
            let one = bytes[Int($0.rawValue)]
            let other = bytes[Int($1.rawValue)]
            return one > other || one == other && $0.rawValue < $1.rawValue
        }
    }

    private mutating func addColumns(_ direction: Word.Direction, _ segments: [Segment], _ shapes: [Shape]) {
        let frame = frame(direction)
        var atoms: [Atom] = []
        atoms.reserveCapacity(segments.count)
        for (index, segment) in segments.enumerated() where segment.direction == direction && !segment.isSlanted {
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
        let boxed = BoxFinder.group(&atoms, shapes: shapes, frame: frame)
        for column in ReadingOrder.columns(of: atoms, boxes: boxed) {
            LineBuilder.add(column, segments: segments, to: &self)
            for line in columns[columns.count - 1].lines { lines[line].direction = direction }
        }
    }

    private mutating func link(_ areas: [LinkArea]) {
        linkOfWord = [Int32](repeating: -1, count: words.count)
        let frames = [Word.Direction.right, .down, .left, .up].map(frame)
        for (number, link) in areas.enumerated() {
            let turned = frames.map { $0.turned(link.area) }
            for line in lines where line.isText {
                let area = turned[Int(line.direction.rawValue)]
                guard area.top < line.area.bottom, area.bottom > line.area.top else { continue }
                for position in line.words {
                    let word = words[Int(order[position])].area
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
