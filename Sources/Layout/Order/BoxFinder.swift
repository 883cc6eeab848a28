import Model

/// Finds boxes: frames and coloured grounds that hold text of their own, which is read in one piece.
struct BoxFinder {
    /// A box takes at most this part of the page.
    private static let largestPart: Float = 0.6
    /// And at least this part.
    private static let smallestPart: Float = 0.004

    /// Takes the pieces that stand in boxes out of `atoms` and puts one in their place for each box.
    static func group(_ atoms: inout [Atom], shapes: [Shape], frame: Frame) -> [[Atom]] {
        var boxes: [[Atom]] = []
        let page = frame.width * frame.height
        guard page > 0 else { return [] }
        var tried = 0
        for shape in shapes.reversed() where isBox(shape, page) {
            tried += 1
            if tried > Limits.layoutBoxes { break }
            let area = frame.turned(shape.area)
            guard let inner = members(of: area, atoms) else { continue }
            var lines = 0
            var isInner = [Bool](repeating: false, count: atoms.count)
            for index in inner {
                isInner[index] = true
                lines += atoms[index].lines
            }
            let held = inner.map { atoms[$0] }
            let painted = held.map(\.painted).min() ?? 0
            let size = held.map(\.size).min() ?? 10
            atoms = atoms.indices.filter { !isInner[$0] }.map { atoms[$0] }
            atoms.append(Atom(.box, index: boxes.count, area: area, size: size, painted: painted, lines: lines))
            boxes.append(held)
        }
        return boxes
    }

    private static func isBox(_ shape: Shape, _ page: Float) -> Bool {
        guard !shape.isDrawing, shape.area.height > 24, shape.area.width > 60 else { return false }
        if shape.isFilled, shape.color == 0xFFFFFF { return false }
        let part = shape.area.width * shape.area.height / page
        return part >= smallestPart && part <= largestPart
    }

    /// The pieces in a box, two at least, some left outside; nil when a piece crosses its edge.
    private static func members(of box: Area, _ atoms: [Atom]) -> [Int]? {
        var inner: [Int] = []
        for (index, atom) in atoms.enumerated() {
            let core = atom.core
            if core.right < box.left || core.left > box.right || core.bottom < box.top || core.top > box.bottom {
                continue
            }
            let slack: Float = 2
            guard core.left >= box.left - slack, core.right <= box.right + slack, core.top >= box.top - slack,
                core.bottom <= box.bottom + slack
            else { return nil }
            inner.append(index)
        }
        return inner.count >= 2 && inner.count < atoms.count ? inner : nil
    }
}
