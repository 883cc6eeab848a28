import Model

/// Divides a page into columns in the order they are read.
///
/// The page is cut into bands by white that runs across it; bands that have a gutter in common form a zone; the columns
/// of a zone are divided again. Where geometry leaves it open, the order of painting tells columns from rows.
struct ReadingOrder {
    /// A gutter is at least this wide, in sizes of the text.
    private static let gutter: Float = 0.55

    /// Columns in reading order, each with its pieces.
    private(set) var columns: [[Atom]] = []
    private let boxes: [[Atom]]
    /// What belongs to the column that is being read.
    private var single: [Atom] = []

    private init(boxes: [[Atom]]) { self.boxes = boxes }

    /// The columns of a page. The pieces in `boxes` are named by pieces of that kind.
    static func columns(of atoms: [Atom], boxes: [[Atom]] = []) -> [[Atom]] {
        var order = ReadingOrder(boxes: boxes)
        order.divide(atoms, depth: 0)
        return order.columns
    }

    /// Reads a region of its own.
    private mutating func divide(_ atoms: [Atom], depth: Int) {
        flush()
        collect(atoms, depth: depth, without: [])
        flush()
    }

    /// Divides a region, or a part of one in which some gutters turned out to divide no columns.
    private mutating func collect(_ atoms: [Atom], depth: Int, without refused: [Gap]) {
        guard atoms.count > 1, depth < Limits.columnDepth else { return single += atoms }
        let atoms = atoms.fromTop
        let bands = Self.bands(of: atoms)
        // Nothing stands beside anything else.
        if bands.count == atoms.count { return single += atoms }
        for zone in Self.zones(of: bands, without: refused) {
            for stripe in Stripes.stripes(of: bands[zone.bands], gutters: zone.gutters) {
                let parts = ColumnGuard(stripe).columns(at: zone.gutters)
                if parts.count > 1 {
                    for part in parts { divide(part, depth: depth + 1) }
                } else if zone.gutters.isEmpty || zone.bands.count < 4 || refused.count > Limits.refusedGutters {
                    single += stripe
                } else {
                    collect(stripe, depth: depth, without: refused + zone.gutters)
                }
            }
        }
    }

    private mutating func flush() {
        let atoms = single
        single = []
        emit(atoms)
    }

    /// Hands over a column; boxes in it are read where they stand.
    private mutating func emit(_ atoms: [Atom]) {
        guard !atoms.isEmpty else { return }
        guard atoms.contains(where: { $0.kind == .box }) else { return columns.append(atoms) }
        var before: [Atom] = []
        for atom in atoms.fromTop {
            guard atom.kind == .box else {
                before.append(atom)
                continue
            }
            if !before.isEmpty { columns.append(before) }
            before = []
            divide(boxes[atom.index], depth: 1)
        }
        if !before.isEmpty { columns.append(before) }
    }

    /// Pieces that share a height, from top to bottom; `atoms` are sorted by their tops.
    private static func bands(of atoms: [Atom]) -> [ArraySlice<Atom>] {
        var bands: [ArraySlice<Atom>] = []
        var bottom = -Float.greatestFiniteMagnitude
        var first = 0
        for index in atoms.indices {
            if atoms[index].core.top >= bottom, index > first {
                bands.append(atoms[first..<index])
                first = index
                bottom = -Float.greatestFiniteMagnitude
            }
            bottom = max(bottom, atoms[index].core.bottom)
        }
        if first < atoms.count { bands.append(atoms[first...]) }
        return bands
    }

    private struct Zone {
        var bands: Range<Int>
        var gutters: [Gap]
    }

    private static func zones(of bands: [ArraySlice<Atom>], without refused: [Gap]) -> [Zone] {
        var zones: [Zone] = []
        var first = 0
        var gaps: [Gap] = []
        var extent = Area(left: 0, top: 0, right: 0, bottom: 0)
        var gutters: [Gap] = []
        var size: Float = 0
        for (index, band) in bands.enumerated() {
            let bandGaps = Self.gaps(of: band)
            let bandExtent = Self.extent(of: band)
            let bandSize = band.map(\.size).min() ?? 0
            if index > first {
                let shared = intersection(gaps, bandGaps, above: gutter * min(size, bandSize))
                var union = extent
                union.formUnion(bandExtent)
                let inner = Self.gutters(among: shared, in: union, without: refused)
                let hasOwn = !Self.gutters(among: bandGaps, in: bandExtent, without: refused).isEmpty
                if !inner.isEmpty || gutters.isEmpty && !hasOwn {
                    gaps = shared
                    extent = union
                    gutters = inner
                    size = min(size, bandSize)
                    continue
                }
                zones.append(Zone(bands: first..<index, gutters: gutters))
            }
            first = index
            gaps = bandGaps
            extent = bandExtent
            size = bandSize
            gutters = Self.gutters(among: bandGaps, in: extent, without: refused)
            takeTop(&first, &zones, gutters: gutters, bands)
        }
        if first < bands.count { zones.append(Zone(bands: first..<bands.count, gutters: gutters)) }
        return zones
    }

    /// The gaps with text on both sides.
    private static func gutters(among gaps: [Gap], in extent: Area, without refused: [Gap]) -> [Gap] {
        gaps.filter { gap in
            gap.left >= extent.left && gap.right <= extent.right
                && !refused.contains { $0.left < gap.right && gap.left < $0.right }
        }
    }

    /// The top of the right column, where it begins above the left one, belongs to the columns and not to what stands
    /// across the page above them.
    private static func takeTop(_ first: inout Int, _ zones: inout [Zone], gutters: [Gap], _ bands: [ArraySlice<Atom>])
    {
        guard let gutter = gutters.max(by: { $0.width < $1.width }), var zone = zones.last else { return }
        while zone.bands.count > 1, zone.gutters.isEmpty,
            extent(of: bands[zone.bands.upperBound - 1]).left >= gutter.right - 1
        {
            zone.bands = zone.bands.lowerBound..<zone.bands.upperBound - 1
            first -= 1
        }
        zones[zones.count - 1] = zone
    }

    private static func extent(of band: ArraySlice<Atom>) -> Area {
        var extent = band[band.startIndex].core
        for atom in band.dropFirst() { extent.formUnion(atom.core) }
        return extent
    }

    /// The white between the pieces of a band and beside them.
    private static func gaps(of band: ArraySlice<Atom>) -> [Gap] {
        if band.count == 1, let only = band.first {
            return [
                Gap(left: -.greatestFiniteMagnitude, right: only.area.left),
                Gap(left: only.area.right, right: .greatestFiniteMagnitude),
            ]
        }
        var gaps: [Gap] = []
        var reached = -Float.greatestFiniteMagnitude
        for atom in band.sorted(by: { $0.area.left < $1.area.left }) {
            if atom.area.left > reached { gaps.append(Gap(left: reached, right: atom.area.left)) }
            reached = max(reached, atom.area.right)
        }
        gaps.append(Gap(left: reached, right: .greatestFiniteMagnitude))
        return gaps
    }

    private static func intersection(_ some: [Gap], _ others: [Gap], above least: Float) -> [Gap] {
        var shared: [Gap] = []
        var one = 0
        var other = 0
        while one < some.count, other < others.count {
            let left = max(some[one].left, others[other].left)
            let right = min(some[one].right, others[other].right)
            if right - left >= least { shared.append(Gap(left: left, right: right)) }
            if some[one].right < others[other].right { one += 1 } else { other += 1 }
        }
        return shared
    }
}
