import Leptonica
import Model

/// The picture of a page made ready for recognition: grey, with even light, at the resolution text is read best.
///
/// Holds the picture as the page lies, and turns copies of it.
struct CleanedPage: ~Copyable {
    /// Grey or, from a fax, black and white.
    let picture: Picture
    /// Black and white, at half the resolution.
    let sketch: Picture
    /// Dots per inch of `picture`, the same across and down.
    let resolution: Double
    /// Points of the page as it lies.
    let width: Double
    let height: Double

    /// Works on a copy; nil when there is no memory.
    init?(_ source: borrowing Picture, resolution said: (x: Double, y: Double)?) {
        let dots = Self.plausible(said, width: source.width, height: source.height)
        let width = Double(source.width) * 72 / dots.x
        let height = Double(source.height) * 72 / dots.y
        let target = Self.target(dots, width: width, height: height)
        guard let picture = Self.cleaned(source, x: target / dots.x, y: target / dots.y),
            let black = picture.blackAndWhite(), let half = black.halved(), let inner = half.withoutEdges()
        else { return nil }
        self.width = width
        self.height = height
        self.picture = picture
        sketch = inner
        isBlank = half.inkShare() < Self.leastInk
        resolution = target
    }

    /// True when there is nothing to read on the page.
    let isBlank: Bool

    /// Less ink than one short line leaves on a page.
    private static let leastInk = 0.00003

    /// The picture and its sketch turned clockwise by quarter turns, then by the small angle at which lines lie level.
    func upright(_ degrees: Int) -> UprightPage? {
        guard let turnedSketch = sketch.turned(degrees), let turned = picture.turned(degrees) else { return nil }
        let found = turnedSketch.lean(upTo: Self.widestLean)
        guard let found, found.certainty >= Self.leastLeanCertainty, abs(found.degrees) >= Self.leastLean,
            let level = turned.leant(degrees: found.degrees)
        else { return UprightPage(picture: turned, lean: 0) }
        return UprightPage(picture: level, lean: found.degrees)
    }

    /// Degrees to both sides within which a page is laid level.
    private static let widestLean = 10.0
    /// A smaller angle does not disturb recognition; turning would blur the picture.
    private static let leastLean = 0.3
    private static let leastLeanCertainty = 2.5

    private static func cleaned(_ source: borrowing Picture, x: Double, y: Double) -> Picture? {
        guard let gray = source.depth == 1 ? source.copied() : source.gray() else { return nil }
        if gray.darkShare() < darkShare { return lightened(gray, x: x, y: y) }
        // Light letters on dark ground.
        guard let inverted = gray.inverted() else { return nil }
        return lightened(inverted, x: x, y: y)
    }

    /// The part of a picture from which on dark is the ground and not the ink.
    private static let darkShare = 0.6

    private static func lightened(_ source: borrowing Picture, x: Double, y: Double) -> Picture? {
        if source.depth == 1 {
            guard let clean = source.withoutDots(below: dotSize) else { return nil }
            let isSpeckled = clean.inkShare() < source.inkShare() * (1 - speckleShare)
            guard let gray = isSpeckled ? clean.gray() : source.gray() else { return nil }
            return scaled(gray, x: x, y: y)
        }
        guard let even = source.evened() ?? source.copied() else { return nil }
        guard let black = even.blackAndWhite(), let clean = black.withoutDots(below: dotSize) else { return nil }
        let isSpeckled = clean.inkShare() < black.inkShare() * (1 - speckleShare)
        guard isSpeckled, let calm = even.despeckled() else { return scaled(even, x: x, y: y) }
        return scaled(calm, x: x, y: y)
    }

    /// Pixels below which a dot is dirt and no full stop.
    private static let dotSize = 3
    /// The part of the ink in such dots above which a picture is speckled.
    private static let speckleShare = 0.2

    private static func scaled(_ gray: consuming Picture, x: Double, y: Double) -> Picture? {
        if abs(x - 1) < 0.05, abs(y - 1) < 0.05 { return gray }
        return gray.scaled(x: x, y: y)
    }

    /// The resolution that is worked at, lower for a page so large that it would not fit.
    private static func target(_ dots: (x: Double, y: Double), width: Double, height: Double) -> Double {
        let wanted = Double(Limits.recognitionResolution)
        let bySide = Double(Limits.recognizedSide) * 72 / max(width, height)
        let byArea = (Double(Limits.recognizedPixels) * 72 * 72 / (width * height)).squareRoot()
        return min(wanted, bySide, byArea)
    }

    /// What the file says, unless it says nothing or what no scanner does: many programs write 72 or 96 whatever the
    /// picture is. Then the picture is taken for a sheet of paper.
    static func plausible(
        _ said: (x: Double, y: Double)?, width: Int, height: Int
    ) -> (x: Double, y: Double) {
        let longest = Double(max(width, height))
        if let said, min(said.x, said.y) >= 50, max(said.x, said.y) <= 2400 {
            let inches = max(Double(width) / said.x, Double(height) / said.y)
            if inches <= 20 || min(said.x, said.y) > 96 { return said }
        }
        let guess = min(600, max(96, longest / 11.7))
        return (guess, guess)
    }
}

/// A page whose lines lie level and perhaps upright.
struct UprightPage: ~Copyable {
    let picture: Picture
    /// Degrees clockwise by which it was turned at last.
    let lean: Double
}
