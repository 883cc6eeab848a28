import Model

/// Turns a page so that text that runs up or down runs to the right, and what was found back.
struct Turn {
    let direction: Word.Direction
    let width: Float
    let height: Float

    /// An area of the page as it stands on the turned page.
    func turned(_ area: Area) -> Area {
        switch direction {
        case .right: area
        case .up: Area(left: height - area.bottom, top: area.left, right: height - area.top, bottom: area.right)
        case .down: Area(left: area.top, top: width - area.right, right: area.bottom, bottom: width - area.left)
        case .left:
            Area(
                left: width - area.right, top: height - area.bottom, right: width - area.left, bottom: height - area.top
            )
        }
    }

    /// The base line of a word on the turned page.
    func turned(baseline: Float) -> Float {
        switch direction {
        case .right, .up: baseline
        case .down: width - baseline
        case .left: height - baseline
        }
    }

    /// An area of the turned page as it stands on the page.
    func turnedBack(_ area: Area) -> Area {
        switch direction {
        case .right: area
        case .up: Area(left: area.top, top: height - area.right, right: area.bottom, bottom: height - area.left)
        case .down: Area(left: width - area.bottom, top: area.left, right: width - area.top, bottom: area.right)
        case .left: turned(area)
        }
    }

    private func onPage(_ area: Area) -> Area {
        Area(
            left: min(max(0, area.left), width), top: min(max(0, area.top), height),
            right: min(max(0, area.right), width), bottom: min(max(0, area.bottom), height))
    }

    /// A table of the turned page as it stands on the page, and not beyond its edges.
    func turnedBack(_ found: FoundTable) -> FoundTable {
        var found = found
        found.area = onPage(turnedBack(found.area))
        for row in found.table.rows.indices {
            for cell in found.table.rows[row].indices {
                guard let box = found.table.rows[row][cell].box else { continue }
                found.table.rows[row][cell].box = onPage(turnedBack(Area(box))).pageBox
            }
        }
        return found
    }
}

extension Area {
    fileprivate init(_ box: PageBox) {
        self.init(
            left: Float(box.x), top: Float(box.y), right: Float(box.x + box.width), bottom: Float(box.y + box.height))
    }
}
