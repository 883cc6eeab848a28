/// Cuts a zone of columns where the columns end and begin again, as above a heading that stands across them.
///
/// White alone does not tell: neighbouring columns may have a gap at one height by chance. Such a cut is believed where
/// all above it is painted before all below it.
struct Stripes {
    /// The pieces of a zone from one cut to the next.
    static func stripes(of bands: ArraySlice<ArraySlice<Atom>>, gutters: [Gap]) -> [[Atom]] {
        let all = bands.flatMap { $0 }
        guard bands.count > 1, let gutter = gutters.max(by: { $0.width < $1.width }) else { return [all] }
        let middle = (gutter.left + gutter.right) / 2
        let parts = parts(of: bands)
        guard parts.count > 1 else { return [all] }
        let sides = parts.map { lines(of: $0, middle) }
        // Rows painted one after the other are no columns at all.
        guard sides.count(where: { min($0.left, $0.right) == 1 }) < 2 else { return [all] }
        var stripes: [[Atom]] = []
        var before: [Atom] = []
        for (part, side) in zip(parts, sides) {
            if min(side.left, side.right) == 0 {
                before += part
            } else {
                stripes.append(before + part)
                before = []
            }
        }
        if !before.isEmpty { stripes.append(before) }
        return stripes
    }

    /// The bands between places where all above is painted before all below.
    private static func parts(of bands: ArraySlice<ArraySlice<Atom>>) -> [[Atom]] {
        let start = bands.startIndex
        var first = [Int](repeating: .max, count: bands.count + 1)
        for index in bands.indices.reversed() {
            first[index - start] = min(
                first[index - start + 1], bands[index].reduce(.max) { min($0, $1.isTiny ? .max : $1.painted) })
        }
        var parts: [[Atom]] = []
        var open: [Atom] = []
        var last = Int.min
        for index in bands.indices {
            if !open.isEmpty, last < first[index - start] {
                parts.append(open)
                open = []
            }
            open += bands[index]
            last = max(last, bands[index].reduce(.min) { max($0, $1.isTiny ? .min : $1.painted) })
        }
        parts.append(open)
        return parts
    }

    private static func lines(of atoms: [Atom], _ middle: Float) -> (left: Int, right: Int) {
        var sides = (left: 0, right: 0)
        for atom in atoms where !atom.isTiny {
            if atom.area.right <= middle { sides.left += atom.lines } else { sides.right += atom.lines }
        }
        return sides
    }
}
