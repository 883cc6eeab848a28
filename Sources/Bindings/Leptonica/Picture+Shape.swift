import CLeptonica

extension Picture {
    /// One byte per pixel, transparent places white.
    public func gray() -> Picture? {
        guard pixGetSpp(pix) == 4 else { return Picture(taking: pixConvertTo8(pix, 0)) }
        var opaque: UnsafeMutablePointer<PIX>? = pixAlphaBlendUniform(pix, 0xFFFF_FF00)
        defer { pixDestroy(&opaque) }
        return opaque.flatMap { Picture(taking: pixConvertTo8($0, 0)) }
    }

    /// The same picture with other numbers of pixels.
    public func scaled(x: Double, y: Double) -> Picture? {
        Picture(taking: pixScale(pix, Float(x), Float(y)))
    }

    /// A copy.
    public func copied() -> Picture? { Picture(taking: pixCopy(nil, pix)) }

    /// Turned clockwise by 0, 90, 180 or 270 degrees.
    public func turned(_ degrees: Int) -> Picture? {
        Picture(taking: pixRotateOrth(pix, Int32((degrees % 360 + 360) % 360 / 90)))
    }

    /// Mirrored left to right.
    public func mirrored() -> Picture? { Picture(taking: pixFlipLR(nil, pix)) }

    /// Turned clockwise by a small angle about its middle; the size stays and what comes in is white.
    public func leant(degrees: Double) -> Picture? {
        let radians = Float(degrees * .pi / 180)
        return Picture(taking: pixRotate(pix, radians, Int32(L_ROTATE_AREA_MAP), Int32(L_BRING_IN_WHITE), 0, 0))
    }

    /// The part of the picture inside a rectangle; nil when nothing is.
    public func cropped(x: Int, y: Int, width: Int, height: Int) -> Picture? {
        var box: UnsafeMutablePointer<BOX>? = boxCreate(
            Int32(clamping: x), Int32(clamping: y), Int32(clamping: width), Int32(clamping: height))
        defer { boxDestroy(&box) }
        return Picture(taking: pixClipRectangle(pix, box, nil))
    }
}
