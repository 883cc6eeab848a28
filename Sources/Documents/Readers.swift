/// The readers, by media type.
struct Readers {
    private let recognizer = PageRecognizer()

    /// The reader of a type; nil for a type that this version cannot read.
    func reader(of mimeType: String) -> (any DocumentReader)? {
        if mimeType == MediaTypes.pdf { return PDFReader(recognizer: recognizer) }
        if ImageReader.types.contains(mimeType) { return ImageReader(mimeType: mimeType, recognizer: recognizer) }
        if let reader = OfficeFormats.reader(of: mimeType) { return reader }
        if let reader = WebFormats.reader(of: mimeType) { return reader }
        if mimeType == SVGReader.mimeType { return SVGReader() }
        if MediaReader.handles(mimeType) { return MediaReader(mimeType: mimeType) }
        if let reader = ModelReader(mimeType: mimeType) { return reader }
        return MediaTypes.isText(mimeType) ? TextReader(mimeType: mimeType) : nil
    }
}
