/// Tells columns, which are read one after the other, from rows with gaps in them.
struct ColumnGuard {
    /// Columns painted line by line have at least this many lines.
    private static let wovenLines = 4
    /// Their lines are this wide on average, in sizes of the text.
    private static let wovenWidth: Float = 11
    /// Lines of columns that are painted one after the other are this wide on average.
    private static let plainWidth: Float = 2.5

    private let atoms: [Atom]

    init(_ atoms: [Atom]) { self.atoms = atoms }

    /// The columns between those of the gutters that divide columns; one when none does.
    func columns(at gutters: [Gap]) -> [[Atom]] {
        var parts = [atoms]
        // The widest gutter first: it is the most likely one, and its sides are judged with all they have.
        for gutter in gutters.sorted(by: { ($1.width, $0.left) < ($0.width, $1.left) }) {
            let middle = (gutter.left + gutter.right) / 2
            guard let index = parts.firstIndex(where: { Self.holds($0, middle) }) else { continue }
            let left = parts[index].filter { $0.area.right <= middle }
            let right = parts[index].filter { $0.area.right > middle }
            guard Self.areColumns(left, right, gutter) else { continue }
            parts.replaceSubrange(index...index, with: [left, right])
        }
        return parts
    }

    private static func holds(_ atoms: [Atom], _ x: Float) -> Bool {
        atoms.contains { $0.area.right <= x } && atoms.contains { $0.area.left >= x }
    }

    private static func areColumns(_ left: [Atom], _ right: [Atom], _ gutter: Gap) -> Bool {
        let leftLines = left.reduce(0) { $0 + $1.lines }
        let rightLines = right.reduce(0) { $0 + $1.lines }
        let fewest = min(leftLines, rightLines)
        let leftWidth = width(of: left)
        let rightWidth = width(of: right)
        let switches = switches(left, right)
        let rows = sharedBaselines(left, right)
        if switches <= 1 + min(left.count, right.count) / 6 {
            if fewest == 1 { return rows == 0 && max(leftLines, rightLines) > 1 }
            return min(leftWidth, rightWidth) >= plainWidth
        }
        return fewest >= wovenLines && min(leftWidth, rightWidth) >= wovenWidth
    }

    /// Average width of the lines, in sizes of their text.
    private static func width(of atoms: [Atom]) -> Float {
        var sum: Float = 0
        var lines: Float = 0
        var last = -Float.greatestFiniteMagnitude
        for atom in atoms.sorted(by: { $0.baseline < $1.baseline }) {
            sum += atom.area.width / max(1, atom.size)
            if atom.baseline - last > 0.3 * atom.size {
                lines += 1
                last = atom.baseline
            }
        }
        return sum / max(1, lines)
    }

    /// How often painting goes from one side to the other.
    private static func switches(_ left: [Atom], _ right: [Atom]) -> Int {
        var painted = left.filter { !$0.isTiny }.map { ($0.painted, true) }
        painted += right.filter { !$0.isTiny }.map { ($0.painted, false) }
        painted.sort { $0.0 < $1.0 }
        var switches = painted.isEmpty ? .max : 0
        for index in painted.indices.dropFirst() where painted[index].1 != painted[index - 1].1 {
            switches += 1
        }
        return switches
    }

    /// Lines of one side that go on at the other.
    private static func sharedBaselines(_ left: [Atom], _ right: [Atom]) -> Int {
        var shared = 0
        let lefts = left.map(\.baseline).sorted()
        let rights = right.map(\.baseline).sorted()
        var position = 0
        for baseline in lefts {
            while position < rights.count, rights[position] < baseline - 1.5 { position += 1 }
            if position < rights.count, abs(rights[position] - baseline) <= 1.5 { shared += 1 }
        }
        return shared
    }
}
