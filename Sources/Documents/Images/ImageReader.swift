import Layout
import Leptonica
import Model
import WorkerProtocol

/// Reads pictures: every picture of the file is a page, and its text is recognised.
struct ImageReader: DocumentReader {
    let mimeType: String
    let recognizer: PageRecognizer

    /// The formats that are decoded.
    static let types: Set<String> = [
        MediaTypes.tiff, MediaTypes.png, MediaTypes.apng, MediaTypes.jpeg, MediaTypes.bmp, MediaTypes.gif,
        MediaTypes.webp, MediaTypes.heic, MediaTypes.avif, "image/jp2", "image/x-portable-graymap",
        "image/x-portable-pixmap", "image/x-portable-bitmap",
    ]

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        var file = try ImageFile(source, mimeType: mimeType)
        let pages = try options.pages(of: file.pageCount, source: source, into: &output)
        let weight = options.recognition.mode == .never ? 1 : Limits.recognizedPageWeight
        output.expectPages(pages.count * weight)
        var hasText = false
        var pdf = output.wantsSearchablePDF ? PDFWriter() : nil
        for number in pages {
            do throws(Failure) {
                hasText = try readPage(number, of: &file, options, &pdf, into: &output) || hasText
            } catch {
                // A file of one picture fails with what is wrong with the picture.
                if file.pageCount == 1 || error.code == .validationError { throw error }
                output.failedPage(number, error)
            }
        }
        pdf?.finish()
        if let rest = pdf?.drain() { output.searchablePDF(rest) }
        if !hasText, options.recognition.mode != .never { output.warn("no text was found in the picture") }
        output.end(DocumentSummary(metadata: ["format": .string(mimeType)], pageCount: file.pageCount))
        try options.checkFailures(among: pages.count, source, output.report)
    }

    private func readPage<Sink: PartSink>(
        _ number: Int, of file: inout ImageFile, _ options: ParseOptions, _ pdf: inout PDFWriter?,
        into output: inout DocumentOutput<Sink>
    ) throws(Failure) -> Bool {
        let page = try file.page(number)
        let size = page.size
        var recognized = RecognizedPage(
            width: size.width, height: size.height, uprightWidth: size.width, uprightHeight: size.height)
        if options.recognition.mode != .never {
            recognized = try recognizer.recognize(
                page.picture, resolution: page.resolution, options: options.recognition)
        }
        output.page(recognized.content(number: number))
        if let added = pdf.map({ _ in file.pdfPicture(of: page) }), let picture = added {
            pdf?.addPage(
                width: size.width, height: size.height, picture: picture,
                operators: TextLayer.operators(for: recognized, toUser: TextLayer.upwards(height: size.height)))
            if let bytes = pdf?.drain() { output.searchablePDF(bytes) }
        }
        return !recognized.words.isEmpty
    }
}
