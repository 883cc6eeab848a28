import CTesseract
import Glibc
import Leptonica

/// tesseract's detector of the orientation of a page.
///
/// Owns an engine of its own, with the data `osd`. Not for use by two threads at once.
public struct TesseractOrientation: ~Copyable {
    private let engine: OpaquePointer

    /// Loads the data; nil when it is not installed.
    public init?() {
        guard let engine = TessBaseAPICreate() else { return nil }
        Picture.silenceMessages()
        _ = TessBaseAPISetVariable(engine, "debug_file", "/dev/null")
        guard TessBaseAPIInit2(engine, nil, "osd", OEM_TESSERACT_ONLY) == 0 else {
            TessBaseAPIDelete(engine)
            return nil
        }
        self.engine = engine
    }

    deinit { TessBaseAPIDelete(engine) }

    /// Degrees clockwise by which a picture must be turned to be upright, and how sure that is (above 2 is fair, above
    /// 10 certain); nil when there is too little text to tell.
    public func detect(in picture: borrowing Picture, resolution: Int) -> (degrees: Int, certainty: Double)? {
        picture.withImage { TessBaseAPISetImage2(engine, .init($0)) }
        TessBaseAPISetSourceResolution(engine, Int32(clamping: resolution))
        defer { TessBaseAPIClear(engine) }
        var degrees: Int32 = 0
        var certainty: Float = 0
        var script: UnsafePointer<CChar>?
        var scriptCertainty: Float = 0
        guard
            TessBaseAPIDetectOrientationScript(engine, &degrees, &certainty, &script, &scriptCertainty) != 0
        else { return nil }
        return (Int(degrees), Double(certainty))
    }
}
