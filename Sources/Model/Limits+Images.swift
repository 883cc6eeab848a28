extension Limits {
    /// Bytes of an image file, which is held in memory as a whole.
    public static let imageFileBytes: Int64 = 256 << 20
    /// Pixels of one picture.
    public static let imagePixels = 600_000_000
    /// Bytes of one decoded picture.
    public static let imageBytes = 320 << 20
    /// Pixels of a picture with colours that is decoded at its full size; a larger photograph is decoded smaller.
    public static let fullSizePixels = 36_000_000
    /// Pixels of a HEIC or AVIF picture, which cannot be decoded smaller.
    public static let heifPixels = 64_000_000
    /// Pages of one TIFF that are looked for.
    public static let tiffPages = 100_000
    /// Tags of one directory of a TIFF.
    public static let tiffTags = 4096
    /// Pixels of the width of a kept picture of a page, and of all of it.
    public static let pageImageSize = (width: 1000, pixels: 3_000_000)
    /// Pixels of the shorter side of a picture of a PDF page that is kept.
    public static let embeddedImageSide = 16
    /// Pixels of a picture of a PDF page that is kept.
    public static let embeddedImagePixels = 40_000_000
    /// Pictures of one PDF page that are kept.
    public static let embeddedImagesOfPage = 50
    /// Pixels of a picture that is read; tesseract refuses more than 32,767 of a side.
    public static let recognizedPixels = 40_000_000
    /// Pixels of a side of a picture that is read.
    public static let recognizedSide = 30_000
    /// Dots per inch at which text is read best, and at which pages of a PDF are drawn.
    public static let recognitionResolution = 300
    /// Seconds for reading one page.
    public static let recognitionSeconds = 60
    /// Pages of text that take as long as one page that has to be recognised, for the deadline.
    public static let recognizedPageWeight = 4
    /// Languages read at once.
    public static let recognitionLanguages = 8
    /// Characters of a language's name.
    public static let recognitionLanguageBytes = 40
    /// Pictures that become the pages of one document.
    public static let combinedFiles = 10_000
    /// Bytes of the pictures that become one document.
    public static let combinedBytes: Int64 = 4 << 30
    /// Bytes of the head that lists the pictures of one document.
    public static let bundleHeadBytes = 4 << 20
    /// Bytes of a PDF that is copied with the words of its scanned pages; it is held in memory twice.
    public static let searchablePDFBytes: Int64 = 256 << 20
}
