import Layout
import Model
import WorkerProtocol

/// Numbers the pages of a document that is read from its beginning, and writes those that were asked for.
struct PageSequence {
    private let options: ParseOptions
    /// Pages begun so far.
    private(set) var number = 0
    private var written = 0

    init(_ options: ParseOptions) { self.options = options }

    /// True when no further page can be asked for.
    var isDone: Bool { options.isDone(after: number, written: written) }

    /// Begins the next page; true when it was asked for.
    mutating func begin() -> Bool {
        number += 1
        return options.wants(number) && options.maxPages.map { written < $0 } ?? true
    }

    /// Writes the page that was begun.
    mutating func write<Sink: PartSink>(_ page: PageContent, to output: inout DocumentOutput<Sink>) {
        written += 1
        output.expectPages(written)
        output.page(page)
    }

    /// Says what was left out; a document of which nothing was written fails. `isCut` is true when reading ended early.
    func finish<Sink: PartSink>(
        _ source: DocumentSource, isCut: Bool = false, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) {
        guard written > 0 else {
            throw Failure(
                .validationError, "\(source.name) has \(number) pages and none of the pages asked for", stage: .parse,
                resolution: "Correct page_ranges.target_pages in the job configuration, then retry.")
        }
        if isCut || written < number { output.warn("not all pages were read, as \(options.pagesAskedBy) asks") }
    }
}
