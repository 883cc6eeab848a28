import Model
import WorkerProtocol

extension ParseOptions {
    /// The pages to read of a document; a failure when it has none of those asked for, or too many.
    func pages<Sink: PartSink>(
        of count: Int, source: DocumentSource, into output: inout DocumentOutput<Sink>
    ) throws(Failure) -> [Int] {
        let pages = pages(of: min(count, Limits.documentPages))
        if pages.isEmpty {
            throw Failure(
                .validationError, "\(source.name) has \(count) pages and none of the pages asked for", stage: .parse,
                resolution: "Correct page_ranges.target_pages in the job configuration, then retry.")
        }
        if count > Limits.documentPages, pages.count == Limits.documentPages {
            throw Failure(
                .fileTooLarge, "\(source.name) has \(count) pages; at most \(Limits.documentPages) are read",
                stage: .parse, resolution: "Split the document, or set page_ranges in the job configuration.")
        }
        if pages.count < count { output.warn("\(pages.count) of \(count) pages were read, as \(pagesAskedBy) asks") }
        return pages
    }

    /// Fails a document of which too many pages failed.
    func checkFailures(
        among count: Int, _ source: DocumentSource, _ report: WorkerReport
    ) throws(Failure) {
        let failed = report.failedPages.count
        guard Double(failed) > allowedFailureRatio * Double(count) else { return }
        throw Failure(
            .corruptDocument, "\(failed) of \(count) pages of \(source.name) could not be read", stage: .parse,
            details: [
                "pages_failed": .integer(Int64(failed)),
                "allowed_page_failure_ratio": .number(allowedFailureRatio),
            ])
    }
}
