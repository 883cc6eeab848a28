import MIME
import Model
import WorkerProtocol

/// Reads web pages saved with what they show in one file (MHTML, RFC 2557).
struct WebArchiveReader: DocumentReader {
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        guard let file = MailFile(descriptor: source.descriptor, isMailbox: false),
            let message = file.next(depth: Limits.mailDepth, count: Limits.mailParts)
        else { throw Failure(.corruptDocument, "\(source.name) holds no page", stage: .parse) }
        let parts = message.parts
        let start = parts.first?.start?.filter { $0 != "<" && $0 != ">" }
        let pages = parts.indices.filter { ["text/html", "application/xhtml+xml"].contains(parts[$0].mediaType) }
        guard let root = pages.first(where: { start != nil && parts[$0].contentID == start }) ?? pages.first else {
            // A message with pictures is no web page, whatever its extension says.
            return try MailReader(mimeType: MediaTypes.mail).read(source, options: options, into: &output)
        }
        guard let bytes = message.content(of: root, limit: Int(Limits.htmlBytes)) else {
            throw Failure(
                .fileTooLarge, "the page in \(source.name) has more than \(Limits.htmlBytes) bytes", stage: .parse)
        }
        let page = try HTMLPage(bytes, charset: parts[root].charset, name: source.name)
        try HTMLReader().read(page, source, address: parts[root].location, options: options, into: &output)
    }
}
