import Leptonica
import Model
import Poppler

extension PageRecognizer {
    /// Draws a page of a PDF, by its 1-based number, and reads it; the page comes out as large as the PDF says.
    func recognize(
        page number: Int, of file: borrowing PDFFile, width: Double, height: Double, options: RecognitionOptions
    ) throws(Failure) -> RecognizedPage {
        if isBlank(page: number, of: file, width: width, height: height) {
            return RecognizedPage(width: width, height: height, uprightWidth: width, uprightHeight: height)
        }
        let wanted = Double(options.resolution ?? Limits.recognitionResolution)
        // A poster is drawn coarser than asked for.
        let most = (Double(Limits.recognizedPixels) * 0.98 * 72 * 72 / max(1, width * height)).squareRoot()
        let resolution = min(wanted, most)
        let picture = file.draw(page: number, resolution: resolution, limit: Limits.recognizedPixels) {
            rows, width, height, stride in
            Picture(words: rows, width: width, height: height, stride: stride)
        }
        guard let picture else {
            throw Failure(.processingError, "page \(number) could not be drawn", stage: .parse, page: number)
        }
        var page = try recognize(picture, resolution: (resolution, resolution), options: options)
        // Whole pixels are a little more than the page.
        page.width = width
        page.height = height
        return page
    }

    /// True when nothing at all is drawn on a page, which a small drawing tells in a moment.
    private func isBlank(page number: Int, of file: borrowing PDFFile, width: Double, height: Double) -> Bool {
        let resolution = min(Self.glance, Double(Limits.recognizedSide) * 72 / max(1, width, height))
        let small = file.draw(page: number, resolution: resolution, limit: Limits.recognizedPixels) {
            rows, width, height, stride in
            Picture(words: rows, width: width, height: height, stride: stride)
        }
        guard let small, let gray = small.gray() else { return false }
        return gray.darkest() >= Self.white
    }

    /// Dots per inch at which a page is looked at first.
    private static let glance = 36.0
    /// A shade that no ink is lighter than: a thin line is still seen at that size.
    private static let white = 252
}
