import Layout
import Leptonica
import Model
import WorkerProtocol

/// Reads pictures: every picture of the files is a page, and its text is recognised.
///
/// Usually there is one file; several are the pages of one document that was scanned page by page.
struct ImageReader {
    /// A file and what it is.
    typealias Picture = (source: DocumentSource, mimeType: String)

    let recognizer: PageRecognizer

    /// The formats that are decoded.
    static let types: Set<String> = [
        MediaTypes.tiff, MediaTypes.png, MediaTypes.apng, MediaTypes.jpeg, MediaTypes.bmp, MediaTypes.gif,
        MediaTypes.webp, MediaTypes.heic, MediaTypes.avif, "image/jp2", "image/x-portable-graymap",
        "image/x-portable-pixmap", "image/x-portable-bitmap",
    ]

    /// Reads the files in their order as one document.
    func read<Sink: PartSink>(
        _ pictures: [Picture], as document: DocumentSource, options: ParseOptions,
        into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        let places = Self.places(in: pictures)
        let pages = try options.pages(of: places.count, source: document, into: &output)
        let weight = options.recognition.mode == .never ? 1 : Limits.recognizedPageWeight
        output.expectPages(pages.count * weight)
        var hasText = false
        var queue = PageQueue()
        var pdf = output.wantsSearchablePDF ? PDFWriter() : nil
        var current: (picture: Int, file: ImageFile)?
        for number in pages {
            let place = places[number - 1]
            do throws(Failure) {
                if current?.picture != place.picture {
                    current = (place.picture, try Self.open(pictures[place.picture]))
                }
                guard let page = try current?.file.page(place.page) else { continue }
                hasText = try write(page, current?.file, number, options, &queue, &pdf, into: &output) || hasText
            } catch {
                // A file of one picture fails with what is wrong with the picture.
                if places.count == 1 || error.code == .validationError { throw error }
                queue.fail(number, error, into: &output)
            }
        }
        queue.finish(into: &output)
        pdf?.finish()
        if let rest = pdf?.drain() { output.searchablePDF(rest) }
        if !hasText, options.recognition.mode != .never { output.warn("no text was found in the picture") }
        let facts = pictures.first.map { ImageFacts($0.source, type: $0.mimeType).json } ?? [:]
        output.end(DocumentSummary(metadata: facts, pageCount: places.count))
        try options.checkFailures(among: pages.count, document, output.report)
    }

    /// Where each page is: the number of the file and the 1-based page in it. A file that cannot be opened is one page,
    /// which fails.
    private static func places(in pictures: [Picture]) -> [(picture: Int, page: Int)] {
        pictures.indices.flatMap { index in
            let isTIFF = pictures[index].mimeType == MediaTypes.tiff
            let count = isTIFF ? (try? open(pictures[index]))?.pageCount ?? 1 : 1
            return (1...count).map { (index, $0) }
        }
    }

    private static func open(_ picture: Picture) throws(Failure) -> ImageFile {
        guard types.contains(picture.mimeType) else {
            throw Failure(
                .unsupportedMedia, "\(picture.source.name) is \(picture.mimeType) and no picture", stage: .detect,
                details: ["mime_type": .string(picture.mimeType)])
        }
        return try ImageFile(picture.source, mimeType: picture.mimeType)
    }

    private func write<Sink: PartSink>(
        _ page: borrowing ImagePage, _ file: ImageFile?, _ number: Int, _ options: ParseOptions,
        _ queue: inout PageQueue,
        _ pdf: inout PDFWriter?, into output: inout DocumentOutput<Sink>
    ) throws(Failure) -> Bool {
        let size = page.size
        var recognized = RecognizedPage(
            width: size.width, height: size.height, uprightWidth: size.width, uprightHeight: size.height)
        if options.recognition.mode != .never {
            recognized = try recognizer.recognize(
                page.picture, resolution: page.resolution, options: options.recognition)
        }
        output.words(of: nil, fonts: [], recognized: recognized, page: number)
        queue.add(recognized, number: number, into: &output)
        if options.keepsPageImages { output.pageImage(number) { PageImage.png(of: page.picture) } }
        if pdf != nil, let picture = file?.pdfPicture(of: page) {
            pdf?.addPage(
                width: size.width, height: size.height, picture: picture,
                operators: TextLayer.operators(for: recognized, toUser: TextLayer.upwards(height: size.height)))
            if let bytes = pdf?.drain() { output.searchablePDF(bytes) }
        }
        return !recognized.words.isEmpty
    }
}
