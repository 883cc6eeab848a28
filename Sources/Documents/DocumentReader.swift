import Model
import WorkerProtocol

/// Reads one family of formats, page by page, into the output.
///
/// Runs on the worker's only thread; memory stays bounded whatever the size of the document. A document that cannot
/// be read at all throws; a page that cannot be read becomes a failed page.
protocol DocumentReader {
    /// Reads the whole document.
    func read<Sink: PartSink>(
        _ source: DocumentSource, options: ParseOptions, into output: inout DocumentOutput<Sink>
    ) throws(Failure)
}

/// What a reader found out about the document as a whole; written after the pages.
struct DocumentSummary {
    /// Members of `metadata`, without `page_count`.
    var metadata = JSONObject()
    /// Number of pages the document has, those that were not asked for included.
    var pageCount = 0
    var title: String?
    var outline: [JSONValue] = []
    var attachments: [JSONValue] = []
}
