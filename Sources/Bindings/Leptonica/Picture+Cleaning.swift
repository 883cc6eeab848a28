import CLeptonica

extension Picture {
    /// A grey picture with its background made white all over, however the light fell on the paper; nil when it has
    /// no background to speak of.
    public func evened() -> Picture? {
        guard depth == 8 else { return nil }
        // leptonica's own choice but for the colour of the paper, which is nearly white here: the corners that come in
        // when the picture is turned must not stand out.
        return Picture(taking: pixBackgroundNorm(pix, nil, nil, 10, 15, 60, 40, 250, 2, 1))
    }

    /// Black for ink and white for paper, the border between them found tile by tile.
    public func blackAndWhite() -> Picture? {
        if depth == 1 { return Picture(taking: pixCopy(nil, pix)) }
        guard depth == 8 else { return nil }
        return Picture(taking: pixConvertTo1Adaptive(pix))
    }

    /// Half as wide and high, black where two of four pixels were; for a picture in black and white.
    public func halved() -> Picture? { Picture(taking: pixReduceRankBinary2(pix, 2, nil)) }

    /// The angle in degrees clockwise by which the lines of a picture in black and white must be turned to lie level,
    /// and how sure that is (above 3 is fair); nil when nothing is to be seen.
    public func lean(upTo range: Double) -> (degrees: Double, certainty: Double)? {
        var angle: Float = 0
        var certainty: Float = 0
        guard pixFindSkewSweepAndSearch(pix, &angle, &certainty, 4, 2, Float(range), 1, 0.01) == 0 else {
            return nil
        }
        return (Double(angle), Double(certainty))
    }

    /// How much the strokes of a picture in black and white look as if the text stood upright (`up`) or had its head to
    /// the left (`left`); negative for the opposite. Nil when nothing is to be seen.
    public func orientationScores() -> (up: Double, left: Double)? {
        var up: Float = 0
        var left: Float = 0
        guard pixOrientDetect(pix, &up, &left, 0, 0) == 0 else { return nil }
        return (Double(up), Double(left))
    }

    /// How much more the ink of a picture in black and white gathers in rows and in columns than chance would make it;
    /// lines of text that run across make rows.
    public func gathering() -> (rows: Double, columns: Double)? {
        var rows: Float = 0
        var columns: Float = 0
        var share: Float = 0
        guard pixFindNormalizedSquareSum(pix, &rows, &columns, &share) == 0 else { return nil }
        return (Double(rows), Double(columns))
    }

    /// The part of a picture that is darker than middle grey, from 0 to 1.
    public func darkShare() -> Double {
        Picture(taking: pixConvertTo1(pix, 128))?.inkShare() ?? 0
    }

    /// The darkest value of a grey picture, 255 for white paper.
    public func darkest() -> Int {
        var value: Int32 = 0
        let isKnown = pixGetExtremeValue(pix, 1, Int32(L_SELECT_MIN), nil, nil, nil, &value) == 0
        return isKnown ? Int(value) : 0
    }

    /// Black for white and white for black.
    public func inverted() -> Picture? { Picture(taking: pixInvert(nil, pix)) }

    /// A picture in black and white without what touches its edges: the lid of a scanner, the table below the sheet.
    public func withoutEdges() -> Picture? { Picture(taking: pixRemoveBorderConnComps(pix, 8)) }

    /// A picture in black and white without dots that are less than `size` pixels wide and high.
    public func withoutDots(below size: Int) -> Picture? {
        let side = Int32(clamping: size)
        return Picture(
            taking: pixSelectBySize(
                pix, side, side, 8, Int32(L_SELECT_IF_EITHER), Int32(L_SELECT_IF_GTE), nil))
    }

    /// The part of a picture in black and white that is black, from 0 to 1.
    public func inkShare() -> Double {
        var count: Int32 = 0
        guard depth == 1, pixCountPixels(pix, &count, nil) == 0 else { return 0 }
        return Double(count) / Double(max(1, width * height))
    }

    /// A grey picture without single dots darker or lighter than what is around them.
    public func despeckled() -> Picture? { Picture(taking: pixMedianFilter(pix, 3, 3)) }
}
