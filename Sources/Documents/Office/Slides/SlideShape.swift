import Layout
import Model

/// One thing on a slide: text, table, picture, chart or a group of them.
struct SlideShape {
    /// The place a layout keeps for something (ECMA-376 part 1, 19.7.10).
    struct Placeholder: Hashable {
        var type = "obj"
        var index = 0

        var isTitle: Bool { type == "title" || type == "ctrTitle" }
        /// Date, footer and slide number.
        var isMargin: Bool { ["dt", "ftr", "sldNum", "hdr"].contains(type) }
    }

    var placeholder: Placeholder?
    /// Points, origin at the top left.
    var box: PageBox?
    var pieces: [FlowPiece] = []

    /// The text of all pieces, to tell labels from prose.
    var length: Int { FlowPiece.flattened(pieces).bytes.count }

    /// Adds the shape to the page of its slide.
    func write(to builder: inout PageBuilder) {
        builder.box = box
        if placeholder?.isTitle ?? false {
            builder.add(.heading(FlowPiece.flattened(pieces).without(.bold), level: 1))
        } else if placeholder?.isMargin ?? false {
            // The number of the slide is the number of the page.
            if placeholder?.type != "sldNum" { builder.add(.footer(FlowPiece.flattened(pieces))) }
        } else {
            for piece in pieces { builder.add(piece) }
        }
    }
}

/// Decides in which order people read what stands on a slide.
enum SlideOrder {
    /// Shortest text per shape for which columns are prose, not the labels of rows.
    private static let proseBytes = 20
    private static let depth = 12

    /// The title first, then from top to bottom; columns of prose one after the other.
    static func sorted(_ shapes: [SlideShape]) -> [SlideShape] {
        let titles = shapes.filter { $0.placeholder?.isTitle ?? false }
        let others = shapes.filter { !($0.placeholder?.isTitle ?? false) }
        // What has no place of its own stands with what comes before it.
        var placed: [(box: PageBox, shape: SlideShape)] = []
        var last = PageBox(x: 0, y: 0, width: 0, height: 0)
        for shape in others {
            last = shape.box ?? last
            placed.append((last, shape))
        }
        return titles + order(placed, depth).map(\.shape)
    }

    private typealias Placed = (box: PageBox, shape: SlideShape)

    private static func order(_ shapes: [Placed], _ depth: Int) -> [Placed] {
        guard shapes.count > 1, depth > 0 else { return shapes }
        let columns = divided(shapes, from: { $0.x }, to: { $0.x + $0.width })
        let rows = divided(shapes, from: { $0.y }, to: { $0.y + $0.height })
        if columns.count > 1, rows.count == 1 || columns.allSatisfy(isProse) {
            return columns.flatMap { order($0, depth - 1) }
        }
        if rows.count > 1 { return rows.flatMap { order($0, depth - 1) } }
        // Shapes that overlap: as they stand from the top, as they were drawn where that is equal.
        return shapes.enumerated()
            .sorted {
                ($0.element.box.y, $0.element.box.x, $0.offset) < ($1.element.box.y, $1.element.box.x, $1.offset)
            }
            .map(\.element)
    }

    private static func isProse(_ shapes: [Placed]) -> Bool {
        shapes.reduce(0) { $0 + $1.shape.length } >= proseBytes * shapes.count
    }

    /// Groups between which an empty strip goes across all shapes; a small overlap is none.
    private static func divided(
        _ shapes: [Placed], from: (PageBox) -> Double, to: (PageBox) -> Double
    ) -> [[Placed]] {
        let sorted = shapes.enumerated().sorted {
            (from($0.element.box), $0.offset) < (from($1.element.box), $1.offset)
        }.map(\.element)
        var groups: [[Placed]] = []
        var end = -Double.infinity
        for shape in sorted {
            let overlap = min(4, (to(shape.box) - from(shape.box)) / 4)
            if from(shape.box) + overlap >= end { groups.append([]) }
            if groups.isEmpty { groups.append([]) }
            groups[groups.count - 1].append(shape)
            end = max(end, to(shape.box))
        }
        return groups
    }
}
