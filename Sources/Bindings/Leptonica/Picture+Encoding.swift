import CLeptonica

extension Picture {
    /// A TIFF file of a picture in black and white, compressed as fax group 4 in one strip; nil for other pictures.
    public func fax() -> [UInt8]? {
        guard depth == 1 else { return nil }
        return Self.bytes { pixWriteMemTiff($0, $1, pix, Int32(IFF_TIFF_G4)) }
    }

    /// A JPEG file.
    public func jpeg(quality: Int) -> [UInt8]? {
        Self.bytes { pixWriteMemJpeg($0, $1, pix, Int32(quality), 0) }
    }

    /// A PNG file, grey or in three colours: palettes are resolved and transparent places are white.
    public func png() -> [UInt8]? {
        var plain: UnsafeMutablePointer<PIX>? =
            pixGetSpp(pix) == 4
            ? pixAlphaBlendUniform(pix, 0xFFFF_FF00)
            : pixGetColormap(pix) != nil ? pixRemoveColormap(pix, Int32(REMOVE_CMAP_BASED_ON_SRC)) : pixClone(pix)
        defer { pixDestroy(&plain) }
        guard let plain else { return nil }
        return Self.bytes { pixWriteMemPng($0, $1, plain, 0) }
    }

    private static func bytes(
        _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<Int>) -> l_ok
    ) -> [UInt8]? {
        silenceMessages()
        var data: UnsafeMutablePointer<UInt8>?
        var size = 0
        defer { lept_free(data) }
        guard write(&data, &size) == 0, let data else { return nil }
        return Array(UnsafeBufferPointer(start: data, count: size))
    }
}
