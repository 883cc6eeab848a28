import Leptonica
import Model
import Poppler

/// Pictures of pages for people to look at: PNG files no larger than a screen needs.
enum PageImage {
    /// The picture of a page of a PDF, by its 1-based number; nil when it cannot be drawn.
    static func png(of number: Int, in file: borrowing PDFFile) -> [UInt8]? {
        guard let size = file.pageSize(number), size.width > 0, size.height > 0 else { return nil }
        let scale = scale(width: size.width, height: size.height)
        let picture = file.draw(page: number, resolution: scale * 72, limit: 2 * Limits.pageImageSize.pixels) {
            rows, width, height, stride in
            Picture(words: rows, width: width, height: height, stride: stride)
        }
        guard let picture else { return nil }
        return picture.png()
    }

    /// The picture itself, made smaller where it is larger.
    static func png(of picture: borrowing Picture) -> [UInt8]? {
        let scale = scale(width: Double(picture.width), height: Double(picture.height))
        guard scale < 1 else { return picture.png() }
        // Black and white made smaller needs grey.
        guard picture.depth > 1 else { return picture.gray()?.scaled(x: scale, y: scale)?.png() }
        return picture.scaled(x: scale, y: scale)?.png()
    }

    private static func scale(width: Double, height: Double) -> Double {
        let most = Limits.pageImageSize
        return min(Double(most.width) / width, (Double(most.pixels) / (width * height)).squareRoot())
    }
}
