import CLeptonica

/// What the head of an image file says, before anything is decoded; it may lie about nothing that decoding uses.
public struct PictureHeader: Sendable, Equatable {
    public var width: Int
    public var height: Int
    public var bitsPerSample: Int
    public var samples: Int

    public init(width: Int, height: Int, bitsPerSample: Int = 8, samples: Int = 1) {
        self.width = width
        self.height = height
        self.bitsPerSample = bitsPerSample
        self.samples = samples
    }

    /// Bytes of the decoded picture.
    public var decodedBytes: Int {
        let bits = samples > 1 ? 32 : max(1, min(32, bitsPerSample))
        let (pixels, overflows) = width.multipliedReportingOverflow(by: height)
        return overflows || pixels > Int.max / 64 ? Int.max : pixels * bits / 8
    }
}

extension Picture {
    /// Reads the head of a PNG, JPEG, BMP, WebP, PNM or JPEG 2000 file; nil when it has none that makes sense.
    ///
    /// Not for GIF and TIFF, which leptonica decodes whole, or which have several pages.
    public static func header(of file: [UInt8]) -> PictureHeader? {
        var format: Int32 = 0
        var width: Int32 = 0
        var height: Int32 = 0
        var bits: Int32 = 0
        var samples: Int32 = 0
        var hasMap: Int32 = 0
        silenceMessages()
        guard !file.starts(with: Array("GIF8".utf8)),
            pixReadHeaderMem(file, file.count, &format, &width, &height, &bits, &samples, &hasMap) == 0,
            width > 0, height > 0
        else { return nil }
        return PictureHeader(
            width: Int(width), height: Int(height), bitsPerSample: Int(bits),
            samples: hasMap != 0 ? 1 : Int(samples))
    }

    /// Decodes a file of one picture; nil when it is damaged.
    public static func decode(_ file: [UInt8]) -> Picture? {
        silenceMessages()
        return Picture(taking: pixReadMem(file, file.count))
    }

    /// Decodes a JPEG at 1/`reduction` of its size (1, 2, 4 or 8); `complaints` becomes the number of the decoder's.
    public static func decode(jpeg file: [UInt8], reduction: Int, complaints: inout Int) -> Picture? {
        silenceMessages()
        var warnings: Int32 = 0
        let pix = pixReadMemJpeg(file, file.count, 0, Int32(reduction), &warnings, 0)
        complaints = Int(warnings)
        return Picture(taking: pix)
    }

    /// Decodes the first page of a TIFF.
    public static func decode(tiff file: [UInt8]) -> Picture? {
        silenceMessages()
        return Picture(taking: pixReadMemTiff(file, file.count, 0))
    }
}
