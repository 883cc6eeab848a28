import Crypto
import Layout
import Leptonica
import Model
import Poppler
import WorkerProtocol

/// Keeps the pictures that stand on the pages of a document, each once.
struct EmbeddedImages {
    private var known: Set<[UInt8]> = []

    /// Keeps those of a page; `areas` are where its pictures stand and how large they are.
    mutating func keep<Sink: PartSink>(
        _ areas: [ImageArea], ofPage number: Int, of file: borrowing PDFFile, into output: inout DocumentOutput<Sink>
    ) {
        guard areas.contains(where: { Self.isWorthKeeping($0.pixelWidth, $0.pixelHeight) }) else { return }
        guard areas.allSatisfy({ $0.pixelWidth * $0.pixelHeight <= Limits.embeddedImagePixels }) else {
            return output.warn("page \(number) has a picture of too many pixels to be kept")
        }
        var pictures: [[UInt8]] = []
        file.eachImage(ofPage: number, limit: Limits.embeddedImagesOfPage) { rows, width, height, stride in
            guard Self.isWorthKeeping(width, height), width * height <= Limits.embeddedImagePixels,
                let picture = Picture(words: rows, width: width, height: height, stride: stride),
                let bytes = picture.png(), known.insert(Digest.sha256(bytes)).inserted
            else { return }
            pictures.append(bytes)
        }
        for (index, picture) in pictures.enumerated() {
            output.embeddedImage(picture, page: number, number: index + 1)
        }
    }

    /// Smaller ones are lines, dots and corners of a design.
    private static func isWorthKeeping(_ width: Int, _ height: Int) -> Bool {
        min(width, height) >= Limits.embeddedImageSide
    }
}
