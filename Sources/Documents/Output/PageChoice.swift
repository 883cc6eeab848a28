import Model
import WorkerProtocol

extension ParseOptions {
    /// The pages to read of a document whose number of pages is known; a document without any of them fails.
    func chosenPages<Sink: PartSink>(
        of count: Int, _ source: DocumentSource, _ output: inout DocumentOutput<Sink>
    ) throws(Failure) -> [Int] {
        let chosen = pages(of: count)
        guard !chosen.isEmpty else {
            throw Failure(
                .validationError, "\(source.name) has \(count) pages and none of the pages asked for", stage: .parse,
                resolution: "Correct page_ranges.target_pages in the job configuration, then retry.")
        }
        if chosen.count < count { output.warn("not all pages were read, as \(pagesAskedBy) asks") }
        return chosen
    }

    /// Throws when more pages failed than may.
    func check(failedPages failed: Int, of count: Int, _ source: DocumentSource) throws(Failure) {
        guard Double(failed) > allowedFailureRatio * Double(count) else { return }
        throw Failure(
            .corruptDocument, "\(failed) of \(count) pages of \(source.name) could not be read", stage: .parse,
            details: [
                "pages_failed": .integer(Int64(failed)), "allowed_page_failure_ratio": .number(allowedFailureRatio),
            ])
    }
}
