/// Turns what stands on a page so that text of one direction runs to the right, and back.
struct Frame {
    let direction: Word.Direction
    /// Of the page as shown.
    let width: Float
    let height: Float

    /// Width of the page once it is turned.
    var turnedWidth: Float { direction == .right || direction == .left ? width : height }
    /// Height of the page once it is turned.
    var turnedHeight: Float { direction == .right || direction == .left ? height : width }

    /// An area of the page as it stands in the frame.
    func turned(_ area: Area) -> Area {
        switch direction {
        case .right: area
        case .left:
            Area(
                left: width - area.right, top: height - area.bottom, right: width - area.left, bottom: height - area.top
            )
        case .down: Area(left: area.top, top: width - area.right, right: area.bottom, bottom: width - area.left)
        case .up: Area(left: height - area.bottom, top: area.left, right: height - area.top, bottom: area.right)
        }
    }

    /// A base line of the page as it stands in the frame.
    func turned(baseline: Float) -> Float {
        switch direction {
        case .right, .up: baseline
        case .left: height - baseline
        case .down: width - baseline
        }
    }

    /// An area of the frame as it stands on the page.
    func restored(_ area: Area) -> Area {
        switch direction {
        case .right: area
        case .left: turned(area)
        case .down: Area(left: width - area.bottom, top: area.left, right: width - area.top, bottom: area.right)
        case .up: Area(left: area.top, top: height - area.right, right: area.bottom, bottom: height - area.left)
        }
    }
}
