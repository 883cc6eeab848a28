/// Makes lines of the segments and tables of a column.
struct LineBuilder {
    /// Two pieces are on one line when they share this part of the height of the lower one.
    private static let sharedHeight: Float = 0.5
    /// Pieces of a line that overlap more than this part of the size are sorted word by word.
    private static let overlap: Float = 0.5
    /// Words nearer than this part of the size touch.
    private static let touch: Float = 0.08
    /// A raised or lowered word is smaller than this part of its line, or touches a larger one.
    private static let scriptSize: Float = 0.88
    /// A raised or lowered word stands at least this part of the size off the base line.
    private static let scriptStep: Float = 0.12

    /// Adds the lines of a column, from top to bottom.
    static func add(_ atoms: [Atom], segments: [Segment], to page: inout PageDraft) {
        guard !atoms.isEmpty else { return }
        let sorted = atoms.sorted {
            if $0.baseline != $1.baseline { return $0.baseline < $1.baseline }
            return $0.area.left == $1.area.left ? $0.index < $1.index : $0.area.left < $1.area.left
        }
        let first = page.lines.count
        var members: [Atom] = []
        var core = sorted[0].core
        var largest: Float = 0
        for atom in sorted {
            if !members.isEmpty, !isSameLine(core, atom, members) {
                finish(&members, segments, &page)
            }
            if members.isEmpty || atom.size > largest {
                core = atom.core
                largest = atom.size
            }
            members.append(atom)
        }
        finish(&members, segments, &page)
        var left = Float.greatestFiniteMagnitude
        var right = -Float.greatestFiniteMagnitude
        for line in page.lines[first...] {
            left = min(left, line.area.left)
            right = max(right, line.area.right)
        }
        page.columns.append(Column(lines: first..<page.lines.count, left: left, right: right))
    }

    private static func isSameLine(_ core: Area, _ atom: Atom, _ members: [Atom]) -> Bool {
        if atom.kind == .table || members[0].kind == .table { return false }
        let shared = min(core.bottom, atom.core.bottom) - max(core.top, atom.core.top)
        return shared >= sharedHeight * min(core.height, atom.core.height)
    }

    private static func finish(_ members: inout [Atom], _ segments: [Segment], _ page: inout PageDraft) {
        defer { members.removeAll(keepingCapacity: true) }
        guard let first = members.first else { return }
        if first.kind == .table {
            let start = page.order.count
            page.lines.append(
                Line(
                    words: start..<start, area: first.area, baseline: first.area.bottom, size: first.size,
                    table: first.index))
            return
        }
        if members.count > 1 { members.sort { ($0.area.left, $0.index) < ($1.area.left, $1.index) } }
        let start = page.order.count
        var needsSort = false
        var reached = -Float.greatestFiniteMagnitude
        for member in members {
            let segment = segments[member.index]
            if member.area.left < reached - overlap * member.size { needsSort = true }
            reached = max(reached, member.area.right)
            for word in segment.words { page.order.append(Int32(word)) }
        }
        if needsSort { sort(start, &page) }
        let line = line(of: start..<page.order.count, &page)
        RightToLeft.order(line, &page)
        page.lines.append(line)
    }

    private static func sort(_ start: Int, _ page: inout PageDraft) {
        let words = page.words
        page.order[start...].sort {
            let one = words[Int($0)].area.left
            let other = words[Int($1)].area.left
            return one < other || one == other && $0 < $1
        }
        // What was painted elsewhere stands between words that touched.
        for position in start..<page.order.count {
            let index = Int(page.order[position])
            let follows = position > start && Int(page.order[position - 1]) == index - 1
            if !follows { page.words[index].joinsPrevious = position > start && touches(position, page) }
        }
    }

    /// True when a word stands so near to the one before that no blank is between them.
    private static func touches(_ position: Int, _ page: PageDraft) -> Bool {
        let word = page.words[Int(page.order[position])]
        let last = page.words[Int(page.order[position - 1])]
        let gap = word.area.left - last.area.right
        return abs(gap) < touch * word.size
    }

    /// A gap above this multiple of the size divides a name from its value.
    private static let widestGap: Float = 3

    /// The line of some words, whose raised and lowered words are marked.
    private static func line(of range: Range<Int>, _ page: inout PageDraft) -> Line {
        let first = page.words[Int(page.order[range.lowerBound])]
        var line = Line(words: range, area: first.area, baseline: first.baseline, size: first.size)
        line.direction = first.direction
        var votes = 0
        var certainty: Float = 0
        var end = first.area.right
        for position in range {
            let word = page.words[Int(page.order[position])]
            if word.area.left - end > widestGap * word.size {
                if position == range.lowerBound + 1 { line.hasFirstGap = true } else { line.hasLaterGap = true }
            }
            end = word.area.right
            let length = Int(word.length)
            line.area.formUnion(word.area)
            line.bytes += length
            certainty += word.confidence * Float(length)
            if word.style.contains(.bold) { line.boldBytes += length }
            if word.style.contains(.italic) { line.italicBytes += length }
            if word.style.contains(.code) { line.codeBytes += length }
            if word.traits.contains(.artifact) { line.artifactBytes += length }
            if abs(word.size - line.size) < 0.04 * line.size && abs(word.baseline - line.baseline) < 0.1 * line.size {
                votes += length
            } else if votes >= length {
                votes -= length
            } else {
                line.size = word.size
                line.baseline = word.baseline
                votes = length - votes
            }
        }
        if line.bytes > 0 { line.confidence = certainty / Float(line.bytes) }
        markScripts(line, &page)
        return line
    }

    private static func markScripts(_ line: Line, _ page: inout PageDraft) {
        guard line.words.count > 1 else { return }
        for position in line.words {
            let index = Int(page.order[position])
            let word = page.words[index]
            guard word.size < scriptSize * line.size else { continue }
            let step = word.baseline - line.baseline
            if step < -scriptStep * line.size {
                page.words[index].style.insert(.superscript)
            } else if step > scriptStep * line.size * 0.6 {
                page.words[index].style.insert(.subscript)
            }
        }
    }
}
