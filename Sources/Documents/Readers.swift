import Model
import WorkerProtocol

/// The readers, by media type.
struct Readers {
    private let recognizer = PageRecognizer()

    /// The reader of a type; nil for a type that this version cannot read.
    func reader(of mimeType: String) -> (any DocumentReader)? {
        if mimeType == MediaTypes.pdf { return PDFReader(recognizer: recognizer) }
        if ImageReader.types.contains(mimeType) {
            return PictureFile(mimeType: mimeType, reader: ImageReader(recognizer: recognizer))
        }
        if let reader = OfficeFormats.reader(of: mimeType) { return reader }
        if let reader = WebFormats.reader(of: mimeType) { return reader }
        if mimeType == SVGReader.mimeType { return SVGReader() }
        if MediaReader.handles(mimeType) { return MediaReader(mimeType: mimeType) }
        if let reader = ModelReader(mimeType: mimeType) { return reader }
        return MediaTypes.isText(mimeType) ? TextReader(mimeType: mimeType) : nil
    }

    /// The reader of pictures that are the pages of one document.
    func reader(of pictures: [ImageReader.Picture]) -> any DocumentReader {
        PictureBundle(pictures: pictures, reader: ImageReader(recognizer: recognizer))
    }
}

/// A file of pictures by itself.
private struct PictureFile: DocumentReader {
    let mimeType: String
    let reader: ImageReader

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        try reader.read([(source, mimeType)], as: source, options: options, into: &output)
    }
}

/// Several files of pictures that came as one.
private struct PictureBundle: DocumentReader {
    let pictures: [ImageReader.Picture]
    let reader: ImageReader

    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        try reader.read(pictures, as: source, options: options, into: &output)
    }
}
