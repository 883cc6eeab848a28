import Extraction
import Layout
import Model
import WorkerProtocol

/// Writes document.json, document.md and document.txt as the pages come, and keeps the report.
///
/// Nothing is kept of a page once it is written. document.json has one page per line.
struct DocumentOutput<Sink: PartSink> {
    var report: WorkerReport
    private(set) var sink: Sink
    /// Gets what is written, for a job that goes on with it.
    let collector: DocumentCollector?
    private let outputs: Set<OutputPart>
    private let places: WordPlaces
    private var json = JSONWriter()
    private var links = JSONWriter()
    private var formFields = JSONWriter()
    private var linkCount = 0
    private var formFieldCount = 0
    private var pagesWritten = 0
    private var slowPages = 0
    private var pageImages = 0
    private var embeddedImages = 0
    private var handedOut = (count: 0, bytes: Int64(0))

    /// An output that has written nothing yet.
    init(
        sink: Sink, report: WorkerReport, outputs: Set<OutputPart>, places: Set<WordPlaces.Kind> = [],
        collector: DocumentCollector? = nil
    ) {
        self.places = WordPlaces(kinds: places)
        self.collector = collector
        self.sink = sink
        self.report = report
        self.outputs = outputs
        links.beginArray()
        formFields.beginArray()
    }

    /// Adds a warning, up to the number that is kept.
    mutating func warn(_ text: String) {
        guard report.warnings.count < Limits.itemWarnings, !report.warnings.contains(text) else { return }
        report.warnings.append(text)
    }

    /// Writes what comes before the pages.
    mutating func begin(_ request: WorkerRequest) {
        DocumentHead.write(
            path: request.path, size: request.size, sha256: request.sha256, mimeType: report.mimeType,
            extensionMismatch: report.extensionMismatch, to: &json)
        json.member(
            "engine",
            [
                "name": .string(Product.name), "version": .string(Product.version),
                "options_sha256": .string(request.optionsSHA256),
            ])
        // The elements are written past this writer, which sees an empty array.
        json.key("pages")
        json.beginArray()
        flush()
    }

    /// Says how many pages will be written.
    mutating func expectPages(_ count: Int) {
        sink.expectPages(count)
    }

    /// Says that a page among so many takes as long as several, so that the deadline can follow.
    mutating func expectSlowPage(among pages: Int) {
        slowPages += 1
        sink.expectPages(pages + slowPages * (Limits.recognizedPageWeight - 1))
    }

    /// Hands out an attachment, which is read as a document of its own; false when there are too many or too large
    /// ones already.
    mutating func handOut(_ attachment: AttachmentName, _ bytes: [UInt8]) -> Bool {
        guard handedOut.count < Limits.childDocuments,
            handedOut.bytes + Int64(bytes.count) <= Limits.childBytes, !bytes.isEmpty
        else { return false }
        handedOut.count += 1
        handedOut.bytes += Int64(bytes.count)
        sink.begin(attachment)
        sink.write(content: bytes)
        return true
    }

    /// Writes a page to every part.
    mutating func page(_ page: PageContent) {
        separatePages()
        collector?.add(page)
        if outputs.contains(.documentJSON) {
            var writer = JSONWriter()
            writer.page(page)
            write(writer.bytes, to: .documentJSON)
        }
        write(page.markdown, to: .documentMarkdown)
        if let last = page.markdown.last, last != UInt8(ascii: "\n") {
            write([UInt8(ascii: "\n")], to: .documentMarkdown)
        }
        write(page.text, to: .documentText)
    }

    /// Takes the words of a page, of its own and recognised; asked for only where somebody wants them.
    mutating func words(
        of marks: PageMarks?, fonts: [FontFace], recognized: RecognizedPage? = nil, page number: Int
    ) {
        guard collector != nil || !places.kinds.isEmpty else { return }
        var lines: [PlacedLine] = []
        if let marks {
            let own = PageWords(marks, fonts: fonts)
            collector?.add(own, page: number)
            if !places.kinds.isEmpty { lines = own.placedLines(on: marks) }
        }
        if let recognized {
            collector?.add(recognized, page: number)
            if !places.kinds.isEmpty { lines += recognized.placedLines(besides: lines) }
        }
        let bytes = places.bytes(of: lines, page: number)
        if !bytes.isEmpty { sink.write(bytes, to: .words) }
    }

    /// True when the pages are to be published as a PDF, too.
    var wantsSearchablePDF: Bool { outputs.contains(.searchablePDF) }

    /// Writes bytes of the PDF of the pages.
    mutating func searchablePDF(_ bytes: [UInt8]) { write(bytes, to: .searchablePDF) }

    /// Keeps the picture of a page, up to the number that is kept; `draw` makes it, nil where it cannot.
    mutating func pageImage(_ number: Int, _ draw: () -> [UInt8]?) {
        guard pageImages < Limits.pageImages else {
            return warn("only the first \(Limits.pageImages) pages were kept as pictures")
        }
        guard let picture = draw() else { return }
        pageImages += 1
        sink.write(picture, to: .pageImage(number))
    }

    /// Keeps a picture that stands on a page, up to the number that is kept.
    mutating func embeddedImage(_ picture: [UInt8], page: Int, number: Int) {
        guard embeddedImages < Limits.embeddedImages else {
            return warn("only the first \(Limits.embeddedImages) pictures of the document were kept")
        }
        embeddedImages += 1
        sink.write(picture, to: .embeddedImage(page: page, number: number))
    }

    /// Writes the entry of a page that could not be read; its place in the texts stays empty.
    mutating func failedPage(_ number: Int, _ failure: Failure) {
        separatePages()
        report.failedPages.append(number)
        if outputs.contains(.documentJSON) {
            let entry: JSONValue = [
                "page_number": .integer(Int64(number)), "success": false, "error": failure.json,
            ]
            write(JSONWriter.bytes(of: entry), to: .documentJSON)
        }
    }

    /// Adds links, up to the number that is kept.
    mutating func add(links added: [JSONValue]) {
        for link in added { addLink { $0.value(link) } }
    }

    /// Adds the link that `write` writes, unless there are too many already.
    mutating func addLink(_ write: (inout JSONWriter) -> Void) {
        guard linkCount < Limits.documentLinks else {
            return warn("only the first \(Limits.documentLinks) links are listed")
        }
        linkCount += 1
        write(&links)
    }

    /// Adds form fields, up to the number that is kept.
    mutating func add(formFields added: [JSONValue]) {
        collector?.add(formFields: added)
        for field in added.prefix(Limits.formFields - formFieldCount) { formFields.value(field) }
        formFieldCount += added.count
        if formFieldCount > Limits.formFields {
            formFieldCount = Limits.formFields
            warn("only the first \(Limits.formFields) form fields are listed")
        }
    }

    /// Writes what comes after the pages.
    mutating func end(_ summary: DocumentSummary) {
        collector?.finish(summary)
        report.pageCount = summary.pageCount
        report.title = summary.title
        write([UInt8(ascii: "\n")], to: .documentJSON)
        json.endArray()
        var metadata = summary.metadata
        metadata["page_count"] = .integer(Int64(summary.pageCount))
        json.member("metadata", .object(metadata))
        json.member("outline", .array(summary.outline))
        links.endArray()
        json.key("links")
        json.raw(links.drain())
        json.member("attachments", .array(summary.attachments))
        formFields.endArray()
        json.key("form_fields")
        json.raw(formFields.drain())
        json.endObject()
        json.newline()
        flush()
    }

    private mutating func separatePages() {
        if pagesWritten > 0 {
            write([UInt8(ascii: "\n")], to: .documentMarkdown)
            write([ASCII.formFeed], to: .documentText)
        }
        write(pagesWritten > 0 ? Array(",\n".utf8) : [UInt8(ascii: "\n")], to: .documentJSON)
        pagesWritten += 1
    }

    private mutating func flush() {
        let bytes = json.drain()
        write(bytes, to: .documentJSON)
    }

    private mutating func write(_ bytes: [UInt8], to part: OutputPart) {
        guard outputs.contains(part), !bytes.isEmpty else { return }
        sink.write(bytes, to: part)
    }
}
