import Model
import WorkerProtocol

/// The readers of web pages, feeds, notebooks, books and mail, by media type.
enum WebReaders {
    /// True for a type that one of them reads.
    static func handle(_ mimeType: String) -> Bool {
        switch mimeType {
        case MediaTypes.html, MediaTypes.xhtml, MediaTypes.notebook, MediaTypes.rss, MediaTypes.atom,
            MediaTypes.epub, MediaTypes.mail, MediaTypes.mailArchive, MediaTypes.webArchive:
            true
        default: false
        }
    }

    /// Reads a document of one of their types.
    static func read<Sink: PartSink>(
        _ mimeType: String, _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        switch mimeType {
        case MediaTypes.mail, MediaTypes.mailArchive:
            try MailReader(mimeType: mimeType).read(source, options: options, into: &output)
        case MediaTypes.webArchive: try WebArchiveReader().read(source, options: options, into: &output)
        case MediaTypes.epub: try BookReader().read(source, options: options, into: &output)
        case MediaTypes.notebook: try NotebookReader().read(source, options: options, into: &output)
        case MediaTypes.rss, MediaTypes.atom:
            try FeedReader(mimeType: mimeType).read(source, options: options, into: &output)
        default: try HTMLReader().read(source, options: options, into: &output)
        }
    }
}

extension DocumentSource {
    /// All bytes of a file that has to be read at once.
    func readWhole(atMost limit: Int64) throws(Failure) -> [UInt8] {
        guard size <= limit else {
            throw Failure(
                .fileTooLarge, "\(name) has \(size) bytes; files of its kind are read up to \(limit)", stage: .parse,
                details: ["max_allowed": .integer(limit), "requested": .integer(size)],
                resolution: "Divide the file into smaller ones and drop those.")
        }
        return try read(Int(size), at: 0)
    }
}
