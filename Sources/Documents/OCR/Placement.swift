import Glibc
import Layout

/// Where the points of a page that was turned upright lie on the page as it is: an affine map, origin at the top left.
struct Placement: Equatable {
    /// x' = xx * x + xy * y + x0; y' = yx * x + yy * y + y0.
    var xx = 1.0
    var xy = 0.0
    var x0 = 0.0
    var yx = 0.0
    var yy = 1.0
    var y0 = 0.0

    /// Turns back a page of this size, as it is, that was turned clockwise by 0, 90, 180 or 270 degrees.
    static func turningBack(_ degrees: Int, width: Double, height: Double) -> Placement {
        switch (degrees % 360 + 360) % 360 {
        case 90: Placement(xx: 0, xy: 1, x0: 0, yx: -1, yy: 0, y0: height)
        case 180: Placement(xx: -1, xy: 0, x0: width, yx: 0, yy: -1, y0: height)
        case 270: Placement(xx: 0, xy: -1, x0: width, yx: 1, yy: 0, y0: 0)
        default: Placement()
        }
    }

    /// Turns back a page that was turned clockwise by a small angle about its middle.
    static func leaningBack(_ degrees: Double, width: Double, height: Double) -> Placement {
        let angle = -degrees * .pi / 180
        let (middleX, middleY) = (width / 2, height / 2)
        // Clockwise with y downwards.
        return Placement(
            xx: cos(angle), xy: -sin(angle), x0: middleX - cos(angle) * middleX + sin(angle) * middleY,
            yx: sin(angle), yy: cos(angle), y0: middleY - sin(angle) * middleX - cos(angle) * middleY)
    }

    /// First this map, then another one.
    func then(_ next: Placement) -> Placement {
        Placement(
            xx: next.xx * xx + next.xy * yx, xy: next.xx * xy + next.xy * yy,
            x0: next.xx * x0 + next.xy * y0 + next.x0,
            yx: next.yx * xx + next.yy * yx, yy: next.yx * xy + next.yy * yy,
            y0: next.yx * x0 + next.yy * y0 + next.y0)
    }

    /// A point on the page as it is.
    func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        (xx * x + xy * y + x0, yx * x + yy * y + y0)
    }

    /// The rectangle on the page as it is that encloses a rectangle of the upright page, cut at the page's edges.
    func box(_ box: PageBox, width: Double, height: Double) -> PageBox {
        let corners = [
            point(box.x, box.y), point(box.x + box.width, box.y), point(box.x, box.y + box.height),
            point(box.x + box.width, box.y + box.height),
        ]
        let left = max(0, corners.map(\.x).min() ?? 0)
        let top = max(0, corners.map(\.y).min() ?? 0)
        let right = min(width, corners.map(\.x).max() ?? 0)
        let bottom = min(height, corners.map(\.y).max() ?? 0)
        return PageBox(x: left, y: top, width: max(0, right - left), height: max(0, bottom - top))
    }
}
