import Archive
import Model

/// An export as a text document (Office Open XML, ECMA-376): headings, lists and tables as such.
///
/// The body is written as it comes; what depends on it, the numbering of lists, is written behind it.
final class WordExport: ExportWriter {
    let buffer: ExportBuffer
    private let zip: ZipWriter
    private var body = WordBody()
    private var modified = 0
    private var batch = ExportedBatch(json: [:])

    init() throws(Failure) {
        let buffer = ExportBuffer()
        self.buffer = buffer
        do throws(ArchiveError) {
            zip = try ZipWriter { buffer.write($0) }
        } catch {
            throw Self.failure(error)
        }
    }

    func begin(_ batch: ExportedBatch) throws(Failure) {
        self.batch = batch
        let time = (batch.finishedAt ?? batch.createdAt).flatMap(Timestamp.init)
        modified = Int((time?.milliseconds ?? 0) / 1000)
        try part("[Content_Types].xml", WordParts.contentTypes)
        try part("_rels/.rels", WordParts.relationships)
        try part("word/_rels/document.xml.rels", WordParts.documentRelationships)
        try part("docProps/core.xml", WordParts.properties(of: batch))
        try part("word/styles.xml", WordParts.styles)
        try begin("word/document.xml")
        body.begin(batch)
        try flush()
    }

    func missing(_ item: ExportedItem) throws(Failure) {
        body.missing(item)
        try flush()
    }

    func begin(_ item: ExportedItem) throws(Failure) {
        body.begin(item)
        try flush()
    }

    func page(_ page: ExportedPage) throws(Failure) {
        body.add(page)
        try flush()
    }

    func endItem() {}

    func end() throws(Failure) {
        body.end()
        try flush()
        try part("word/numbering.xml", WordParts.numbering(starts: body.listStarts))
        do throws(ArchiveError) { try zip.finish() } catch { throw Self.failure(error) }
    }

    private func part(_ name: String, _ text: String) throws(Failure) {
        try begin(name)
        try write(Array(text.utf8))
    }

    private func begin(_ name: String) throws(Failure) {
        do throws(ArchiveError) { try zip.begin(name, modified: modified) } catch { throw Self.failure(error) }
    }

    private func write(_ bytes: [UInt8]) throws(Failure) {
        do throws(ArchiveError) { try zip.write(bytes) } catch { throw Self.failure(error) }
    }

    private func flush() throws(Failure) { try write(body.drain()) }

    private static func failure(_ error: ArchiveError) -> Failure {
        Failure(.processingError, "the text document cannot be packed: \(printable(error.message))", stage: .publish)
    }
}
